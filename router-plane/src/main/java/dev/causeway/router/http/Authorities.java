package dev.causeway.router.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a request may say about its host and target, on either protocol. */
public final class Authorities {
  private static final String FORBIDDEN_IN_HOST = "#?/\\@,";

  private Authorities() {}

  /** Returns whether {@code host} can be a Host header or {@code :authority}; empty can. */
  public static boolean isValidHost(CharSequence host) {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c <= ' ' || c >= 0x7f || FORBIDDEN_IN_HOST.indexOf(c) >= 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns whether every char of {@code target} can stand in a request target. What RFC 3986 does
   * not allow but origins are known to understand passes unchanged; white space, controls and the
   * fragment mark do not.
   */
  public static boolean isValidTarget(CharSequence target) {
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c == 0x7f || c == '#') {
        return false;
      }
    }
    return target.length() > 0;
  }

  /** Returns the authority of an absolute-form http(s) target, or null for any other form. */
  public static @Nullable String ofAbsoluteForm(String target) {
    int start;
    if (target.regionMatches(true, 0, "http://", 0, 7)) {
      start = 7;
    } else if (target.regionMatches(true, 0, "https://", 0, 8)) {
      start = 8;
    } else {
      return null;
    }
    int end = start;
    while (end < target.length() && "/?".indexOf(target.charAt(end)) < 0) {
      end++;
    }
    return target.substring(start, end);
  }

  /**
   * Returns whether the authority of an absolute-form target names what the Host header names:
   * without regard to case, with the default port as good as none.
   */
  public static boolean agree(String target, String authority, String host) {
    String port = target.regionMatches(true, 0, "https:", 0, 6) ? ":443" : ":80";
    return plain(authority, port).equals(plain(host, port));
  }

  private static String plain(String authority, String defaultPort) {
    String lower = authority.toLowerCase(Locale.ROOT);
    return lower.endsWith(defaultPort)
        ? lower.substring(0, lower.length() - defaultPort.length())
        : lower;
  }
}
