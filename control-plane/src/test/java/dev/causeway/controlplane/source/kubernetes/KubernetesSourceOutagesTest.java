package dev.causeway.controlplane.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.controlplane.source.kubernetes.transport.WatchfulClientFactory;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.RouteInput;
import dev.causeway.testkit.Behaviour;
import dev.causeway.testkit.api.ApiRequest;
import dev.causeway.testkit.api.ScriptedApiServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The source while its API server misbehaves. */
class KubernetesSourceOutagesTest {
  /** Watches of the source: five resources, and Secrets. */
  private static final int WATCHES = 6;

  private final ScriptedApiServer server = new ScriptedApiServer();
  private final AtomicReference<String> token = new AtomicReference<>("first");
  private final KubernetesClient client =
      new KubernetesClientBuilder()
          .withHttpClientFactory(new WatchfulClientFactory(Duration.ofMillis(500)))
          .withConfig(
              new ConfigBuilder(Config.empty())
                  .withMasterUrl(server.url())
                  .withOauthTokenProvider(token::get)
                  .withWatchReconnectInterval(50)
                  .withRequestRetryBackoffInterval(10)
                  .withRequestRetryBackoffLimit(3)
                  .build())
          .build();
  private final Recorder recorder = new Recorder();
  private final KubernetesSource source =
      new KubernetesSource(
          client,
          new KubernetesSourceOptions(
              "controllers",
              "operands",
              Set.of(),
              "router",
              Set.of(),
              "config",
              Set.of(),
              Duration.ofSeconds(1)),
          recorder);

  KubernetesSourceOutagesTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    source.close();
    client.close();
    server.close();
  }

  private void route(String name, String host) {
    server.put(
        "routes",
        """
        {"apiVersion": "route.openshift.io/v1", "kind": "Route",
         "metadata": {"namespace": "shop", "name": "%s", "annotations": {"note": "Größe ✓"}},
         "spec": {"host": "%s", "to": {"kind": "Service", "name": "web"}}}
        """
            .formatted(name, host));
  }

  private void started() {
    route("kept", "kept.example.com");
    route("changed", "before.example.com");
    route("deleted", "deleted.example.com");
    source.start();
    recorder.until("first update", r -> !r.updates().isEmpty());
    untilWatching();
  }

  private void untilWatching() {
    await().atMost(Duration.ofMinutes(1)).until(() -> server.watches() == WATCHES);
  }

  private boolean hostIs(String name, String host) {
    return recorder.get(InputKind.ROUTE, "shop", name) instanceof RouteInput route
        && route.host().equals(host);
  }

  private void untilAfterTheGap() {
    recorder.until("changed", _ -> hostIs("changed", "after.example.com"));
    recorder.until("deleted", r -> !r.has(InputKind.ROUTE, "shop", "deleted"));
    recorder.until("created", r -> r.has(InputKind.ROUTE, "shop", "created"));
    assertThat(hostIs("kept", "kept.example.com")).isTrue();
  }

  private void changeInTheGap() {
    route("changed", "after.example.com");
    route("created", "created.example.com");
    server.delete("routes", "shop", "deleted");
  }

  @Test
  @Behaviour("RO-073")
  void missingDefinitionIsSaidAndWaitedFor() {
    server.refuse(request -> request.resource().equals("routes"), 404, "", 1_000);
    route("web", "www.example.com");
    source.start();
    recorder.until("said", r -> !r.troubles().isEmpty());
    assertThat(recorder.troubles().getFirst())
        .contains("does not serve routes.route.openshift.io (404)")
        .contains("install the chart causeway-crds");
    assertThat(recorder.updates()).isEmpty();
    server.relent();
    recorder.until("first update", _ -> hostIs("web", "www.example.com"));
    assertThat(recorder.troubles()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"routes", "endpointslices", "namespaces"})
  @Behaviour("RO-073")
  void nothingIsToldBeforeEveryKindWasRead(String late) {
    server.refuse(request -> request.resource().equals(late), 404, "", 1_000);
    route("web", "www.example.com");
    source.start();
    recorder.until("said", r -> !r.troubles().isEmpty());
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(server.watches()).isEqualTo(WATCHES - 2));
    assertThat(recorder.updates()).isEmpty();
    server.relent();
    recorder.until("first update", _ -> hostIs("web", "www.example.com"));
  }

  @Test
  void refusalIsSaidWithItsRemedy() {
    server.refuse(request -> request.resource().equals("services"), 403, "", 1_000);
    source.start();
    recorder.until("said", r -> !r.troubles().isEmpty());
    assertThat(recorder.troubles().getFirst())
        .contains("does not let this process list and watch services (403): bind the role");
  }

  @Test
  void whatDisappearsBeforeAnExpiredWatchIsListedAgainIsRemoved() {
    started();
    server.drop();
    server.expire();
    changeInTheGap();
    server.expire();
    untilAfterTheGap();
  }

  @Test
  void watchIsNotStuckWhereAStatusTellsThatItExpired() {
    started();
    server.expiryIsAStatus();
    server.drop();
    changeInTheGap();
    server.expire();
    untilAfterTheGap();
    recorder.until("current", r -> r.confirmations() > 0);
  }

  @Test
  void watchThatExpiresWhileItIsOpenIsListedAgain() {
    started();
    server.expireWatches();
    changeInTheGap();
    untilAfterTheGap();
    untilWatching();
  }

  @Test
  void droppedWatchGoesOnFromTheLastBookmark() {
    started();
    long bookmark = server.bookmark();
    route("changed", "told.example.com");
    recorder.until("told", _ -> hostIs("changed", "told.example.com"));
    int before = server.requests().size();
    server.drop();
    untilWatching();
    assertThat(server.requests().stream().skip(before))
        .noneMatch(request -> !request.isWatch())
        .filteredOn(request -> request.resource().equals("services"))
        .isNotEmpty()
        .allMatch(request -> request.parameter("resourceVersion").equals(Long.toString(bookmark)));
    route("changed", "after.example.com");
    recorder.until("changed", _ -> hostIs("changed", "after.example.com"));
  }

  @Test
  void watchesOfAServerThatVanishedWithoutAWordAreOpenedAgain() {
    started();
    int before = server.requests().size();
    server.vanish();
    untilWatching();
    assertThat(server.requests().stream().skip(before)).allMatch(ApiRequest::isWatch);
    route("changed", "after.example.com");
    recorder.until("changed", _ -> hostIs("changed", "after.example.com"));
  }

  @Test
  void stateStaysWhileTheServerIsGone() throws IOException {
    started();
    int updates = recorder.updates().size();
    server.down();
    recorder.until("said", r -> !r.troubles().isEmpty());
    assertThat(recorder.troubles().getFirst())
        .contains(server.url())
        .endsWith("what was read last stays in force");
    assertThat(recorder.updates()).hasSize(updates);
    assertThat(recorder.has(InputKind.ROUTE, "shop", "deleted")).isTrue();
    server.up();
    recorder.until("current", r -> r.confirmations() > 0);
    server.drop();
    changeInTheGap();
    server.expire();
    untilAfterTheGap();
  }

  @Test
  void throttlingIsWaitedOut() {
    server.refuse(request -> !request.isWatch(), 429, "Retry-After: 1\r\n", 4);
    server.refuse(ApiRequest::isWatch, 429, "Retry-After: 1\r\n", 4);
    started();
    route("created", "created.example.com");
    recorder.until("created", r -> r.has(InputKind.ROUTE, "shop", "created"));
  }

  @Test
  void rotatedTokenIsUsed() {
    server.requireToken("first");
    started();
    token.set("second");
    server.requireToken("second");
    server.drop();
    untilWatching();
    route("created", "created.example.com");
    recorder.until("created", r -> r.has(InputKind.ROUTE, "shop", "created"));
  }

  @Test
  void eventThatIsNoneLeadsToANewList() {
    started();
    server.garble("routes");
    route("created", "created.example.com");
    recorder.until("created", r -> r.has(InputKind.ROUTE, "shop", "created"));
  }

  @Test
  void plainHttpWatchesServeWhereWebSocketsCannotPass() {
    server.withoutWebSockets();
    started();
    changeInTheGap();
    untilAfterTheGap();
    assertThat(
            Objects.requireNonNull(recorder.get(InputKind.ROUTE, "shop", "changed"))
                .metadata()
                .annotations())
        .containsEntry("note", "Größe ✓");
  }

  @Test
  void nothingIsHeldAfterClose() {
    started();
    source.close();
    await().atMost(Duration.ofMinutes(1)).until(() -> server.watches() == 0);
    int updates = recorder.updates().size();
    route("created", "created.example.com");
    assertThat(recorder.updates()).hasSize(updates);
  }
}
