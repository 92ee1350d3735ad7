package dev.causeway.routing.annotation;

import dev.causeway.routing.input.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of affinity cookies that no annotation names. */
final class CookieNames {
  private CookieNames() {}

  /** Returns the hexadecimal MD5 of a space and {@code namespace:name} of the Route (RO-046). */
  static String of(ObjectKey route) {
    String text = " " + route.namespace() + ":" + route.name();
    try {
      // A name, not a secret: MD5 because clients that come from an OKD router hold such cookies.
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      return HexFormat.of().formatHex(md5.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}
