package dev.causeway.router.config;

import dev.causeway.router.config.ResourceProblem.Code;
import dev.causeway.routing.model.Endpoint;
import dev.causeway.routing.model.EndpointSet;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds endpoints that no connection could be opened to. */
final class EndpointCheck {
  private EndpointCheck() {}

  static List<ResourceProblem> problems(EndpointSet set) {
    List<ResourceProblem> problems = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < set.endpoints().size(); i++) {
      Endpoint endpoint = set.endpoints().get(i);
      String field = "endpoints[" + i + "]";
      if (!isTarget(endpoint.address())) {
        problems.add(
            new ResourceProblem(
                Code.INVALID_VALUE,
                field + ".address",
                "\"" + endpoint.address() + "\" is no address of one host"));
      }
      if (!ids.add(endpoint.id())) {
        problems.add(
            new ResourceProblem(
                Code.INVALID_VALUE, field + ".id", endpoint.id() + " stands there twice"));
      }
    }
    return problems;
  }

  /** Whether a literal names one host; "any" and multicast addresses do not. */
  private static boolean isTarget(String literal) {
    try {
      InetAddress address = InetAddress.ofLiteral(literal);
      return !address.isAnyLocalAddress() && !address.isMulticastAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
