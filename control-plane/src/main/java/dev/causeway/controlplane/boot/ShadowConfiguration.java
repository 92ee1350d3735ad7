package dev.causeway.controlplane.boot;

import dev.causeway.controlplane.pipeline.Pipeline;
import dev.causeway.controlplane.status.StatusBoard;
import dev.causeway.controlplane.status.StatusShadow;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * Compares the status of Routes instead of writing it: role {@code status} with {@code
 * causeway.status.shadow}.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.STATUS)
@Conditional(OnShadow.class)
@ConditionalOnProperty(name = "causeway.source.kind", havingValue = "kubernetes")
class ShadowConfiguration {

  /** Signs as the other implementation's routers do, whose entries are compared. */
  @Bean
  StatusBoard statusBoard(StatusProperties properties) {
    return new StatusBoard(properties.shadowOptions());
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  StatusShadow statusShadow(
      KubernetesClient client,
      StatusBoard board,
      Pipeline pipeline,
      RoleProperties roles,
      Clock clock,
      MeterRegistry meters) {
    if (roles.has(Role.INGRESS)) {
      throw new StartupException(
          "causeway.status.shadow promises that nothing is written, but the role ingress writes"
              + " Routes: leave it out of causeway.roles");
    }
    return new StatusShadow(client, board, pipeline.firstPublication(), clock, meters);
  }

  @Bean
  ShadowEndpoint shadowEndpoint(StatusShadow shadow) {
    return new ShadowEndpoint(shadow);
  }
}
