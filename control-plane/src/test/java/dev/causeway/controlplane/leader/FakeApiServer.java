package dev.causeway.controlplane.leader;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.util.HashMap;
import java.util.List;
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
      return scripted == null ? objects.dispatch(request) : scripted;
    }
  }

  /** Answers with what {@code next} returns, or as an API server would where that is null. */
  public void script(Function<Asked, @Nullable MockResponse> next) {
    script = next;
  }

  /** Returns a client that calls itself {@code name}. */
  public KubernetesClient client(String name) {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(server.url("/"))
            .withUserAgent(name)
            .withNamespace("causeway")
            .withRequestRetryBackoffLimit(0)
            .build();
    KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
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
