package dev.causeway.testkit.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The table of an application's configuration keys, as {@code docs/configuration.md} shows it. It
 * is made from the metadata that Spring Boot's annotation processor writes, hence from the Javadoc
 * of the properties' records.
 */
public final class PropertyTable {
  private PropertyTable() {}

  /**
   * Returns the table of the application whose tests are running.
   *
   * @throws AssertionError naming the keys whose record component has no Javadoc
   */
  public static String ofThisModule() {
    Path metadata = Path.of("target/classes/META-INF/spring-configuration-metadata.json");
    JsonNode root;
    try {
      root = new JsonMapper().readTree(Files.readString(metadata));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, JsonNode> properties = new TreeMap<>();
    root.get("properties").forEach(each -> properties.put(each.get("name").asString(), each));
    // Spring Boot writes two keys of its own for every actuator endpoint.
    properties.keySet().removeIf(key -> key.startsWith("management."));
    List<String> mute = new ArrayList<>();
    StringBuilder table =
        new StringBuilder("| key | type | default | meaning |\n|---|---|---|---|\n");
    properties.forEach(
        (key, property) -> {
          if (text(property, "description").isEmpty()) {
            mute.add(key);
          }
          table
              .append("| `")
              .append(key)
              .append("` | ")
              .append(type(text(property, "type")))
              .append(" | ")
              .append(defaultValue(property.get("defaultValue")))
              .append(" | ")
              .append(sentence(text(property, "description")))
              .append(" |\n");
        });
    if (!mute.isEmpty()) {
      throw new AssertionError("no Javadoc says what these keys mean: " + mute);
    }
    return table.toString();
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.get(field);
    return value == null ? "" : value.asString();
  }

  private static String type(String java) {
    String simple = java.replaceAll("[a-z]+\\.", "").replaceAll("\\w+\\$", "").replace(",", ", ");
    return switch (simple) {
      case "Integer" -> "whole number";
      case "Boolean" -> "true or false";
      case "Path" -> "path";
      case "String" -> "text";
      case "Duration" -> "duration";
      case "List<String>", "Set<String>" -> "list of text";
      default -> "`" + simple + "`";
    };
  }

  private static String defaultValue(JsonNode value) {
    if (value == null) {
      return "";
    }
    if (value.isArray()) {
      return String.join(
          ", ",
          StreamSupport.stream(value.spliterator(), false)
              .map(each -> "`" + each.asString() + "`")
              .toList());
    }
    return value.asString().isEmpty() ? "" : "`" + value.asString() + "`";
  }

  /** Javadoc of a component begins in lower case and ends without a full stop. */
  private static String sentence(String description) {
    String plain =
        description
            .replaceAll("\\{@code ([^}]*)}", "`$1`")
            .replaceAll("\\s+", " ")
            .replace("|", "\\|")
            .strip();
    if (plain.isEmpty()) {
      return "";
    }
    String capital = Character.toUpperCase(plain.charAt(0)) + plain.substring(1);
    return capital.endsWith(".") ? capital : capital + ".";
  }
}
