package dev.causeway.helm;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * As much of an API server as {@code lookup} asks for: discovery of four kinds, and objects by
 * name.
 *
 * <p>Helm finds it through the file that the variable {@code KUBECONFIG} names, which the build
 * sets for this module's tests.
 */
final class StubCluster implements AutoCloseable {
  private static final String NOT_FOUND =
      """
      {"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","code":404}""";

  private final HttpServer server;
  private final Map<String, String> answers = new HashMap<>();

  StubCluster(List<String> objects) {
    discover("/api/v1", "v1", "namespaces/Namespace/false", "secrets/Secret/true");
    discover(
        "/apis/apiextensions.k8s.io/v1",
        "apiextensions.k8s.io/v1",
        "customresourcedefinitions/CustomResourceDefinition/false");
    discover(
        "/apis/apiregistration.k8s.io/v1",
        "apiregistration.k8s.io/v1",
        "apiservices/APIService/false");
    for (String object : objects) {
      JsonNode node = Documents.single(object);
      answers.put(path(node), node.toString());
    }
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", this::answer);
      server.start();
      Files.writeString(kubeconfig(), configuration(server.getAddress().getPort()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path kubeconfig() {
    String file = System.getenv("KUBECONFIG");
    if (file == null || !file.endsWith("/target/kubeconfig")) {
      throw new IllegalStateException(
          "KUBECONFIG must name a file below helm/target, as the build sets it; it is " + file);
    }
    return Path.of(file);
  }

  private static String configuration(int port) {
    return """
        apiVersion: v1
        kind: Config
        clusters: [{name: stub, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: nobody, user: {}}]
        contexts: [{name: stub, context: {cluster: stub, user: nobody}}]
        current-context: stub
        """
        .formatted(port);
  }

  private void discover(String path, String version, String... resources) {
    StringBuilder list = new StringBuilder();
    for (String resource : resources) {
      String[] parts = resource.split("/", -1);
      list.append(list.isEmpty() ? "" : ",")
          .append(
              """
              {"name":"%s","singularName":"","kind":"%s","namespaced":%s,"verbs":["get"]}"""
                  .formatted(parts[0], parts[1], parts[2]));
    }
    answers.put(
        path,
        """
        {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"%s","resources":[%s]}"""
            .formatted(version, list));
  }

  private static String path(JsonNode object) {
    String version = object.path("apiVersion").asText();
    String base = version.contains("/") ? "/apis/" + version : "/api/" + version;
    String namespace = Rendered.namespace(object);
    String plural =
        switch (Rendered.kind(object)) {
          case "Namespace" -> "namespaces";
          case "Secret" -> "secrets";
          case "CustomResourceDefinition" -> "customresourcedefinitions";
          case "APIService" -> "apiservices";
          default -> throw new IllegalArgumentException(Rendered.id(object));
        };
    return base
        + (namespace.isEmpty() ? "" : "/namespaces/" + namespace)
        + "/"
        + plural
        + "/"
        + Rendered.name(object);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String found = answers.get(exchange.getRequestURI().getPath());
      byte[] body = (found == null ? NOT_FOUND : found).getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(found == null ? 404 : 200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
