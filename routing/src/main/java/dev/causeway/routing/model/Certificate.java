package dev.causeway.routing.model;

import java.util.List;

/**
 * A serving certificate with its key, addressed by content so that a wildcard certificate used by
 * thousands of hosts travels once.
 *
 * @param shard shard the certificate belongs to
 * @param name lower-case hex SHA-256 over the chain and the key's fingerprint
 * @param chain DER certificates, leaf first
 * @param algorithm algorithm of the key
 * @param privateKey PKCS#8 DER of the private key
 */
public record Certificate(
    String shard, String name, List<Bytes> chain, KeyAlgorithm algorithm, KeyMaterial privateKey)
    implements Resource {
  /** Copies the chain. */
  public Certificate {
    chain = List.copyOf(chain);
  }

  @Override
  public ResourceKind kind() {
    return ResourceKind.CERTIFICATE;
  }
}
