package dev.causeway.controlplane.boot;

import dev.causeway.controlplane.ingress.IngressRole;
import dev.causeway.controlplane.leader.LeaderElections;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Set;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Turns Ingresses into Routes: role {@code ingress} of a process that reads a cluster. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.INGRESS)
@ConditionalOnProperty(name = "causeway.source.kind", havingValue = "kubernetes")
class IngressConfiguration {
  private static final int PARALLELISM = 8;

  @Bean
  SmartLifecycle ingressLifecycle(
      KubernetesClient client,
      LeaderElections elections,
      IngressProperties ingress,
      KubernetesProperties kubernetes,
      LeaderProperties leader,
      ShardProperties shards,
      Clock clock,
      MeterRegistry meters) {
    return new ElectionLifecycle(
        elections.election(
            "ingress",
            new IngressRole(
                client,
                new IngressRole.Options(
                    ingress.options(),
                    Set.copyOf(kubernetes.namespaces()),
                    PARALLELISM,
                    kubernetes.retry()),
                shards.replica(),
                leader.times().slack(),
                clock,
                meters)));
  }
}
