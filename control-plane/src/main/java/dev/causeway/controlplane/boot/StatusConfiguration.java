package dev.causeway.controlplane.boot;

import dev.causeway.controlplane.activation.LocalSurvey;
import dev.causeway.controlplane.activation.RemoteSurvey;
import dev.causeway.controlplane.leader.LeaderElections;
import dev.causeway.controlplane.status.StatusActivation;
import dev.causeway.controlplane.status.StatusBoard;
import dev.causeway.controlplane.status.StatusWriter;
import dev.causeway.controlplane.stream.SnapshotShelf;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Writes the status of Routes: role {@code status} of a process that reads a cluster. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.STATUS)
@Conditional(OnShadow.Not.class)
@ConditionalOnProperty(name = "causeway.source.kind", havingValue = "kubernetes")
class StatusConfiguration {

  @Bean
  StatusBoard statusBoard(StatusProperties properties) {
    return new StatusBoard(properties.options());
  }

  @Bean
  SmartLifecycle statusLifecycle(
      KubernetesClient client,
      LeaderElections elections,
      StatusBoard board,
      StatusProperties status,
      LeaderProperties leader,
      ShardProperties shards,
      Clock clock,
      MeterRegistry meters,
      RoleProperties roles,
      SnapshotShelf shelf) {
    return new ElectionLifecycle(
        elections.election(
            "status",
            new StatusWriter(
                client,
                board,
                status.options(),
                shards.replica(),
                leader.times().slack(),
                clock,
                meters,
                activation(status.activation(), roles, shelf))));
  }

  private static @Nullable StatusActivation activation(
      StatusProperties.Activation properties, RoleProperties roles, SnapshotShelf shelf) {
    if (!properties.target().isEmpty()) {
      return new StatusActivation(
          shelf, RemoteSurvey.source(properties.survey()), properties.window());
    }
    return roles.has(Role.SERVE)
        ? new StatusActivation(shelf, LocalSurvey.source(shelf), properties.window())
        : null;
  }
}
