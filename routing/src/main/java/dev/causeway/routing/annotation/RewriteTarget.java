package dev.causeway.routing.annotation;

import java.util.Optional;

/** Reads the target of a path rewrite the way OKD's router does (AN-019, AN-060). */
final class RewriteTarget {
  private RewriteTarget() {}

  /**
   * Returns the sanitised target, or empty where {@code text} does not begin with a slash or holds
   * characters that cannot stand in a request line.
   *
   * <p>Backslashes disappear, a double one too; {@code %%} becomes {@code %}; quotes disappear
   * unless escaped; an unescaped {@code #} ends the target and stays as its last character, which
   * tells the router to append nothing.
   */
  static Optional<String> sanitise(String text) {
    if (!text.startsWith("/") || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      return Optional.empty();
    }
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char next = i + 1 < text.length() ? text.charAt(i + 1) : 0;
      if (c == '\\') {
        i++;
        if (next != '\\' && next != 0) {
          out.append(next);
        }
      } else if (c == '#') {
        return Optional.of(out.append('#').toString());
      } else if (c == '%' && next == '%') {
        i++;
        out.append('%');
      } else if (c != '"' && c != '\'') {
        out.append(c);
      }
    }
    return Optional.of(out.toString());
  }
}
