package dev.causeway.routing.pem;

import org.jspecify.annotations.Nullable;

/** The kinds of PEM blocks that Routes may carry (RT-081). */
enum PemType {
  CERTIFICATE("CERTIFICATE"),
  PKCS8_KEY("PRIVATE KEY"),
  RSA_KEY("RSA PRIVATE KEY"),
  EC_KEY("EC PRIVATE KEY"),
  /** Curve of a following EC key; carries nothing that the certificate does not say too. */
  EC_PARAMETERS("EC PARAMETERS");

  private final String label;

  PemType(String label) {
    this.label = label;
  }

  boolean isKey() {
    return this == PKCS8_KEY || this == RSA_KEY || this == EC_KEY;
  }

  static @Nullable PemType ofLabel(String label) {
    for (PemType type : values()) {
      if (type.label.equals(label)) {
        return type;
      }
    }
    return null;
  }
}
