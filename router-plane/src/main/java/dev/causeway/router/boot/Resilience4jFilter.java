package dev.causeway.router.boot;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Leaves Resilience4j's own auto-configurations out unless a {@code resilience4j.*} key is set.
 * They bring aspects, endpoints, event consumers and five kinds of registries, of which the
 * CircuitBreaker filter needs three.
 */
final class Resilience4jFilter implements AutoConfigurationImportFilter, EnvironmentAware {

  private static final String PACKAGE = "io.github.resilience4j.";

  /** The blocking twin of the circuit breakers that filters use; it needs what is left out. */
  private static final String BLOCKING =
      "org.springframework.cloud.circuitbreaker.resilience4j.Resilience4JAutoConfiguration";

  private @Nullable Environment environment;

  /** Made by Spring Boot. */
  Resilience4jFilter() {}

  @Override
  public void setEnvironment(Environment environment) {
    this.environment = environment;
  }

  @Override
  public boolean[] match(@Nullable String[] names, AutoConfigurationMetadata metadata) {
    boolean configured =
        isConfigured(Objects.requireNonNull(environment, "Spring Boot sets it first"));
    boolean[] kept = new boolean[names.length];
    for (int i = 0; i < names.length; i++) {
      String name = names[i];
      kept[i] = configured || name == null || !(name.startsWith(PACKAGE) || name.equals(BLOCKING));
    }
    return kept;
  }

  private static boolean isConfigured(Environment environment) {
    return Binder.get(environment)
        .bind("resilience4j", Bindable.mapOf(String.class, Object.class))
        .isBound();
  }

  /** Matches where the auto-configurations are left out. */
  static final class NotConfigured implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return !isConfigured(context.getEnvironment());
    }
  }
}
