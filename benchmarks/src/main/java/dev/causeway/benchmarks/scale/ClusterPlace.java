package dev.causeway.benchmarks.scale;

import dev.causeway.benchmarks.subject.Source;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The cluster that a kubeconfig names, whose user is an administrator. Fills and empties namespaces
 * of its own, which stay, under a label; installs the definitions of the chart {@code
 * causeway-crds} where there are none, which stay too.
 */
final class ClusterPlace implements Place {
  private static final String LABEL = "causeway.dev/benchmark";
  private static final String DEFINITIONS = "helm/src/test/resources/setups/crds/out.yaml";
  private static final int PARALLELISM = 16;
  private static final int CONFLICT = 409;

  /** What an estate has, dependants first. */
  private static final Map<String, String> KINDS =
      Map.of(
          "Route",
          "route.openshift.io/v1",
          "EndpointSlice",
          "discovery.k8s.io/v1",
          "Service",
          "v1");

  private final Path kubeconfig;
  private final Path home;
  private final KubernetesClient client;
  private final ExecutorService workers = Executors.newFixedThreadPool(PARALLELISM);
  private final Set<String> namespaces = new HashSet<>();

  /**
   * Connects.
   *
   * @param home folder of this project, where the definitions are
   */
  ClusterPlace(Path kubeconfig, Path home) {
    this.kubeconfig = kubeconfig.toAbsolutePath();
    this.home = home;
    this.client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
            .build();
  }

  @Override
  public Source source() {
    return Source.cluster(kubeconfig);
  }

  @Override
  public String name() {
    return "an API server, Kubernetes " + client.getKubernetesVersion().getGitVersion();
  }

  @Override
  public void prepare(List<String> names) throws IOException, InterruptedException {
    define();
    for (String name : names) {
      Namespace namespace =
          new NamespaceBuilder()
              .withNewMetadata()
              .withName(name)
              .addToLabels(LABEL, "scale")
              .endMetadata()
              .build();
      try {
        client.resource(namespace).create();
      } catch (KubernetesClientException e) {
        if (e.getCode() != CONFLICT) {
          throw e;
        }
        Namespace present = client.namespaces().withName(name).get();
        Map<String, String> labels = present.getMetadata().getLabels();
        if (labels == null || !labels.containsKey(LABEL)) {
          throw new IOException(
              "namespace " + name + " exists and is not of an earlier run: take another cluster",
              e);
        }
      }
      namespaces.add(name);
    }
    empty();
  }

  /** Installs definitions that are missing, as the chart renders them with its defaults. */
  private void define() throws IOException {
    Path rendered = home.resolve(DEFINITIONS);
    try (InputStream file = Files.newInputStream(rendered)) {
      for (HasMetadata object : client.load(file).items()) {
        if (object instanceof CustomResourceDefinition definition
            && client.resource(definition).get() == null) {
          client.resource(definition).create();
          client
              .resource(definition)
              .waitUntilCondition(ClusterPlace::isServed, 1, TimeUnit.MINUTES);
        }
      }
    }
  }

  private static boolean isServed(CustomResourceDefinition definition) {
    return definition != null
        && definition.getStatus() != null
        && definition.getStatus().getConditions() != null
        && definition.getStatus().getConditions().stream()
            .anyMatch(it -> it.getType().equals("Established") && it.getStatus().equals("True"));
  }

  private void empty() throws IOException {
    List<Runnable> tasks = new ArrayList<>();
    for (String namespace : namespaces) {
      for (Map.Entry<String, String> kind : KINDS.entrySet()) {
        tasks.add(
            () ->
                client
                    .genericKubernetesResources(kind.getValue(), kind.getKey())
                    .inNamespace(namespace)
                    .delete());
      }
    }
    all(tasks);
  }

  @Override
  public void fill(String namespace, List<String> documents) throws IOException {
    all(documents.stream().<Runnable>map(document -> () -> resource(document).create()).toList());
  }

  @Override
  public void change(String namespace, List<String> documents, String changed) {
    resource(changed).patch(PatchContext.of(PatchType.JSON_MERGE), changed);
  }

  private Resource<GenericKubernetesResource> resource(String document) {
    GenericKubernetesResource object =
        Serialization.unmarshal(document, GenericKubernetesResource.class);
    return client
        .genericKubernetesResources(object.getApiVersion(), object.getKind())
        .inNamespace(object.getMetadata().getNamespace())
        .resource(object);
  }

  private void all(List<Runnable> tasks) throws IOException {
    List<Future<?>> futures = new ArrayList<>();
    tasks.forEach(task -> futures.add(workers.submit(task)));
    try {
      for (Future<?> future : futures) {
        future.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("the cluster refused: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      empty();
    } finally {
      workers.close();
      client.close();
    }
  }
}
