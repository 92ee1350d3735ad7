package dev.causeway.controlplane.boot;

import dev.causeway.controlplane.leader.LeaderElections;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Elects leaders for the roles of which one process at a time acts. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "causeway.source.kind", havingValue = "kubernetes")
@Conditional(OnElection.class)
class LeaderConfiguration {

  @Bean
  LeaderElections leaderElections(
      KubernetesClient client,
      ShardProperties shards,
      LeaderProperties properties,
      KubernetesProperties kubernetes,
      Clock clock,
      MeterRegistry meters) {
    return new LeaderElections(
        client,
        leaseNamespace(client, kubernetes),
        shards.replica(),
        properties.times(),
        clock,
        meters);
  }

  /** Returns the namespace of Leases, or fails with a sentence. */
  static String leaseNamespace(KubernetesClient client, KubernetesProperties kubernetes) {
    String namespace =
        kubernetes.leaseNamespace() == null ? client.getNamespace() : kubernetes.leaseNamespace();
    if (namespace == null || namespace.isEmpty()) {
      throw new StartupException(
          "causeway.kubernetes.lease-namespace is required outside a cluster: the namespace of the"
              + " Leases that elect leaders");
    }
    return namespace;
  }

  /** Tells {@code /actuator/info} who leads. */
  @Bean
  InfoContributor leaderInfo(LeaderElections elections) {
    return builder -> {
      Map<String, Map<String, Object>> roles = new TreeMap<>();
      elections
          .all()
          .forEach(
              election ->
                  roles.put(
                      election.role(),
                      Map.of("leads", election.leads(), "leader", election.leader())));
      builder.withDetail("leaders", roles);
    };
  }
}
