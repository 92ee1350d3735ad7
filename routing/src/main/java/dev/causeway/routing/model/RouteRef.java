package dev.causeway.routing.model;

/**
 * The Route a rule came from.
 *
 * @param namespace namespace of the Route
 * @param name name of the Route
 */
public record RouteRef(String namespace, String name) {
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
