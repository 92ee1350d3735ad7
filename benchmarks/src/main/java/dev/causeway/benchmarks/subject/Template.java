package dev.causeway.benchmarks.subject;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A configuration file of the class path with {@code @NAME@} places to fill in. */
final class Template {

  private Template() {}

  static String fill(String resource, Map<String, String> values) throws IOException {
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

  static String indent(String text, int spaces) {
    return text.strip().indent(spaces).stripTrailing();
  }
}
