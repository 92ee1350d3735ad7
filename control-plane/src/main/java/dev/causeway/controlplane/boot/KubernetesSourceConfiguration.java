package dev.causeway.controlplane.boot;

import dev.causeway.controlplane.boot.KubernetesProperties.SecretsScope;
import dev.causeway.controlplane.pipeline.Pipeline;
import dev.causeway.controlplane.source.ClusterSource;
import dev.causeway.controlplane.source.kubernetes.KubernetesSource;
import dev.causeway.controlplane.source.kubernetes.KubernetesSourceOptions;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.ObjectKey;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashSet;
import java.util.Set;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads the API of a cluster: {@code causeway.source.kind=kubernetes}. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "causeway.source.kind", havingValue = "kubernetes")
class KubernetesSourceConfiguration {

  @Bean(destroyMethod = "")
  ClusterSource kubernetesSource(
      KubernetesClient client,
      KubernetesProperties properties,
      ShardProperties shards,
      Pipeline pipeline) {
    Set<String> namespaces = new HashSet<>(properties.namespaces());
    if (properties.secretsScope() == SecretsScope.NAMESPACES) {
      namespaces.add(shards.operandNamespace());
    }
    return new KubernetesSource(
        client,
        new KubernetesSourceOptions(
            properties.controllerNamespace(),
            shards.operandNamespace(),
            namespaces,
            properties.externalCertificateSubject(),
            ownSecrets(shards),
            shards.clientAuthorityNamespace(),
            ownConfigMaps(shards),
            properties.grace()),
        pipeline);
  }

  private static Set<ObjectKey> ownConfigMaps(ShardProperties shards) {
    ObjectKey services = shards.serviceCa().key();
    return services == null ? Set.of() : Set.of(services);
  }

  private static Set<ObjectKey> ownSecrets(ShardProperties shards) {
    String tickets = shards.ticketKeys().secret();
    return tickets.isEmpty()
        ? Set.of()
        : Set.of(new ObjectKey(InputKind.SECRET, shards.operandNamespace(), tickets));
  }
}
