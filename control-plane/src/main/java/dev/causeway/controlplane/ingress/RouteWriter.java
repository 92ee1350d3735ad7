package dev.causeway.controlplane.ingress;

import dev.causeway.controlplane.leader.Leadership;
import dev.causeway.controlplane.meters.ControlPlaneMeter;
import dev.causeway.manifests.ingress.IngressOwner;
import dev.causeway.manifests.ingress.RouteChanges;
import dev.causeway.manifests.ingress.RouteNames;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressLoadBalancerIngress;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.openshift.api.model.Route;
import io.fabric8.openshift.api.model.RouteBuilder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Objects;

/**
 * Writes Routes and the status of Ingresses, each write with the version it was made from, none
 * without leadership. Stateless; any thread may write.
 */
final class RouteWriter {
  private static final int NAMES = 3;

  private final KubernetesClient client;
  private final Leadership leadership;
  private final Counter created;
  private final Counter updated;
  private final Counter deleted;
  private final Counter statuses;

  RouteWriter(KubernetesClient client, Leadership leadership, MeterRegistry meters) {
    this.client = client;
    this.leadership = leadership;
    this.created = counter(meters, "create");
    this.updated = counter(meters, "update");
    this.deleted = counter(meters, "delete");
    this.statuses = counter(meters, "status");
  }

  private static Counter counter(MeterRegistry meters, String operation) {
    return ControlPlaneMeter.INGRESS_WRITES.counter().tag("operation", operation).register(meters);
  }

  /** Thrown where this process may not write any more; its successor does. */
  static final class NotLeadingException extends RuntimeException {
    @java.io.Serial private static final long serialVersionUID = 1L;

    NotLeadingException() {
      super("another process leads", null, false, false);
    }
  }

  private void fence() {
    if (!leadership.leads()) {
      throw new NotLeadingException();
    }
  }

  /**
   * Creates a Route under the next free name (IN-007). A name that is taken by this very Route,
   * which the watch did not show yet or which another process made a moment ago, is as good.
   */
  void create(Ingress ingress, Route route) {
    Route next = route;
    for (int attempt = 1; ; attempt++) {
      fence();
      try {
        client.resource(next).create();
        created.increment();
        return;
      } catch (KubernetesClientException e) {
        if (e.getCode() != 409) {
          throw e;
        }
        if (stands(ingress, next)) {
          return;
        }
        if (attempt == NAMES) {
          throw e;
        }
      }
      next =
          new RouteBuilder(route)
              .editMetadata()
              .withName(
                  RouteNames.of(
                      ingress,
                      route.getSpec().getHost(),
                      Objects.requireNonNullElse(route.getSpec().getPath(), ""),
                      attempt))
              .endMetadata()
              .build();
    }
  }

  private boolean stands(Ingress ingress, Route route) {
    List<Route> found =
        client
            .resources(Route.class)
            .inNamespace(route.getMetadata().getNamespace())
            .withField("metadata.name", route.getMetadata().getName())
            .list()
            .getItems();
    return found.stream()
        .anyMatch(
            each ->
                each.getSpec() != null
                    && IngressOwner.owns(ingress, each)
                    && RouteChanges.isFor(each, route));
  }

  /** Replaces a Route, unless it changed since. */
  void update(Route route) {
    fence();
    client.resource(route).update();
    updated.increment();
  }

  /** Deletes a Route, unless it changed since: it may be somebody else's by now. */
  void delete(Route route) {
    fence();
    client.resource(route).lockResourceVersion(route.getMetadata().getResourceVersion()).delete();
    deleted.increment();
  }

  /** Replaces the addresses in the status of an Ingress, unless it changed since. */
  void status(Ingress ingress, List<IngressLoadBalancerIngress> entries) {
    fence();
    client
        .resource(
            new IngressBuilder(ingress)
                .editOrNewStatus()
                .editOrNewLoadBalancer()
                .withIngress(entries)
                .endLoadBalancer()
                .endStatus()
                .build())
        .updateStatus();
    statuses.increment();
  }
}
