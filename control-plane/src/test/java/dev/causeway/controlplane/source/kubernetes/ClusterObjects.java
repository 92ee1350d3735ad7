package dev.causeway.controlplane.source.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Creates, replaces and deletes objects that are written as YAML. */
final class ClusterObjects {
  private final KubernetesClient client;

  ClusterObjects(KubernetesClient client) {
    this.client = client;
  }

  /** Creates or replaces the objects of {@code yaml}, documents apart by {@code ---}. */
  void apply(String yaml) {
    for (String document : yaml.split("(?m)^---$")) {
      GenericKubernetesResource object =
          Serialization.unmarshal(document, GenericKubernetesResource.class);
      Resource<GenericKubernetesResource> resource = resource(object);
      GenericKubernetesResource present = resource.get();
      if (present == null) {
        resource.create();
      } else {
        object.getMetadata().setResourceVersion(present.getMetadata().getResourceVersion());
        resource(object).update();
      }
    }
  }

  /** Deletes an object. */
  void delete(WatchedKind kind, String namespace, String name) {
    client
        .genericKubernetesResources(kind.context())
        .inNamespace(namespace)
        .withName(name)
        .delete();
  }

  private Resource<GenericKubernetesResource> resource(GenericKubernetesResource object) {
    WatchedKind kind = kind(object.getKind());
    MixedOperation<GenericKubernetesResource, ?, Resource<GenericKubernetesResource>> objects =
        client.genericKubernetesResources(kind.context());
    String namespace = object.getMetadata().getNamespace();
    return namespace == null
        ? objects.resource(object)
        : objects.inNamespace(namespace).resource(object);
  }

  private static WatchedKind kind(String kind) {
    for (WatchedKind each : WatchedKind.values()) {
      if (each.input().kind().equals(kind)) {
        return each;
      }
    }
    throw new IllegalArgumentException(kind);
  }

  /** A ConfigMap with authorities of client certificates. */
  static String authority(String namespace, String name, String text) {
    return """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: %s, namespace: %s}
        data: {ca-bundle.pem: %s}
        """
        .formatted(name, namespace, text);
  }
}
