package dev.causeway.routing.model;

import java.util.Arrays;
import java.util.HexFormat;

/** An immutable byte string that compares by content; for public material such as certificates. */
public final class Bytes {
  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  /** Returns a copy of {@code value} as an immutable byte string. */
  public static Bytes of(byte[] value) {
    return new Bytes(value.clone());
  }

  /** Returns a copy of the content. */
  public byte[] toArray() {
    return value.clone();
  }

  /** Returns the number of bytes. */
  public int size() {
    return value.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  /** Returns the length and the first bytes; never the whole content. */
  @Override
  public String toString() {
    int shown = Math.min(8, value.length);
    return "Bytes[" + value.length + ": " + HexFormat.of().formatHex(value, 0, shown) + "]";
  }
}
