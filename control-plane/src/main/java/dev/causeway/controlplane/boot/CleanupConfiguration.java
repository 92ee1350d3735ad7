package dev.causeway.controlplane.boot;

import dev.causeway.controlplane.ingress.IngressStatusCleanup;
import dev.causeway.controlplane.leader.LeaseHold;
import dev.causeway.controlplane.source.kubernetes.IngressControllers;
import dev.causeway.controlplane.status.RouteStatusCleanup;
import dev.causeway.controlplane.status.StatusOptions;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Removes what the other roles wrote, once: role {@code cleanup}. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.CLEANUP)
@ConditionalOnProperty(name = "causeway.source.kind", havingValue = "kubernetes")
class CleanupConfiguration {
  private static final int REQUEST_MILLIS = 5_000;

  @Bean
  CleanupRun cleanupRun(
      KubernetesClient given,
      CleanupProperties cleanup,
      StatusProperties status,
      IngressProperties ingress,
      LeaderProperties leader,
      KubernetesProperties kubernetes,
      ShardProperties shards,
      Clock clock,
      MeterRegistry meters) {
    if (status.shadow() && cleanup.routes()) {
      throw new StartupException(
          "causeway.status.shadow wrote nothing, and routers of others have the names of our shards,"
              + " so their entries would be removed: set causeway.cleanup.routes=false");
    }
    // The run repeats what fails, and has to end in time.
    KubernetesClient client =
        given
            .newClient(
                new RequestConfigBuilder()
                    .withRequestTimeout(REQUEST_MILLIS)
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .adapt(KubernetesClient.class);
    String namespace = LeaderConfiguration.leaseNamespace(client, kubernetes);
    StatusOptions options = status.options();
    Supplier<Set<String>> names = () -> shards(client, kubernetes, shards);
    return new CleanupRun(
        cleanup.deadline(),
        Stream.of(cleanup.routes() ? "status" : "", cleanup.ingresses() ? "ingress" : "")
            .filter(role -> !role.isEmpty())
            .map(
                role ->
                    new LeaseHold(
                        client, namespace, role, shards.replica(), leader.times().lease(), clock))
            .toList(),
        cleanup.ingresses()
            ? () ->
                new IngressStatusCleanup(
                    client,
                    ingress.options(),
                    names.get().stream()
                        .map(shard -> options.canonicalHostname(shard, shards.domain()))
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toSet()))
            : null,
        cleanup.routes()
            ? () -> new RouteStatusCleanup(client, options, names.get(), clock, meters)
            : null);
  }

  /**
   * Returns the shards that there are: those of the configuration, and one per IngressController.
   */
  private static Set<String> shards(
      KubernetesClient client, KubernetesProperties kubernetes, ShardProperties shards) {
    Set<String> names = new TreeSet<>(shards.shards());
    names.addAll(IngressControllers.names(client, kubernetes.controllerNamespace()));
    return names;
  }
}
