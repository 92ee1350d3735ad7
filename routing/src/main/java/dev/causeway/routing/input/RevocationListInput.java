package dev.causeway.routing.input;

import dev.causeway.routing.model.Bytes;

/**
 * A list of revoked certificates, as whoever has a network fetched it. No object of the cluster.
 *
 * @param url where it comes from
 * @param content the list in DER (RFC 5280, section 5)
 */
public record RevocationListInput(String url, Bytes content) implements Input {
  /** Returns the key of the list that {@code url} leads to. */
  public static ObjectKey key(String url) {
    return new ObjectKey(InputKind.REVOCATION_LIST, "", url);
  }

  @Override
  public ObjectKey key() {
    return key(url);
  }

  @Override
  public Metadata metadata() {
    return Metadata.EMPTY;
  }

  @Override
  public Origin origin() {
    return Origin.UNKNOWN;
  }
}
