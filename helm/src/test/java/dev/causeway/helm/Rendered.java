package dev.causeway.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a chart renders to.
 *
 * @param text the documents, as Helm orders them
 * @param objects the same, parsed
 */
record Rendered(String text, List<JsonNode> objects) {

  Rendered(String text) {
    this(text, Documents.parse(text));
  }

  /** Returns the objects of some kinds. */
  Stream<JsonNode> ofKind(String... kinds) {
    return objects.stream().filter(object -> List.of(kinds).contains(kind(object)));
  }

  /** Returns the object of that kind and name. */
  JsonNode object(String kind, String name) {
    return ofKind(kind)
        .filter(object -> name(object).equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " " + name + " in\n" + text));
  }

  static String kind(JsonNode object) {
    return object.path("kind").asText();
  }

  static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
  }

  /** Returns the namespace, empty for the cluster. */
  static String namespace(JsonNode object) {
    return object.at("/metadata/namespace").asText();
  }

  /** Returns kind, namespace and name. */
  static String id(JsonNode object) {
    return kind(object) + " " + namespace(object) + "/" + name(object);
  }
}
