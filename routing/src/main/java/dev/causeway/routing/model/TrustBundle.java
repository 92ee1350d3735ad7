package dev.causeway.routing.model;

import java.util.List;

/**
 * Trust anchors for TLS towards endpoints, or for certificates of clients.
 *
 * @param shard shard the bundle belongs to
 * @param name lower-case hex SHA-256 over the content
 * @param certificates DER certificates
 * @param checksRevocation whether a chain is good only if a list says of each of its certificates
 *     that it is not revoked (TLS-057)
 * @param revocationLists DER lists of revoked certificates that are known now; what is missing or
 *     has expired makes chains fail
 */
public record TrustBundle(
    String shard,
    String name,
    List<Bytes> certificates,
    boolean checksRevocation,
    List<Bytes> revocationLists)
    implements Resource {

  /** Copies the lists. */
  public TrustBundle {
    certificates = List.copyOf(certificates);
    revocationLists = List.copyOf(revocationLists);
  }

  /** A bundle without revocation. */
  public TrustBundle(String shard, String name, List<Bytes> certificates) {
    this(shard, name, certificates, false, List.of());
  }

  @Override
  public ResourceKind kind() {
    return ResourceKind.TRUST_BUNDLE;
  }
}
