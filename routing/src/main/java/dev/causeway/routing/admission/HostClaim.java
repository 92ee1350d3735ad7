package dev.causeway.routing.admission;

import dev.causeway.routing.input.RouteInput;
import dev.causeway.routing.model.Termination;

/**
 * A Route that takes part in the contest for its host.
 *
 * @param route the Route
 * @param host effective host, a valid DNS name
 * @param wildcard whether it stands for all siblings of {@code host}
 */
public record HostClaim(RouteInput route, String host, boolean wildcard) {
  /** Returns everything after the first label of the host. */
  public String parent() {
    return HostNames.parent(host);
  }

  /** Returns the name of the virtual host the Route belongs to. */
  public String servedName() {
    return wildcard ? "*." + parent() : host;
  }

  String namespace() {
    return route.key().namespace();
  }

  boolean tls() {
    return route.tls() != null;
  }

  boolean passthrough() {
    return TlsTermination.of(route) == Termination.PASSTHROUGH;
  }

  String hostField() {
    return EffectiveHost.field(route);
  }
}
