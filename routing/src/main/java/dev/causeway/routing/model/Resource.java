package dev.causeway.routing.model;

/**
 * One named, versioned part of a snapshot.
 *
 * <p>Equality is by content. A resource's version is the hash of that content ({@code
 * routing.version.ContentHash}), so that two control planes that see the same cluster agree.
 */
public sealed interface Resource
    permits Settings, Certificate, TrustBundle, Upstream, VirtualHost, EndpointSet, TicketKeys {

  /** Returns the shard the resource belongs to. */
  String shard();

  /** Returns the kind of this resource. */
  ResourceKind kind();

  /** Returns the name of this resource, unique within its shard and kind. */
  String name();

  /** Returns the identity of this resource. */
  default ResourceKey key() {
    return new ResourceKey(shard(), kind(), name());
  }
}
