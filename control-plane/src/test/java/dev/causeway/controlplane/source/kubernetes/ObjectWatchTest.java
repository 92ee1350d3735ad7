package dev.causeway.controlplane.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.testkit.api.ApiRequest;
import dev.causeway.testkit.api.ScriptedApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A list that takes longer than an informer is otherwise given. */
class ObjectWatchTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int PAGES = 4;

  /** Longer than this test takes, so that no time passes but what it says. */
  private static final long GRACE = Duration.ofMinutes(10).toNanos();

  private final ScriptedApiServer server = new ScriptedApiServer();
  private final KubernetesClient client =
      new KubernetesClientBuilder()
          .withConfig(new ConfigBuilder().withMasterUrl(server.url()).build())
          .build();
  private final Queue<String> heard = new ConcurrentLinkedQueue<>();
  private final ObjectWatch watch =
      new ObjectWatch(
          WatchedKind.ROUTES,
          "",
          client.genericKubernetesResources(WatchedKind.ROUTES.context()).inAnyNamespace(),
          new ClusterFailure("of the test"),
          this::heard,
          _ -> {});
  private final long start = System.nanoTime();

  ObjectWatchTest() throws IOException {
    for (int i = 0; i < PAGES; i++) {
      server.put(
          "routes",
          """
          {"apiVersion": "route.openshift.io/v1", "kind": "Route",
           "metadata": {"namespace": "shop", "name": "r%d"}, "spec": {}}
          """
              .formatted(i));
    }
    server.listPageByPage();
  }

  @AfterEach
  void close() throws IOException {
    watch.close();
    client.close();
    server.close();
  }

  private SourceEvent heard(GenericKubernetesResource object) {
    heard.add(object.getMetadata().getName());
    return new SourceEvent.Stirred();
  }

  private void awaitHeard(int objects) {
    await().atMost(LIMIT).until(() -> heard.size() == objects);
  }

  /** Returns what is said when a grace has passed so often since the start. */
  private String trouble(int graces) {
    return watch.trouble(start + graces * GRACE, GRACE);
  }

  private long lists() {
    return server.requests().stream()
        .filter(request -> !request.isWatch())
        .filter(request -> request.parameter("continue").isEmpty())
        .count();
  }

  @Test
  void listThatGoesOnIsNeitherTroubleNorBegunAnew() {
    watch.start();
    awaitHeard(1);
    assertThat(trouble(5)).isEmpty();
    server.nextPage();
    awaitHeard(2);
    assertThat(trouble(10)).isEmpty();
    server.nextPage();
    awaitHeard(3);
    assertThat(trouble(15)).isEmpty();
    server.nextPage();
    awaitHeard(PAGES);
    await().atMost(LIMIT).until(() -> server.requests().stream().anyMatch(ApiRequest::isWatch));
    watch.listed();
    await().atMost(LIMIT).until(() -> trouble(100).isEmpty());
    assertThat(lists()).isOne();
  }

  @Test
  void listThatDoesNotGoOnIsTroubleAndBegunAnew() {
    watch.start();
    awaitHeard(1);
    assertThat(trouble(5)).isEmpty();
    assertThat(trouble(7))
        .isEqualTo("the API server of the test has not answered about routes.route.openshift.io");
    assertThat(lists()).isOne();
    assertThat(trouble(12)).isNotEmpty();
    await().atMost(LIMIT).until(() -> lists() == 2);
  }
}
