package dev.causeway.manifests;

import java.util.ArrayList;
import java.util.List;

/**
 * The text of one document of a YAML stream.
 *
 * <p>Streams are cut at their markers before anything is parsed, so that a document which is no
 * YAML leaves its neighbours alone. YAML forbids a marker at the start of a line inside any scalar,
 * so cutting at lines is exact.
 *
 * @param line line of the stream on which the text begins, from 1
 * @param text the text, its marker included
 */
record YamlDocument(int line, String text) {

  /** Cuts {@code stream}; documents of comments and directives alone are left out. */
  static List<YamlDocument> split(String stream) {
    List<YamlDocument> documents = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    int first = 1;
    int line = 0;
    boolean content = false;
    for (String each : stream.split("\n", -1)) {
      line++;
      boolean starts = isMarker(each, "---");
      if (starts || isMarker(each, "...")) {
        if (content) {
          documents.add(new YamlDocument(first, text.toString()));
        }
        text.setLength(0);
        content = false;
        first = starts ? line : line + 1;
        if (!starts) {
          continue;
        }
      }
      text.append(each).append('\n');
      content |= starts ? !isSilent(each.substring(3)) : !isSilent(each) && !each.startsWith("%");
    }
    if (content) {
      documents.add(new YamlDocument(first, text.toString()));
    }
    return documents;
  }

  private static boolean isMarker(String line, String marker) {
    return line.startsWith(marker) && (line.length() == 3 || line.charAt(3) <= ' ');
  }

  private static boolean isSilent(String line) {
    String stripped = line.strip();
    return stripped.isEmpty() || stripped.charAt(0) == '#';
  }
}
