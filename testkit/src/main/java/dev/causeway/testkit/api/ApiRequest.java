package dev.causeway.testkit.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request as an API server gets it.
 *
 * @param method method
 * @param target request target
 * @param headers headers by lower-case name
 * @param body body
 */
public record ApiRequest(String method, String target, Map<String, String> headers, String body) {

  /** Reads the next request of a connection, or returns null at its end. */
  static @Nullable ApiRequest read(InputStream in) throws IOException {
    String first = line(in);
    if (first == null) {
      return null;
    }
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    List<String> words = List.of(first.split(" "));
    return new ApiRequest(words.get(0), words.get(1), headers, body);
  }

  private static @Nullable String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
      }
      line.write(b);
    }
    return null;
  }

  /** Returns the name of the resource, such as {@code routes}. */
  public String resource() {
    List<String> path = List.of(URI.create(target).getPath().substring(1).split("/"));
    int begin = path.getFirst().equals("api") ? 2 : 3;
    return path.size() > begin + 2 && path.get(begin).equals("namespaces")
        ? path.get(begin + 2)
        : path.size() > begin ? path.get(begin) : "";
  }

  /** Returns a parameter of the query, or an empty text. */
  public String parameter(String name) {
    String query = URI.create(target).getRawQuery();
    for (String each : query == null ? List.<String>of() : List.of(query.split("&"))) {
      if (each.startsWith(name + "=")) {
        return URLDecoder.decode(each.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  /** Returns whether the name that is selected, if one is, and the namespace are of this object. */
  boolean selects(ObjectNode object) {
    String selector = parameter("fieldSelector");
    String name = object.path("metadata").path("name").asText();
    String namespace = object.path("metadata").path("namespace").asText();
    boolean here =
        !target.contains("/namespaces/") || target.contains("/namespaces/" + namespace + "/");
    return here
        && (!selector.startsWith("metadata.name=") || selector.equals("metadata.name=" + name));
  }

  /** Returns a header, or an empty text. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** Returns whether this asks to watch. */
  public boolean isWatch() {
    return parameter("watch").equals("true");
  }

  /** Returns whether this asks for a WebSocket. */
  boolean isWebSocket() {
    return header("upgrade").equalsIgnoreCase("websocket");
  }

  /** Returns the version to watch from. */
  long version() {
    String version = parameter("resourceVersion");
    return version.isEmpty() ? 0 : Long.parseLong(version);
  }
}
