package dev.causeway.controlplane.source.kubernetes;

import dev.causeway.routing.input.ObjectKey;
import java.time.Duration;
import java.util.Set;

/**
 * What is read of a cluster, and how patiently.
 *
 * @param controllerNamespace namespace whose IngressControllers are read
 * @param operandNamespace namespace of default certificates
 * @param secretNamespaces namespaces whose Secrets are read; empty for all
 * @param externalCertificateSubject user who must be allowed to read a Secret before Routes may use
 *     it as external certificate
 * @param ownSecrets Secrets of the installation itself, read whatever refers to them
 * @param clientAuthorityNamespace namespace of the ConfigMaps that IngressControllers name
 * @param ownConfigMaps ConfigMaps that the installation itself names, read whatever refers to them
 * @param grace how long a watch may be down before the cluster counts as unreadable
 */
public record KubernetesSourceOptions(
    String controllerNamespace,
    String operandNamespace,
    Set<String> secretNamespaces,
    String externalCertificateSubject,
    Set<ObjectKey> ownSecrets,
    String clientAuthorityNamespace,
    Set<ObjectKey> ownConfigMaps,
    Duration grace) {
  /** Copies the sets. */
  public KubernetesSourceOptions {
    secretNamespaces = Set.copyOf(secretNamespaces);
    ownSecrets = Set.copyOf(ownSecrets);
    ownConfigMaps = Set.copyOf(ownConfigMaps);
  }

  /** Returns whether Secrets of {@code namespace} are read. */
  boolean readsSecretsOf(String namespace) {
    return secretNamespaces.isEmpty() || secretNamespaces.contains(namespace);
  }
}
