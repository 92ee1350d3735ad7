package dev.causeway.routing.annotation;

import java.util.Optional;

/** Reads the target of a path rewrite the way OKD's router does (AN-019, AN-060). */
final class RewriteTarget {
  private RewriteTarget() {}

  /**
   * Returns the sanitised target, or empty where {@code text} does not begin with a slash or holds
   * control characters.
   *
   * <p>Backslashes disappear, a double one too; {@code %%} becomes {@code %}; quotes disappear
   * unless escaped; an unescaped {@code #} ends the target and stays as its last character, which
   * tells the router to append nothing. An escaped {@code #} becomes {@code %23}, the only form it
   * can have in a request line.
   */
  static Optional<String> sanitise(String text) {
    if (!text.startsWith("/") || text.chars().anyMatch(Character::isISOControl)) {
      return Optional.empty();
    }
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char next = i + 1 < text.length() ? text.charAt(i + 1) : 0;
      if (c == '\\') {
        i++;
        if (next != '\\' && next != 0) {
          out.append(next == '#' ? "%23" : String.valueOf(next));
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
