package dev.causeway.controlplane.boot;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a cluster is read and written, keys {@code causeway.kubernetes.*}; without effect where the
 * source is a folder.
 *
 * @param controllerNamespace namespace whose IngressControllers are read
 * @param secretsScope where Secrets are read
 * @param namespaces where Secrets are read if the scope is {@code namespaces}, beside the namespace
 *     of default certificates, {@code causeway.operand-namespace}
 * @param leaseNamespace namespace of the Leases that elect leaders; without one, the namespace this
 *     process runs in
 * @param externalCertificateSubject whom a Secret must be readable for so that a Route of its
 *     namespace may name it as external certificate: the name of a user, such as {@code
 *     system:serviceaccount:openshift-ingress:router}, which is whom RoleBindings written for OKD
 *     name
 * @param retry how long to wait before the first new attempt after the API server failed, at least
 *     10 ms; later ones wait longer, up to 32 times that
 * @param grace how long a watch may be down before the cluster counts as unreadable, at least one
 *     second; the API server ends every watch now and then
 */
@ConfigurationProperties("causeway.kubernetes")
public record KubernetesProperties(
    @DefaultValue("openshift-ingress-operator") String controllerNamespace,
    @DefaultValue("cluster") SecretsScope secretsScope,
    @DefaultValue List<String> namespaces,
    @Nullable String leaseNamespace,
    @DefaultValue("system:serviceaccount:openshift-ingress:router")
        String externalCertificateSubject,
    @DefaultValue("1s") Duration retry,
    @DefaultValue("5s") Duration grace) {
  private static final String NAMESPACE = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

  /** Where Secrets are read; what a role must allow. */
  public enum SecretsScope {
    /** In all namespaces. */
    CLUSTER,
    /** In the namespaces that are listed. */
    NAMESPACES
  }

  /** Checks names and bounds. */
  public KubernetesProperties {
    namespaces = List.copyOf(namespaces);
    checked("controller-namespace", controllerNamespace);
    namespaces.forEach(namespace -> checked("namespaces", namespace));
    if (leaseNamespace != null) {
      checked("lease-namespace", leaseNamespace);
    }
    if (secretsScope == SecretsScope.NAMESPACES && namespaces.isEmpty()) {
      throw new StartupException(
          "causeway.kubernetes.namespaces is empty: list the namespaces whose Secrets are read, or"
              + " set causeway.kubernetes.secrets-scope=cluster");
    }
    if (secretsScope == SecretsScope.CLUSTER && !namespaces.isEmpty()) {
      throw new StartupException(
          "causeway.kubernetes.namespaces has no effect with secrets-scope=cluster: leave it out,"
              + " or set causeway.kubernetes.secrets-scope=namespaces");
    }
    if (externalCertificateSubject.isBlank()) {
      throw new StartupException(
          "causeway.kubernetes.external-certificate-subject is empty: name the user whom Secrets"
              + " of external certificates must be readable for");
    }
    if (retry.compareTo(Duration.ofMillis(10)) < 0 || retry.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new StartupException("causeway.kubernetes.retry must be between 10ms and 1m");
    }
    if (grace.compareTo(Duration.ofSeconds(1)) < 0 || grace.compareTo(Duration.ofHours(1)) > 0) {
      throw new StartupException("causeway.kubernetes.grace must be between 1s and 1h");
    }
  }

  private static void checked(String key, String namespace) {
    if (!namespace.matches(NAMESPACE)) {
      throw new StartupException(
          "causeway.kubernetes." + key + " names \"" + namespace + "\", which is no namespace");
    }
  }
}
