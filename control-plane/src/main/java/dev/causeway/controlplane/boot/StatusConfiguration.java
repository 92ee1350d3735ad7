package dev.causeway.controlplane.boot;

import dev.causeway.controlplane.activation.LocalSurvey;
import dev.causeway.controlplane.leader.LeaderElections;
import dev.causeway.controlplane.status.StatusActivation;
import dev.causeway.controlplane.status.StatusBoard;
import dev.causeway.controlplane.status.StatusWriter;
import dev.causeway.controlplane.stream.SnapshotShelf;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
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

  /** In one process with the routers' port, unless all replicas are to be asked. */
  @Bean
  @ConditionalOnRole(Role.SERVE)
  StatusActivation statusActivation(StatusProperties properties, SnapshotShelf shelf) {
    return new StatusActivation(shelf, LocalSurvey.source(shelf), properties.activation().window());
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
      ObjectProvider<StatusActivation> activation) {
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
                activation.getIfAvailable())));
  }
}
