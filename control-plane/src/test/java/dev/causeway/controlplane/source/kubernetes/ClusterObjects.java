package dev.causeway.controlplane.source.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

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

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A Secret with a key, and a certificate of it. */
  static String secret(String namespace, String name, String type, String key) {
    return """
    apiVersion: v1
    kind: Secret
    metadata:
      name: %s
      namespace: %s
      annotations: {kubectl.kubernetes.io/last-applied-configuration: secret-text}
    type: %s
    data: {tls.crt: %s, tls.key: %s}
    """
        .formatted(name, namespace, type, base64("certificate of " + key), base64(key));
  }

  /** The IngressController named default. */
  static String controller(String namespace, String spec) {
    return """
        apiVersion: operator.openshift.io/v1
        kind: IngressController
        metadata: {name: default, namespace: %s}
        spec: %s
        """
        .formatted(namespace, spec);
  }

  /** A ConfigMap with authorities of client certificates. */
  static String authority(String namespace, String name, String text) {
    return configMap(namespace, name, "ca-bundle.pem", text);
  }

  /** A ConfigMap with authorities of Services. */
  static String serviceCa(String namespace, String name, String text) {
    return configMap(namespace, name, "service-ca.crt", text);
  }

  private static String configMap(String namespace, String name, String key, String text) {
    return """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: %s, namespace: %s}
        data: {%s: %s}
        """
        .formatted(name, namespace, key, text);
  }
}
