package dev.causeway.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The tree of one YAML document, with the lines its parts stand on.
 *
 * <p>No tag makes an object of a class; numbers that are not plain decimals, dates and the like
 * stay text, which is what the fields of manifests want.
 */
final class YamlTree {
  /** Limits what aliases can blow a document up to; a List of 100,000 Routes stays below. */
  private static final int MAX_NODES = 20_000_000;

  private static final int MAX_DEPTH = 100;
  private static final int MAX_CODE_POINTS = 1 << 30;

  private final int firstLine;
  private final Node root;

  private YamlTree(int firstLine, Node root) {
    this.firstLine = firstLine;
    this.root = root;
  }

  /**
   * Parses a document.
   *
   * @return the tree, or null for an empty document
   * @throws SyntaxException if it is no YAML
   */
  static @Nullable YamlTree parse(YamlDocument document) throws SyntaxException {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CODE_POINTS);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(Integer.MAX_VALUE);
    try {
      Node root = new Yaml(options).compose(new StringReader(document.text()));
      return root == null ? null : new YamlTree(document.line(), root);
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
      // The message of the exception quotes the text around, which may be a key.
      String problem = Objects.requireNonNullElse(e.getProblem(), "not valid YAML");
      int line = mark == null ? 0 : Math.min(mark.getLine(), lastLine(document.text()));
      throw new SyntaxException(document.line() + line, problem);
    } catch (YAMLException e) {
      throw new SyntaxException(document.line(), "not valid YAML");
    }
  }

  /** Returns the last line of a text that holds anything; what ends too early ends there. */
  private static int lastLine(String text) {
    int end = text.length();
    // A tab is an error of its own line.
    while (end > 0 && " \r\n".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return Math.max(0, Math.toIntExact(text.substring(0, end).lines().count()) - 1);
  }

  /** Returns the root of the tree. */
  Node root() {
    return root;
  }

  /** Returns the line a node begins on. */
  int line(Node node) {
    return firstLine + node.getStartMark().getLine();
  }

  /** Returns the line of the deepest part of {@code path} that exists below {@code from}. */
  int line(Node from, String path) {
    Node node = from;
    int line = line(from);
    String rest = path;
    while (!rest.isEmpty()) {
      Step step = step(node, rest);
      if (step == null) {
        return line;
      }
      line = line(step.place);
      node = step.value;
      rest = rest.substring(step.length).replaceFirst("^\\.", "");
    }
    return line;
  }

  /** Takes the longest key or the index that {@code path} begins with; keys may contain dots. */
  private static @Nullable Step step(Node node, String path) {
    Step best = null;
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key
            && begins(path, key.getValue())
            && (best == null || key.getValue().length() > best.length)) {
          best = new Step(key, tuple.getValueNode(), key.getValue().length());
        }
      }
    } else if (node instanceof SequenceNode sequence && path.matches("\\[[0-9]{1,6}].*")) {
      int end = path.indexOf(']');
      int index = Integer.parseInt(path.substring(1, end));
      if (index < sequence.getValue().size()) {
        Node item = sequence.getValue().get(index);
        best = new Step(item, item, end + 1);
      }
    }
    return best;
  }

  private static boolean begins(String path, String key) {
    return path.startsWith(key)
        && (path.length() == key.length() || ".[".indexOf(path.charAt(key.length())) >= 0);
  }

  private record Step(Node place, Node value, int length) {}

  /** Returns the nodes of the field {@code name} of {@code node} where that is a sequence. */
  static List<Node> sequence(Node node, String name) {
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key
            && key.getValue().equals(name)
            && tuple.getValueNode() instanceof SequenceNode sequence) {
          return sequence.getValue();
        }
      }
    }
    return List.of();
  }

  /** Returns the text of the field {@code name} of {@code node}, or an empty text. */
  static String text(Node node, String name) {
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key
            && key.getValue().equals(name)
            && tuple.getValueNode() instanceof ScalarNode value) {
          return value.getValue();
        }
      }
    }
    return "";
  }

  /**
   * Returns {@code node} as JSON.
   *
   * @throws SyntaxException if it contains itself, a key twice, or more nodes than are sensible
   */
  JsonNode json(Node node) throws SyntaxException {
    return new Conversion().convert(node, 0);
  }

  private final class Conversion {
    private final JsonNodeFactory factory = JsonNodeFactory.instance;
    private int count;

    JsonNode convert(Node node, int depth) throws SyntaxException {
      if (depth > MAX_DEPTH || ++count > MAX_NODES) {
        throw new SyntaxException(line(node), "nested too deeply or too large");
      }
      return switch (node) {
        case ScalarNode scalar -> scalar(scalar);
        case SequenceNode sequence -> {
          ArrayNode array = factory.arrayNode(sequence.getValue().size());
          for (Node item : sequence.getValue()) {
            array.add(convert(item, depth + 1));
          }
          yield array;
        }
        case MappingNode mapping -> mapping(mapping, depth);
        default -> throw new SyntaxException(line(node), "not valid YAML");
      };
    }

    private ObjectNode mapping(MappingNode mapping, int depth) throws SyntaxException {
      ObjectNode object = factory.objectNode();
      ObjectNode merged = factory.objectNode();
      for (NodeTuple tuple : mapping.getValue()) {
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
          throw new SyntaxException(line(tuple.getKeyNode()), "a key is not a plain text");
        }
        JsonNode value = convert(tuple.getValueNode(), depth + 1);
        if (key.getTag().equals(Tag.MERGE)) {
          merge(merged, value);
        } else if (object.replace(key.getValue(), value) != null) {
          throw new SyntaxException(line(key), "the key " + key.getValue() + " is given twice");
        }
      }
      for (Map.Entry<String, JsonNode> entry : merged.properties()) {
        object.putIfAbsent(entry.getKey(), entry.getValue());
      }
      return object;
    }

    private void merge(ObjectNode into, JsonNode value) {
      if (value instanceof ArrayNode many) {
        many.forEach(each -> merge(into, each));
      }
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        into.putIfAbsent(entry.getKey(), entry.getValue());
      }
    }

    private JsonNode scalar(ScalarNode scalar) {
      String value = scalar.getValue();
      if (scalar.getTag().equals(Tag.NULL)) {
        return NullNode.getInstance();
      }
      if (scalar.getTag().equals(Tag.INT) && value.matches("0|-?[1-9][0-9]{0,17}")) {
        long number = Long.parseLong(value);
        // The model's types tell an int from a text by the kind of node.
        return number == (int) number ? IntNode.valueOf((int) number) : LongNode.valueOf(number);
      }
      if (scalar.getTag().equals(Tag.BOOL) && value.matches("true|false")) {
        return BooleanNode.valueOf(value.equals("true"));
      }
      return TextNode.valueOf(value);
    }
  }

  /** Text that is no usable YAML. */
  static final class SyntaxException extends Exception {
    @java.io.Serial private static final long serialVersionUID = 1L;

    private final int line;
    private final String reason;

    SyntaxException(int line, String reason) {
      super(reason, null, false, false);
      this.line = line;
      this.reason = reason;
    }

    int line() {
      return line;
    }

    String reason() {
      return reason;
    }
  }
}
