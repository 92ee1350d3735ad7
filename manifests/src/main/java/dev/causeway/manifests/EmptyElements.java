package dev.causeway.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Finds list entries that say nothing, which no list of a Kubernetes object may have. */
final class EmptyElements {
  private EmptyElements() {}

  /**
   * Checks an object and all that is in it.
   *
   * @param field path of {@code node}, empty for the object itself
   * @throws FieldException naming the first empty entry
   */
  static void refuse(JsonNode node, String field) {
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      String entry = field + "[" + i + "]";
      if (node.get(i).isNull()) {
        throw new FieldException(entry, "is empty");
      }
      refuse(node.get(i), entry);
    }
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      String name = property.getKey();
      refuse(property.getValue(), field.isEmpty() ? name : field + "." + name);
    }
  }
}
