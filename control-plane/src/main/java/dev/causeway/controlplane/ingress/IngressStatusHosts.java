package dev.causeway.controlplane.ingress;

import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressLoadBalancerIngress;
import io.fabric8.openshift.api.model.Route;
import io.fabric8.openshift.api.model.RouteIngress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The host names in the status of an Ingress (IN-027). */
final class IngressStatusHosts {
  private IngressStatusHosts() {}

  /** Returns the canonical host names of the routers that admitted {@code routes}. */
  static Set<String> admitting(List<Route> routes) {
    Set<String> hosts = new HashSet<>();
    for (Route route : routes) {
      if (route.getStatus() == null || route.getStatus().getIngress() == null) {
        continue;
      }
      for (RouteIngress entry : route.getStatus().getIngress()) {
        String host = Objects.requireNonNullElse(entry.getRouterCanonicalHostname(), "");
        if (!host.isEmpty() && isAdmitted(entry)) {
          hosts.add(host);
        }
      }
    }
    return hosts;
  }

  private static boolean isAdmitted(RouteIngress entry) {
    return entry.getConditions() != null
        && entry.getConditions().stream()
            .anyMatch(
                condition ->
                    "Admitted".equals(condition.getType()) && "True".equals(condition.getStatus()));
  }

  private static List<IngressLoadBalancerIngress> entries(Ingress ingress) {
    return ingress.getStatus() == null
            || ingress.getStatus().getLoadBalancer() == null
            || ingress.getStatus().getLoadBalancer().getIngress() == null
        ? List.of()
        : ingress.getStatus().getLoadBalancer().getIngress();
  }

  /**
   * Returns the entries that should stand in the status, or null if those that do are right.
   * Entries of others stay, addresses among them.
   *
   * @param withdrawn host names that stood there because of Routes that are deleted
   * @param wanted host names that have to stand there
   */
  static @Nullable List<IngressLoadBalancerIngress> change(
      Ingress ingress, Set<String> withdrawn, Set<String> wanted) {
    List<IngressLoadBalancerIngress> next = new ArrayList<>();
    TreeMap<String, IngressLoadBalancerIngress> named = new TreeMap<>();
    for (IngressLoadBalancerIngress entry : entries(ingress)) {
      String host = Objects.requireNonNullElse(entry.getHostname(), "");
      if (host.isEmpty()) {
        next.add(entry);
      } else {
        named.put(host, entry);
      }
    }
    Set<String> before = Set.copyOf(named.keySet());
    named.keySet().removeIf(host -> withdrawn.contains(host) && !wanted.contains(host));
    for (String host : wanted) {
      IngressLoadBalancerIngress entry = new IngressLoadBalancerIngress();
      entry.setHostname(host);
      named.putIfAbsent(host, entry);
    }
    if (named.keySet().equals(before)) {
      return null;
    }
    next.addAll(named.values());
    return next;
  }
}
