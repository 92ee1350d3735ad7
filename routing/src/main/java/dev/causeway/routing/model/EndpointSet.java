package dev.causeway.routing.model;

import java.util.List;

/**
 * The usable addresses behind one upstream.
 *
 * @param shard shard the set belongs to
 * @param name name of the {@link Upstream}
 * @param endpoints endpoints without duplicates, ordered by id so that equal sets are equal
 */
public record EndpointSet(String shard, String name, List<Endpoint> endpoints) implements Resource {
  /** Copies the list. */
  public EndpointSet {
    endpoints = List.copyOf(endpoints);
  }

  @Override
  public ResourceKind kind() {
    return ResourceKind.ENDPOINT_SET;
  }
}
