package dev.causeway.controlplane.status;

import io.fabric8.openshift.api.model.Route;
import io.fabric8.openshift.api.model.RouteIngress;
import java.util.List;
import java.util.Objects;

/**
 * The part of a Route that status is about.
 *
 * @param uid UID
 * @param generation generation, 0 where the API server does not count them
 * @param resourceVersion version that was read, which a write must name
 * @param ingress {@code status.ingress}
 */
record RouteState(String uid, long generation, String resourceVersion, List<RouteIngress> ingress) {
  RouteState {
    ingress = List.copyOf(ingress);
  }

  static RouteState of(Route route) {
    return new RouteState(
        Objects.requireNonNullElse(route.getMetadata().getUid(), ""),
        Objects.requireNonNullElse(route.getMetadata().getGeneration(), 0L),
        Objects.requireNonNullElse(route.getMetadata().getResourceVersion(), ""),
        route.getStatus() == null || route.getStatus().getIngress() == null
            ? List.of()
            : route.getStatus().getIngress());
  }

  /**
   * Returns whether this was read before {@code other}. Versions of one kind are numbers that grow,
   * which Kubernetes guarantees since 1.35 and held before; what is no number counts as new.
   */
  boolean isOlderThan(RouteState other) {
    return uid.equals(other.uid)
        && isNumber(resourceVersion)
        && isNumber(other.resourceVersion)
        && Long.parseUnsignedLong(resourceVersion) - Long.parseUnsignedLong(other.resourceVersion)
            < 0;
  }

  private static boolean isNumber(String version) {
    return !version.isEmpty()
        && version.length() < 19
        && version.chars().allMatch(digit -> digit >= '0' && digit <= '9');
  }
}
