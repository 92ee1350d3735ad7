package dev.causeway.routing.version;

import dev.causeway.routing.model.Resource;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The version of a resource: SHA-256 over a canonical walk of the domain record.
 *
 * <p>Not over protobuf bytes, whose deterministic form is not canonical across builds. Private keys
 * are part of the content, so a rotated key is a new version; the hash reveals nothing of them.
 */
public final class ContentHash {
  /** Number of bytes of a hash. */
  public static final int SIZE = 32;

  private final long a;
  private final long b;
  private final long c;
  private final long d;

  private ContentHash(ByteBuffer bytes) {
    this.a = bytes.getLong();
    this.b = bytes.getLong();
    this.c = bytes.getLong();
    this.d = bytes.getLong();
  }

  /** Returns the version of {@code resource}. */
  public static ContentHash of(Resource resource) {
    CanonicalWalk walk = new CanonicalWalk();
    walk.value(resource);
    return digest(walk.buffer(), walk.length());
  }

  /**
   * Returns the hash that consists of these bytes.
   *
   * @throws IllegalArgumentException if {@code bytes} are not {@value #SIZE}
   */
  public static ContentHash fromBytes(byte[] bytes) {
    if (bytes.length != SIZE) {
      throw new IllegalArgumentException(
          "a content hash has " + SIZE + " bytes, not " + bytes.length);
    }
    return new ContentHash(ByteBuffer.wrap(bytes));
  }

  static ContentHash digest(byte[] content, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(content, 0, length);
      return new ContentHash(ByteBuffer.wrap(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Returns the bytes of the hash. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(SIZE).putLong(a).putLong(b).putLong(c).putLong(d).array();
  }

  /** Returns the hash as lower-case hexadecimal digits. */
  public String hex() {
    return HexFormat.of().formatHex(toBytes());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ContentHash that
        && a == that.a
        && b == that.b
        && c == that.c
        && d == that.d;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(a);
  }

  /** Returns the first 12 digits, enough to tell versions apart in a log. */
  @Override
  public String toString() {
    return hex().substring(0, 12);
  }
}
