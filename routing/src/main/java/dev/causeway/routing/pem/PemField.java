package dev.causeway.routing.pem;

/** The field of {@link PemFields} that a problem is in. */
public enum PemField {
  CERTIFICATE,
  KEY,
  CA_CERTIFICATE
}
