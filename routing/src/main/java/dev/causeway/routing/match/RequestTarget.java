package dev.causeway.routing.match;

import java.nio.charset.StandardCharsets;

/**
 * Reads the parts of a request that matching looks at, as positions in the text that was sent.
 *
 * <p>Nothing is decoded or normalised (HO-026).
 */
public final class RequestTarget {
  private RequestTarget() {}

  /**
   * Returns where the path of {@code target} begins: 0 for origin form, behind the authority for
   * absolute form, and the end of the text for {@code *} and for authority form, which have none.
   */
  public static int pathStart(String target) {
    if (!target.isEmpty() && target.charAt(0) == '/') {
      return 0;
    }
    int scheme = target.indexOf("://");
    if (scheme < 0) {
      return target.length();
    }
    for (int i = scheme + 3; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c == '/' || c == '?') {
        return i;
      }
    }
    return target.length();
  }

  /** Returns where the path that begins at {@code start} ends: before the query (HO-022). */
  public static int pathEnd(String target, int start) {
    int query = target.indexOf('?', start);
    return query < 0 ? target.length() : query;
  }

  /**
   * Returns where the host name in {@code authority} ends, without a numeric port and one trailing
   * dot (HO-024), or -1 where the authority cannot match any host.
   */
  public static int hostEnd(String authority) {
    int end = authority.length();
    int colon = authority.indexOf(':');
    if (colon >= 0) {
      if (colon == end - 1) {
        return -1;
      }
      for (int i = colon + 1; i < end; i++) {
        char c = authority.charAt(i);
        if (c < '0' || c > '9') {
          return -1;
        }
      }
      end = colon;
    }
    if (end > 0 && authority.charAt(end - 1) == '.') {
      end--;
    }
    return end == 0 ? -1 : end;
  }

  /**
   * Returns {@code path} with every UTF-8 byte as one character, which is the form request targets
   * arrive in.
   */
  public static String wireForm(String path) {
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) >= 0x80) {
        return new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
      }
    }
    return path;
  }
}
