package dev.causeway.routing.model;

import java.util.List;

/**
 * One admitted Route as a virtual host serves it.
 *
 * @param route the Route this rule came from
 * @param path literal path prefix, possibly empty (HO-025); always empty for passthrough
 * @param termination where TLS ends
 * @param insecurePolicy what the plain side does; {@code NONE} for rules without TLS
 * @param backends backends in the order of the Route, never empty
 * @param policies effective traffic policies
 * @param filters names of gateway filters, in order; not empty means the gateway path
 * @param requires features a router must have to serve this rule; unknown ones reject the host
 */
public record Rule(
    RouteRef route,
    String path,
    Termination termination,
    InsecurePolicy insecurePolicy,
    List<WeightedUpstream> backends,
    RulePolicies policies,
    List<String> filters,
    List<String> requires) {
  /** Copies the lists. */
  public Rule {
    backends = List.copyOf(backends);
    filters = List.copyOf(filters);
    requires = List.copyOf(requires);
  }

  /** Returns whether the plain HTTP side proxies this rule (HO-044, HO-046). */
  public boolean servedOnHttp() {
    return termination == Termination.NONE
        || (termination != Termination.PASSTHROUGH && insecurePolicy == InsecurePolicy.ALLOW);
  }

  /** Returns whether requests inside terminated TLS reach this rule (HO-045 to HO-047). */
  public boolean servedOnHttps() {
    return termination == Termination.EDGE || termination == Termination.REENCRYPT;
  }
}
