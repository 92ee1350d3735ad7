package dev.causeway.router.balance;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What stands for an endpoint in an affinity cookie: the MD5 of its id (RO-047). All replicas of
 * the router compute the same, as OKD's router does.
 */
public final class AffinityValue {
  /** Length of the text form, lower-case hexadecimal digits. */
  public static final int LENGTH = 32;

  private AffinityValue() {}

  /** Returns the two halves of the value of an endpoint. */
  static long[] of(String endpointId) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      ByteBuffer digest = ByteBuffer.wrap(md5.digest(endpointId.getBytes(StandardCharsets.UTF_8)));
      return new long[] {digest.getLong(0), digest.getLong(Long.BYTES)};
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  /** Returns the text form of both halves. */
  static String text(long high, long low) {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }

  /** Returns whether {@link #LENGTH} characters from {@code start} are a value. */
  public static boolean isAt(CharSequence text, int start) {
    if (text.length() - start < LENGTH) {
      return false;
    }
    for (int i = start; i < start + LENGTH; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  /** Returns half a value, 16 digits from {@code start}. */
  public static long half(CharSequence text, int start) {
    return HexFormat.fromHexDigitsToLong(text, start, start + LENGTH / 2);
  }
}
