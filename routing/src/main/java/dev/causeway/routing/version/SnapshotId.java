package dev.causeway.routing.version;

import java.util.HexFormat;

/**
 * The identity of the content of one lane: equal ids mean equal inventories, on every control plane
 * and router.
 *
 * <p>Ids have no order; which of two snapshots is newer is told by the source position that travels
 * beside them.
 *
 * @param text 64 lower-case hexadecimal digits
 */
public record SnapshotId(String text) {
  /** The id of a lane that holds nothing. */
  public static final SnapshotId EMPTY = new SnapshotId("0".repeat(64));

  private static final int DIGITS = 64;
  private static final int SHORT_DIGITS = 12;

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException if {@code text} is not 64 lower-case hexadecimal digits
   */
  public SnapshotId {
    if (text.length() != DIGITS || !isLowerCaseHex(text)) {
      throw new IllegalArgumentException(
          "a snapshot id has 64 lower-case hexadecimal digits, not '" + text + "'");
    }
  }

  private static boolean isLowerCaseHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the id that consists of these 32 bytes.
   *
   * @throws IllegalArgumentException if {@code bytes} are not 32
   */
  public static SnapshotId of(byte[] bytes) {
    return new SnapshotId(HexFormat.of().formatHex(bytes));
  }

  /** Returns the 32 bytes of the id. */
  public byte[] toBytes() {
    return HexFormat.of().parseHex(text);
  }

  /** Returns the first 12 digits, for tables and logs; never for comparing. */
  public String abbreviated() {
    return text.substring(0, SHORT_DIGITS);
  }

  @Override
  public String toString() {
    return text;
  }
}
