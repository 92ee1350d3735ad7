package dev.causeway.controlplane.leader;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An API server on a socket that keeps objects, refuses stale versions, counts what it is asked,
 * and answers what a test wants where it wants.
 */
public final class FakeApiServer implements AutoCloseable {
  /** One request. */
  public record Asked(String client, String method, String path) {}

  private final KubernetesCrudDispatcher objects =
      new KubernetesCrudDispatcher(
          List.of(
              new CustomResourceDefinitionContext.Builder()
                  .withGroup("route.openshift.io")
                  .withVersion("v1")
                  .withKind("Route")
                  .withPlural("routes")
                  .withScope("Namespaced")
                  .withStatusSubresource(true)
                  .build()));
  private final KubernetesMockServer server;
  private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
  private final Queue<KubernetesClient> clients = new ConcurrentLinkedQueue<>();
  private final ObjectMapper json = new ObjectMapper();
  private volatile Function<Asked, @Nullable MockResponse> script = _ -> null;

  public FakeApiServer() {
    server =
        new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new Scripted(), false);
    server.init();
  }

  private final class Scripted extends Dispatcher {
    @Override
    public MockResponse dispatch(RecordedRequest request) {
      Asked what =
          new Asked(
              String.valueOf(request.getHeader("User-Agent")),
              String.valueOf(request.getMethod()),
              String.valueOf(request.getPath()));
      asked.add(what);
      MockResponse scripted = script.apply(what);
      if (scripted != null) {
        return scripted;
      }
      return String.valueOf(request.getHeader("Content-Type")).contains("merge-patch")
          ? mergePatch(request)
          : objects.dispatch(request);
    }
  }

  /** As RFC 7386 has it; the library's own merge appends to lists. */
  private synchronized MockResponse mergePatch(RecordedRequest request) {
    String path = String.valueOf(request.getPath());
    int query = path.indexOf('?');
    path = query < 0 ? path : path.substring(0, query);
    MockResponse present = act(HttpMethod.GET, path.replaceFirst("/status$", ""), "");
    if (present.code() != 200) {
      return present;
    }
    try {
      JsonNode target = json.readTree(present.getBody().readUtf8());
      JsonNode patch = json.readTree(request.getBody().readUtf8());
      // The library does not look at the version where the status is written.
      String version = patch.path("metadata").path("resourceVersion").asText();
      if (!version.isEmpty()
          && !version.equals(target.path("metadata").path("resourceVersion").asText())) {
        return failure(409, "Conflict");
      }
      merge((ObjectNode) target, patch);
      return act(HttpMethod.PUT, path, json.writeValueAsString(target));
    } catch (JsonProcessingException e) {
      return failure(400, "BadRequest");
    }
  }

  private static void merge(ObjectNode target, JsonNode patch) {
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      if (field.getValue().isNull()) {
        target.remove(field.getKey());
      } else if (field.getValue().isObject()
          && target.get(field.getKey()) instanceof ObjectNode inner) {
        merge(inner, field.getValue());
      } else {
        target.set(field.getKey(), field.getValue());
      }
    }
  }

  /** Does at once what a client of another process would ask for; scripts may use it. */
  public synchronized MockResponse act(HttpMethod method, String path, String body) {
    return objects.dispatch(
        new RecordedRequest(
            "HTTP/1.1", method, path, Headers.builder().build(), new Buffer().writeUtf8(body)));
  }

  /** Answers with what {@code next} returns, or as an API server would where that is null. */
  public void script(Function<Asked, @Nullable MockResponse> next) {
    script = next;
  }

  /** Returns a client that calls itself {@code name}. */
  public KubernetesClient client(String name) {
    return client(name, new Interceptor() {});
  }

  /** Returns a client that calls itself {@code name} and shows what it asks. */
  public KubernetesClient client(String name, Interceptor shown) {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(server.url("/"))
            .withUserAgent(name)
            .withNamespace("causeway")
            .withRequestRetryBackoffLimit(0)
            .build();
    KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(config)
            .withHttpClientBuilderConsumer(
                builder -> builder.addOrReplaceInterceptor("SHOWN", shown))
            .build();
    clients.add(client);
    return client;
  }

  /** Returns what was asked with {@code method} on paths that contain {@code part}. */
  public List<Asked> asked(String method, String part) {
    return asked.stream()
        .filter(one -> one.method().equals(method) && one.path().contains(part))
        .toList();
  }

  /** Returns the answer of an API server that does not allow something. */
  public static MockResponse failure(int code, String reason) {
    return new MockResponse()
        .setResponseCode(code)
        .setBody(
            """
            {"kind":"Status","apiVersion":"v1","status":"Failure","reason":"%s","code":%d}"""
                .formatted(reason, code));
  }

  @Override
  public void close() {
    clients.forEach(KubernetesClient::close);
    server.destroy();
  }
}
