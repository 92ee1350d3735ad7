package dev.causeway.testkit.cluster;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A cluster that tests may fill and empty. Its user must be an administrator; nodes are not needed,
 * the controllers of namespaces and service accounts are.
 */
public class TestCluster implements AutoCloseable {
  /** Property that names the cluster; without it tests that need one are skipped. */
  public static final String PROPERTY = "causeway.kubeconfig";

  private static final int DEFINITION_SECONDS = 60;

  private final Path kubeconfig;
  private final KubernetesClient admin;

  /** Connects as the user of the file that the property names. */
  protected TestCluster() {
    this(Path.of(Objects.requireNonNull(System.getProperty(PROPERTY))));
  }

  /** Connects as the user of a kubeconfig file. */
  protected TestCluster(Path kubeconfig) {
    this.kubeconfig = kubeconfig.toAbsolutePath();
    admin = client(configuration());
  }

  /** Returns the name of what the property names, with its version: {@code Kubernetes 1.36.2}. */
  static String server() {
    try (TestCluster cluster = new TestCluster()) {
      return "Kubernetes " + cluster.admin.getKubernetesVersion().getGitVersion().substring(1);
    }
  }

  /** Returns the file that names the cluster and its administrator. */
  protected final Path kubeconfig() {
    return kubeconfig;
  }

  /** Returns what the file says, for clients of other users. */
  protected final Config configuration() {
    return Config.fromKubeconfig(kubeconfig.toFile());
  }

  /** Returns a client that the caller closes. */
  protected static KubernetesClient client(Config config) {
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** Returns a client that may do everything. */
  public final KubernetesClient admin() {
    return admin;
  }

  /** Creates a namespace if there is none of that name. */
  public final void namespace(String name) {
    if (admin.namespaces().withName(name).get() == null) {
      admin
          .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
          .create();
    }
  }

  /** Waits until a custom resource definition is served. */
  public final void awaitDefinition(String name) {
    admin
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(name)
        .waitUntilCondition(
            crd ->
                crd != null
                    && crd.getStatus() != null
                    && crd.getStatus().getConditions() != null
                    && crd.getStatus().getConditions().stream()
                        .anyMatch(
                            condition ->
                                condition.getType().equals("Established")
                                    && condition.getStatus().equals("True")),
            DEFINITION_SECONDS,
            TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    admin.close();
  }
}
