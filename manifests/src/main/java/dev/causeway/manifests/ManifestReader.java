package dev.causeway.manifests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.causeway.manifests.YamlTree.SyntaxException;
import dev.causeway.routing.input.Input;
import dev.causeway.routing.input.Origin;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import io.fabric8.openshift.api.model.Route;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads manifests as {@code oc get -o yaml}, {@code kubectl} or people write them: YAML streams,
 * JSON, {@code List} kinds. Stateless; any thread may read.
 */
public final class ManifestReader {
  private static final Pattern ESCAPED_SLASH = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*+)\\\\/");

  private final ObjectMapper mapper =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

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
      Known known = Known.of(kind, apiVersion);
      if (known == null) {
        ignored.merge(kind.isEmpty() ? "(no kind)" : kind, 1, Integer::sum);
        return;
      }
      String name = "";
      try {
        JsonNode json = tree.json(node);
        name = name(kind, json);
        if (json instanceof ObjectNode object) {
          // Never read, and the largest part of what the API server prints.
          object.remove("status");
          if (object.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
          }
        }
        Origin origin = new Origin(source, tree.line(node));
        switch (known) {
          case ROUTE -> objects.add(RouteMapping.map(as(json, Route.class), origin));
          case SERVICE -> objects.add(ServiceMapping.map(as(json, Service.class), origin));
          case ENDPOINT_SLICE ->
              objects.add(ServiceMapping.map(as(json, EndpointSlice.class), origin));
          case SECRET -> objects.add(SecretMapping.map(as(json, Secret.class), origin));
          case NAMESPACE -> objects.add(SecretMapping.map(as(json, Namespace.class), origin));
          case INGRESS_CONTROLLER ->
              objects.add(
                  IngressControllerMapping.map(
                      as(json.path("metadata"), ObjectMeta.class), json, origin));
          case INGRESS ->
              ingresses.add(
                  IngressMapping.map(
                      as(json, Ingress.class), origin, field -> tree.line(node, field)));
          case INGRESS_CLASS ->
              ingresses.add(IngressMapping.map(as(json, IngressClass.class), origin));
        }
        remarks(tree, node, name, json);
      } catch (SyntaxException e) {
        lost(e.line(), name, "", "cannot be parsed: " + e.reason());
      } catch (FieldException e) {
        lost(tree.line(node, e.field()), name, e.field(), e.reason());
      } catch (JsonMappingException e) {
        String field = path(e);
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

  private <T> T as(JsonNode json, Class<T> type) throws JsonProcessingException {
    return mapper.treeToValue(json, type);
  }

  private static String name(String kind, JsonNode json) {
    String name = json.path("metadata").path("name").asText("");
    String namespace = json.path("metadata").path("namespace").asText("");
    return name.isEmpty()
        ? kind
        : namespace.isEmpty() ? kind + " " + name : kind + " " + namespace + "/" + name;
  }

  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference reference : e.getPath()) {
      if (reference.getFieldName() == null) {
        path.append('[').append(reference.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
      }
    }
    return path.toString();
  }

  /** The kinds that routing reads. */
  private enum Known {
    ROUTE,
    SERVICE,
    ENDPOINT_SLICE,
    SECRET,
    NAMESPACE,
    INGRESS_CONTROLLER,
    INGRESS,
    INGRESS_CLASS;

    /** Returns the kind, or null for kinds and API groups that routing has no use for. */
    static @Nullable Known of(String kind, String apiVersion) {
      return switch (apiVersion + "/" + kind) {
        case "route.openshift.io/v1/Route", "v1/Route" -> ROUTE;
        case "v1/Service" -> SERVICE;
        case "discovery.k8s.io/v1/EndpointSlice" -> ENDPOINT_SLICE;
        case "v1/Secret" -> SECRET;
        case "v1/Namespace" -> NAMESPACE;
        case "operator.openshift.io/v1/IngressController" -> INGRESS_CONTROLLER;
        case "networking.k8s.io/v1/Ingress" -> INGRESS;
        case "networking.k8s.io/v1/IngressClass" -> INGRESS_CLASS;
        default -> null;
      };
    }
  }
}
