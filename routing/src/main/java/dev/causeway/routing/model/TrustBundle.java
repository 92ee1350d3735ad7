package dev.causeway.routing.model;

import java.util.List;

/**
 * Trust anchors for upstream TLS.
 *
 * @param shard shard the bundle belongs to
 * @param name lower-case hex SHA-256 over the certificates
 * @param certificates DER certificates
 */
public record TrustBundle(String shard, String name, List<Bytes> certificates) implements Resource {
  /** Copies the list. */
  public TrustBundle {
    certificates = List.copyOf(certificates);
  }

  @Override
  public ResourceKind kind() {
    return ResourceKind.TRUST_BUNDLE;
  }
}
