package dev.causeway.helm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** YAML as trees. */
final class Documents {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Documents() {}

  /** Returns the documents of a text; empty ones are left out. */
  static List<JsonNode> parse(String yaml) {
    List<JsonNode> documents = new ArrayList<>();
    for (Object document : new Yaml(new SafeConstructor(options())).loadAll(yaml)) {
      JsonNode node = JSON.valueToTree(document);
      if (node != null && !node.isNull()) {
        documents.add(node);
      }
    }
    return documents;
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    return options;
  }

  /** Returns the only document of a text; a missing node if there is none. */
  static JsonNode single(String yaml) {
    List<JsonNode> documents = parse(yaml);
    return documents.isEmpty() ? MissingNode.getInstance() : documents.getFirst();
  }

  /** Returns a mapping as clients take it. */
  static Map<String, Object> map(String yaml) {
    return JSON.convertValue(single(yaml), new TypeReference<Map<String, Object>>() {});
  }

  /** Returns a tree of JSON text. */
  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Returns the texts of a list. */
  static List<String> texts(@Nullable JsonNode list) {
    List<String> texts = new ArrayList<>();
    if (list != null) {
      list.forEach(item -> texts.add(item.asText()));
    }
    return texts;
  }
}
