package dev.causeway.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import dev.causeway.testkit.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A real API server, with charts installed into it. */
final class RealCluster extends TestCluster {
  /** Connects to the cluster that the property names. */
  RealCluster() {}

  /** Connects as the user of a file. */
  RealCluster(Path kubeconfig) {
    super(kubeconfig);
  }

  /** Returns a client of a user without any group but the one of all users. */
  KubernetesClient user(String name) {
    return client(
        new ConfigBuilder(configuration())
            .withImpersonateUsername(name)
            .withImpersonateGroups("system:authenticated")
            .build());
  }

  /** Removes a namespace and waits until it is gone. */
  void removeNamespace(String name) {
    var namespace = admin().namespaces().withName(name);
    namespace.delete();
    namespace.waitUntilCondition(gone -> gone == null, 120, TimeUnit.SECONDS);
  }

  /** Installs a chart with its default values. */
  void install(String chart, String namespace) {
    install(chart, namespace, Map.of());
  }

  /** Installs a chart with some values, by their paths. */
  void install(String chart, String namespace, Map<String, Object> values) {
    InstallCommand command =
        new Helm(Charts.folder(chart))
            .install()
            .withName(chart)
            .withNamespace(namespace)
            .withKubeConfig(kubeconfig());
    values.forEach(command::set);
    command.call();
  }

  /** Upgrades what was installed, to the same chart with other values. */
  void upgrade(String chart, String namespace, String key, Object value) {
    new Helm(Charts.folder(chart))
        .upgrade()
        .withName(chart)
        .withNamespace(namespace)
        .withKubeConfig(kubeconfig())
        .set(key, value)
        .call();
  }

  /** Uninstalls what was installed, if anything was; no Job runs in a cluster without nodes. */
  void uninstall(String chart, String namespace) {
    Helm.uninstall(chart)
        .withNamespace(namespace)
        .withKubeConfig(kubeconfig())
        .noHooks()
        .ignoreNotFound()
        .call();
  }

  /** Uninstalls what was installed with its hooks; fails if one of them fails. */
  void uninstallWithHooks(String chart, String namespace) {
    Helm.uninstall(chart).withNamespace(namespace).withKubeConfig(kubeconfig()).call();
  }

  /** Creates an object; unknown fields are errors. */
  static GenericKubernetesResource create(KubernetesClient client, String yaml) {
    return client.resource(parse(yaml)).fieldValidation(Validation.STRICT).create();
  }

  /** Asks whether an object would be created. */
  static void tryCreate(KubernetesClient client, JsonNode object) {
    var resource = client.resource(parse(object.toString()));
    resource.dryRun().fieldValidation(Validation.STRICT).create();
  }

  private static GenericKubernetesResource parse(String text) {
    return Serialization.unmarshal(text, GenericKubernetesResource.class);
  }

  /** Removes a definition and waits until it is gone. */
  void removeDefinition(String name) {
    var definition = admin().apiextensions().v1().customResourceDefinitions().withName(name);
    definition.delete();
    definition.waitUntilCondition(crd -> crd == null, 60, TimeUnit.SECONDS);
  }

  /** Waits until something is refused that admission policies refuse: they take effect late. */
  static void awaitRefused(Runnable attempt) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              try {
                attempt.run();
                return false;
              } catch (KubernetesClientException e) {
                return e.getCode() == 422;
              }
            });
  }

  /** Returns the text of a path, as the API server answers to a media type. */
  String get(String path, String accept) {
    try {
      var http = admin().getHttpClient();
      var request =
          http.newHttpRequestBuilder()
              .uri(admin().getMasterUrl().toString().replaceAll("/$", "") + path)
              .header("Accept", accept)
              .build();
      return http.sendAsync(request, String.class).get().body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
