package dev.causeway.controlplane.boot;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Makes beans only where the role {@code status} compares and writes nothing. */
final class OnShadow implements Condition {
  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    return isSet(context.getEnvironment());
  }

  private static boolean isSet(Environment environment) {
    return Binder.get(environment).bind("causeway.status.shadow", Boolean.class).orElse(false);
  }

  /** Makes beans only where the role {@code status}, if there, writes. */
  static final class Not implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return !isSet(context.getEnvironment());
    }
  }
}
