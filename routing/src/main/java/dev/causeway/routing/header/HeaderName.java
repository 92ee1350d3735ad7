package dev.causeway.routing.header;

import java.util.regex.Pattern;

/** Names of headers that actions edit, ids travel in or cases are adjusted of. */
public final class HeaderName {
  private static final Pattern FORM = Pattern.compile("[-!#$%&'*+.0-9A-Z^_`a-z|~]{1,255}");

  private HeaderName() {}

  /** Returns whether {@code text} is a token (RFC 9110, 5.6.2) of 1 to 255 characters (RT-055). */
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }
}
