package dev.causeway.router.headers;

/** The last element of a header that is a list: what {@code req.hdr(NAME)} means (RT-058). */
final class LastElement {
  private LastElement() {}

  /**
   * Returns what stands behind the last comma of a line, commas inside quotes not counted.
   *
   * @param line the last line of the header
   */
  static String of(String line) {
    int start = 0;
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        start = i + 1;
      }
    }
    return line.substring(start).strip();
  }
}
