package dev.causeway.controlplane.source.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Set;
import java.util.stream.Collectors;

/** The IngressControllers that there are when they are asked for, without a watch. */
public final class IngressControllers {
  private IngressControllers() {}

  /**
   * Returns the names of those in {@code namespace}, none where the cluster does not know the kind;
   * fails with what the API server says.
   */
  public static Set<String> names(KubernetesClient client, String namespace) {
    try {
      return client
          .genericKubernetesResources(WatchedKind.INGRESS_CONTROLLERS.context())
          .inNamespace(namespace)
          .list()
          .getItems()
          .stream()
          .map(controller -> controller.getMetadata().getName())
          .collect(Collectors.toSet());
    } catch (KubernetesClientException e) {
      if (e.getCode() == 404) {
        return Set.of();
      }
      throw e;
    }
  }
}
