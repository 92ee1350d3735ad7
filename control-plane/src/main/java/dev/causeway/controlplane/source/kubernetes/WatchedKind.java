package dev.causeway.controlplane.source.kubernetes;

import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.ObjectKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/**
 * The resources that are read.
 *
 * <p>All are read as generic objects, not as classes of the client's model: one object with a value
 * of the wrong type would otherwise take the whole list it comes in with it.
 */
enum WatchedKind {
  ROUTES(InputKind.ROUTE, "route.openshift.io", "routes", true),
  INGRESS_CONTROLLERS(
      InputKind.INGRESS_CONTROLLER, "operator.openshift.io", "ingresscontrollers", true),
  NAMESPACES(InputKind.NAMESPACE, "", "namespaces", false),
  SERVICES(InputKind.SERVICE, "", "services", true),
  ENDPOINT_SLICES(InputKind.ENDPOINT_SLICE, "discovery.k8s.io", "endpointslices", true),
  CONFIG_MAPS(InputKind.CONFIG_MAP, "", "configmaps", true),
  SECRETS(InputKind.SECRET, "", "secrets", true);

  private final InputKind input;
  private final String group;
  private final String plural;
  private final boolean namespaced;

  WatchedKind(InputKind input, String group, String plural, boolean namespaced) {
    this.input = input;
    this.group = group;
    this.plural = plural;
    this.namespaced = namespaced;
  }

  InputKind input() {
    return input;
  }

  /** Returns the name of the resource with its group, as in a role. */
  String resource() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  /** Returns whether a chart of ours brings this resource where the cluster does not. */
  boolean isCustom() {
    return group.endsWith(".openshift.io");
  }

  ResourceDefinitionContext context() {
    ResourceDefinitionContext.Builder context =
        new ResourceDefinitionContext.Builder()
            .withVersion("v1")
            .withKind(input.kind())
            .withPlural(plural)
            .withNamespaced(namespaced);
    return group.isEmpty() ? context.build() : context.withGroup(group).build();
  }

  ObjectKey key(HasMetadata object) {
    String namespace = object.getMetadata().getNamespace();
    return new ObjectKey(
        input, namespaced && namespace != null ? namespace : "", object.getMetadata().getName());
  }
}
