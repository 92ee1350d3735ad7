package dev.causeway.benchmarks.subject;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A configuration file of the class path with {@code @NAME@} places to fill in. */
public final class Template {

  private Template() {}

  /** Returns a file of the class path with its places filled in. */
  public static String fill(String resource, Map<String, String> values) throws IOException {
    try (InputStream stream = Template.class.getResourceAsStream("/bench/" + resource)) {
      if (stream == null) {
        throw new IOException("no resource /bench/" + resource);
      }
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      for (Map.Entry<String, String> value : values.entrySet()) {
        text = text.replace("@" + value.getKey() + "@", value.getValue());
      }
      return text;
    }
  }

  /** Returns a text with every line indented. */
  public static String indent(String text, int spaces) {
    return text.strip().indent(spaces).stripTrailing();
  }
}
