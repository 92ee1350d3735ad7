package dev.causeway.routing.pem;

import dev.causeway.routing.model.Bytes;
import java.util.List;

/**
 * Certificates that backends are verified against (RT-019).
 *
 * @param name lower-case hex SHA-256 over the certificates
 * @param certificates DER certificates, at least one
 */
public record TrustAnchors(String name, List<Bytes> certificates) {
  /** Copies the list. */
  public TrustAnchors {
    certificates = List.copyOf(certificates);
  }

  /**
   * Reads PEM text.
   *
   * @throws InvalidPemException if the text holds anything but certificates, or none
   */
  public static TrustAnchors read(String pem) throws InvalidPemException {
    List<Bytes> certificates = X509.encoded(X509.parse(PemReader.read(pem)));
    return new TrustAnchors(ContentName.of(certificates, ""), certificates);
  }
}
