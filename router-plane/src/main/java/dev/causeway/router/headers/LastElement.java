package dev.causeway.router.headers;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;

/** The last element of a header that is a list: what {@code req.hdr(NAME)} means (RT-058). */
final class LastElement {
  private LastElement() {}

  /**
   * Returns what stands behind the last comma of the last line, commas inside quotes not counted;
   * empty where the header is missing.
   */
  static String of(HttpHeaders headers, String name) {
    List<String> lines = headers.getAll(name);
    if (lines.isEmpty()) {
      return "";
    }
    String line = lines.getLast();
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
