package dev.causeway.controlplane.boot;

import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** The condition behind {@link ConditionalOnRole}. */
final class OnRole implements Condition {
  private static final Set<Role> DEFAULT = Set.of(Role.SERVE);

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    Object roles =
        Objects.requireNonNull(
                metadata.getAnnotationAttributes(ConditionalOnRole.class.getName()),
                "the annotation is there, it names this condition")
            .get("value");
    Set<Role> present = roles(context.getEnvironment());
    return Arrays.stream((Role[]) Objects.requireNonNull(roles)).anyMatch(present::contains);
  }

  /** Returns the roles of this process. */
  static Set<Role> roles(Environment environment) {
    return Binder.get(environment)
        .bind("causeway.roles", Bindable.setOf(Role.class))
        .orElse(DEFAULT);
  }
}
