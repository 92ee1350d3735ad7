package dev.causeway.router.access;

import dev.causeway.routing.model.RouteRef;
import dev.causeway.routing.model.Termination;
import java.util.function.IntSupplier;

/**
 * A Route as lines name it (RO-085).
 *
 * @param termination where TLS ends
 * @param route the Route
 * @param inFlight requests or connections under way
 */
public record Backend(Termination termination, RouteRef route, IntSupplier inFlight) {
  String prefix() {
    return switch (termination) {
      case NONE -> "be_http:";
      case EDGE -> "be_edge_http:";
      case REENCRYPT -> "be_secure:";
      case PASSTHROUGH -> "be_tcp:";
    };
  }
}
