package dev.causeway.manifests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.causeway.manifests.YamlTree.SyntaxException;
import dev.causeway.routing.input.Input;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.Origin;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads manifests as {@code oc get -o yaml}, {@code kubectl} or people write them: YAML streams,
 * JSON, {@code List} kinds. Stateless; any thread may read.
 */
public final class ManifestReader {
  private static final Pattern ESCAPED_SLASH = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*+)\\\\/");

  private final ObjectMapping mapping = new ObjectMapping();

  /** Makes a reader. */
  public ManifestReader() {}

  /** Returns whether files of this name are read as manifests. */
  public static boolean isManifest(String fileName) {
    return fileName.endsWith(".yaml") || fileName.endsWith(".yml") || fileName.endsWith(".json");
  }

  /**
   * Reads one file. Never throws for what the file contains: a problem loses its document alone.
   *
   * @param source file path relative to the folder, used in messages
   * @param content bytes of the file, UTF-8
   */
  public ParsedFile read(String source, byte[] content) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      return new ParsedFile(
          source, new ManifestProblem(source, 0, "", "", "is not UTF-8 text", true));
    }
    return read(source, text);
  }

  /** Reads the text of one file, as {@link #read(String, byte[])} does. */
  public ParsedFile read(String source, String text) {
    Reading reading = new Reading(source);
    String stream = text.startsWith("\uFEFF") ? text.substring(1) : text;
    if (stream.stripLeading().startsWith("{")) {
      // In JSON a tab can only be layout, and a slash may be escaped; YAML refuses both.
      stream = ESCAPED_SLASH.matcher(stream.replace('\t', ' ')).replaceAll("$1/");
    }
    YamlDocument.split(stream).forEach(reading::document);
    return new ParsedFile(
        source, reading.objects, reading.ingresses, reading.problems, reading.ignored);
  }

  private final class Reading {
    private final String source;
    private final List<Input> objects = new ArrayList<>();
    private final List<IngressObject> ingresses = new ArrayList<>();
    private final List<ManifestProblem> problems = new ArrayList<>();
    private final Map<String, Integer> ignored = new TreeMap<>();

    Reading(String source) {
      this.source = source;
    }

    void document(YamlDocument document) {
      try {
        YamlTree tree = YamlTree.parse(document);
        if (tree == null) {
          return;
        }
        if (!(tree.root() instanceof MappingNode)) {
          lost(tree.line(tree.root()), "", "", "is not a Kubernetes object");
          return;
        }
        String kind = YamlTree.text(tree.root(), "kind");
        List<Node> items = YamlTree.sequence(tree.root(), "items");
        if (!kind.endsWith("List")) {
          object(tree, tree.root(), kind, YamlTree.text(tree.root(), "apiVersion"));
          return;
        }
        for (Node item : items) {
          String itemKind = YamlTree.text(item, "kind");
          String itemVersion = YamlTree.text(item, "apiVersion");
          object(
              tree,
              item,
              itemKind.isEmpty() ? kind.substring(0, kind.length() - "List".length()) : itemKind,
              itemVersion.isEmpty() ? YamlTree.text(tree.root(), "apiVersion") : itemVersion);
        }
      } catch (SyntaxException e) {
        lost(e.line(), "", "", "cannot be parsed: " + e.reason());
      }
    }

    private void object(YamlTree tree, Node node, String kind, String apiVersion) {
      InputKind input = ObjectMapping.kind(kind, apiVersion);
      Class<?> ingress = ObjectMapping.ingressType(kind, apiVersion);
      if (input == null && ingress == null) {
        ignored.merge(kind.isEmpty() ? "(no kind)" : kind, 1, Integer::sum);
        return;
      }
      String name = "";
      try {
        JsonNode json = tree.json(node);
        name = ObjectMapping.name(kind, json);
        ObjectMapping.trim(json);
        EmptyElements.refuse(json, "");
        Origin origin = new Origin(source, tree.line(node));
        if (input != null) {
          objects.add(mapping.map(input, json, origin));
        } else if (ingress == Ingress.class) {
          ingresses.add(
              IngressMapping.map(
                  mapping.as(json, Ingress.class), origin, field -> tree.line(node, field)));
        } else {
          ingresses.add(IngressMapping.map(mapping.as(json, IngressClass.class), origin));
        }
        remarks(tree, node, name, json);
      } catch (SyntaxException e) {
        lost(e.line(), name, "", "cannot be parsed: " + e.reason());
      } catch (FieldException e) {
        lost(tree.line(node, e.field()), name, e.field(), e.reason());
      } catch (JsonMappingException e) {
        String field = ObjectMapping.path(e);
        lost(tree.line(node, field), name, field, "has a value of the wrong type");
      } catch (JsonProcessingException e) {
        lost(tree.line(node), name, "", "cannot be read");
      }
    }

    private void remarks(YamlTree tree, Node node, String name, JsonNode json) {
      JsonNode created = json.path("metadata").path("creationTimestamp");
      if (created.isValueNode()
          && !created.isNull()
          && !created.asText().isEmpty()
          && MetadataMapping.time(created.asText()) == null) {
        String field = "metadata.creationTimestamp";
        problems.add(
            new ManifestProblem(
                source,
                tree.line(node, field),
                name,
                field,
                "is no RFC 3339 time; the object counts as younger than all others",
                false));
      }
    }

    private void lost(int line, String object, String field, String reason) {
      problems.add(new ManifestProblem(source, line, object, field, reason, true));
    }
  }
}
