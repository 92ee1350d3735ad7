package dev.causeway.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.causeway.testkit.docs.GeneratedPage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of values in the charts' pages, and the schemas, against the values themselves. */
final class ValuesPageTest {
  private static final Pattern KEY = Pattern.compile("^( *)([A-Za-z0-9]+):(?: .*)?$");
  private static final Pattern DESCRIPTION = Pattern.compile("^ *# -- (.*)$");

  private record Value(String path, String description, JsonNode preset) {}

  @ParameterizedTest
  @ValueSource(strings = {"causeway", "causeway-crds"})
  void pageListsEveryValue(String chart) throws IOException {
    StringBuilder table = new StringBuilder("| value | default | meaning |\n|---|---|---|\n");
    for (Value value : described(chart)) {
      table
          .append("| `")
          .append(value.path())
          .append("` | `")
          .append(value.preset())
          .append("` | ")
          .append(value.description())
          .append(" |\n");
    }
    GeneratedPage.checkSection("helm/" + chart + "/README.md", "values", table.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"causeway", "causeway-crds"})
  void everyValueIsDescribedAndInTheSchema(String chart) throws IOException {
    Set<String> described =
        described(chart).stream().map(Value::path).collect(Collectors.toCollection(TreeSet::new));
    Set<String> leaves = new TreeSet<>();
    leaves("", values(chart), described, leaves);
    assertThat(described).isEqualTo(leaves);

    JsonNode schema =
        Documents.json(Files.readString(Charts.folder(chart).resolve("values.schema.json")));
    for (String path : leaves) {
      JsonNode at = schema;
      for (String key : path.split("\\.", -1)) {
        at = resolved(schema, at).path("properties").path(key);
      }
      assertThat(at.isMissingNode()).as("values.schema.json lacks %s", path).isFalse();
    }
    assertThat(open(schema, resolved(schema, schema), "")).isEmpty();
  }

  /** Objects of the schema that take any key, and are not meant to. */
  private static List<String> open(JsonNode schema, JsonNode node, String path) {
    List<String> open = new ArrayList<>();
    for (var entry : node.path("properties").properties()) {
      JsonNode child = resolved(schema, entry.getValue());
      String at = path + "/" + entry.getKey();
      if (child.path("type").asText().equals("object")
          && !child.has("additionalProperties")
          && !Set.of("config", "spec", "global").contains(entry.getKey())) {
        open.add(at);
      }
      open.addAll(open(schema, child, at));
    }
    return open;
  }

  private static JsonNode resolved(JsonNode schema, JsonNode node) {
    return node.has("$ref") ? schema.at(node.path("$ref").asText().substring(1)) : node;
  }

  private static JsonNode values(String chart) throws IOException {
    return Documents.single(Files.readString(Charts.folder(chart).resolve("values.yaml")));
  }

  private static void leaves(String path, JsonNode node, Set<String> described, Set<String> found) {
    if (!path.isEmpty() && (described.contains(path) || !node.isObject() || node.isEmpty())) {
      found.add(path);
      return;
    }
    node.properties()
        .forEach(
            entry ->
                leaves(
                    path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(),
                    entry.getValue(),
                    described,
                    found));
  }

  private static List<Value> described(String chart) throws IOException {
    JsonNode values = values(chart);
    List<Value> described = new ArrayList<>();
    Deque<String> path = new ArrayDeque<>();
    String description = "";
    for (String line : Files.readAllLines(Charts.folder(chart).resolve("values.yaml"))) {
      Matcher comment = DESCRIPTION.matcher(line);
      if (comment.matches()) {
        description = comment.group(1);
        continue;
      }
      Matcher key = KEY.matcher(line);
      if (!key.matches()) {
        continue;
      }
      while (path.size() > key.group(1).length() / 2) {
        path.removeLast();
      }
      path.addLast(key.group(2));
      if (!description.isEmpty()) {
        described.add(
            new Value(
                String.join(".", path), description, values.at("/" + String.join("/", path))));
        description = "";
      }
    }
    return described;
  }
}
