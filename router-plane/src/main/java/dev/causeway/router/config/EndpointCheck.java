package dev.causeway.router.config;

import dev.causeway.router.config.ResourceProblem.Code;
import dev.causeway.routing.model.Endpoint;
import dev.causeway.routing.model.EndpointSet;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** Finds endpoints that no connection could be opened to. */
final class EndpointCheck {
  private EndpointCheck() {}

  static List<ResourceProblem> problems(EndpointSet set) {
    List<ResourceProblem> problems = new ArrayList<>();
    for (Endpoint endpoint : set.endpoints()) {
      try {
        InetAddress.ofLiteral(endpoint.address());
      } catch (IllegalArgumentException e) {
        problems.add(
            new ResourceProblem(
                Code.INVALID_VALUE, "endpoints", endpoint.id() + " has no IP address"));
      }
    }
    return problems;
  }
}
