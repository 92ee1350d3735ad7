package dev.causeway.routing.admission;

import dev.causeway.routing.input.RouteInput;
import java.util.HashMap;
import java.util.Map;

/** The stages before the contest for hosts: selection, wildcard policy, host (RT-077). */
public sealed interface Intake {

  /** The shard does not select the Route; it holds no claim and has no verdict (HO-015). */
  record NotSelected() implements Intake {}

  /**
   * The Route was refused before it could claim anything.
   *
   * @param route the Route
   * @param host host that was asked for, possibly empty
   * @param rejection why
   */
  record Refused(RouteInput route, String host, Rejection rejection) implements Intake {}

  /**
   * The Route takes part in the contest.
   *
   * @param claim what it claims
   */
  record Claiming(HostClaim claim) implements Intake {}

  /** Label that every namespace carries, as the API server sets it. */
  String NAMESPACE_NAME_LABEL = "kubernetes.io/metadata.name";

  /**
   * Takes a Route in.
   *
   * @param namespaceLabels labels of the Route's namespace; empty where it is unknown
   */
  static Intake of(RouteInput route, Map<String, String> namespaceLabels, ShardPolicy policy) {
    if (!selects(policy, route, namespaceLabels)) {
      return new NotSelected();
    }
    String host = EffectiveHost.of(route, policy.domain());
    String wildcardPolicy = route.wildcardPolicy();
    boolean wildcard = EffectiveHost.isWildcard(route);
    if (!wildcard && !wildcardPolicy.isEmpty() && !wildcardPolicy.equals("None")) {
      return refused(
          route,
          host,
          Reason.ROUTE_NOT_ADMITTED,
          "spec.wildcardPolicy",
          "spec.wildcardPolicy "
              + Quoted.of(wildcardPolicy)
              + " is unknown; write None or Subdomain");
    }
    if (wildcard && !policy.wildcards()) {
      return refused(
          route,
          host,
          Reason.ROUTE_NOT_ADMITTED,
          "spec.wildcardPolicy",
          "shard "
              + policy.shard()
              + " does not admit wildcard Routes; set spec.routeAdmission.wildcardPolicy of its"
              + " IngressController to WildcardsAllowed, or spec.wildcardPolicy of the Route to"
              + " None");
    }
    if (host.isEmpty()) {
      return refused(route, host, Reason.NO_HOST_VALUE, "spec.host", noHost(policy));
    }
    String problem = HostNames.problem(host);
    if (problem == null && wildcard && HostNames.parent(host).isEmpty()) {
      problem = "has no parent domain that a wildcard could stand for";
    }
    if (problem != null) {
      String field = EffectiveHost.field(route);
      return refused(
          route,
          host,
          Reason.INVALID_HOST,
          field,
          field + ": host " + Quoted.of(host) + " " + problem);
    }
    return new Claiming(new HostClaim(route, host, wildcard));
  }

  private static boolean selects(
      ShardPolicy policy, RouteInput route, Map<String, String> namespaceLabels) {
    if (!policy.routeSelector().matches(route.metadata().labels())) {
      return false;
    }
    Map<String, String> labels = new HashMap<>(namespaceLabels);
    labels.put(NAMESPACE_NAME_LABEL, route.key().namespace());
    return policy.namespaceSelector().matches(labels);
  }

  private static String noHost(ShardPolicy policy) {
    return policy.domain().isEmpty()
        ? "the Route has no spec.host, and shard "
            + policy.shard()
            + " has no domain to make one from; set spec.host, or spec.domain of the"
            + " IngressController"
        : "wildcardPolicy Subdomain needs spec.host; set it to any name below the domain meant";
  }

  private static Intake refused(
      RouteInput route, String host, Reason reason, String field, String message) {
    return new Refused(route, host, new Rejection(reason, field, message));
  }
}
