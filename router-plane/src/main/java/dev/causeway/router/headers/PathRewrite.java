package dev.causeway.router.headers;

import dev.causeway.routing.match.RequestTarget;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Replaces the matched part of a request's path (AN-043, AN-044). Works on the text as it was sent;
 * the route's path is literal (AN-059). Immutable.
 */
public final class PathRewrite {
  private final String path;
  private final String replacement;
  private final boolean appendsRest;

  /**
   * Creates a rewrite.
   *
   * @param path path of the rule, possibly empty
   * @param replacement what stands in its place; begins with a slash. Characters that cannot stand
   *     in a request line are sent percent-encoded; a {@code #} as last character means that
   *     nothing of the request's path is appended, its query excepted (AN-060)
   */
  public PathRewrite(String path, String replacement) {
    this.path = RequestTarget.wireForm(path);
    this.appendsRest = !replacement.endsWith("#");
    this.replacement =
        encoded(appendsRest ? replacement : replacement.substring(0, replacement.length() - 1));
  }

  /** Returns {@code target} with its path rewritten; unchanged if it does not begin with ours. */
  public String apply(String target) {
    int start = RequestTarget.pathStart(target);
    if ((start == target.length() && start != 0) || !target.startsWith(path, start)) {
      return target;
    }
    int rest = start + path.length();
    String head = start == 0 ? "" : target.substring(0, start);
    if (!appendsRest) {
      return head + replacement + target.substring(RequestTarget.pathEnd(target, rest));
    }
    if (replacement.equals("/") && rest < target.length() && target.charAt(rest) == '/') {
      rest++;
    }
    return head + replacement + target.substring(rest);
  }

  private static String encoded(String text) {
    StringBuilder result = new StringBuilder(text.length());
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      int c = b & 0xff;
      if (c <= ' ' || c == 0x7f || c == '#') {
        result.append(String.format(Locale.ROOT, "%%%02X", c));
      } else {
        result.append((char) c);
      }
    }
    return result.toString();
  }
}
