package dev.causeway.routing.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Secret bytes: a private key, or text that may contain one.
 *
 * <p>Every textual form is a fingerprint, so key material cannot reach a log, a dump or a debug
 * client by being printed. The content leaves only through {@link #reveal()}.
 */
public final class KeyMaterial {
  private final byte[] value;

  private KeyMaterial(byte[] value) {
    this.value = value;
  }

  /** Returns key material with a copy of {@code value}. */
  public static KeyMaterial of(byte[] value) {
    return new KeyMaterial(value.clone());
  }

  /** Returns key material with the UTF-8 bytes of {@code text}, typically PEM. */
  public static KeyMaterial ofText(String text) {
    return new KeyMaterial(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns a copy of the secret content. Only TLS set-up, hashing, the wire codec and what makes
   * Routes of Ingresses call this.
   */
  public byte[] reveal() {
    return value.clone();
  }

  /** Returns whether there is no content at all. */
  public boolean isEmpty() {
    return value.length == 0;
  }

  /** Returns the first 16 hexadecimal digits of the SHA-256 of the content. */
  public String fingerprint() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(value);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyMaterial that && MessageDigest.isEqual(value, that.value);
  }

  @Override
  public int hashCode() {
    return fingerprint().hashCode();
  }

  @Override
  public String toString() {
    return "KeyMaterial[" + fingerprint() + "]";
  }
}
