package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.router.suite.TestClient.Answer;
import dev.causeway.router.suite.TestClient.Stream;
import dev.causeway.router.transport.TrafficServer;
import dev.causeway.routing.model.Tuning;
import dev.causeway.testkit.Behaviour;
import org.junit.jupiter.api.Test;

/** What tuning options of the shard do to traffic. */
abstract class TuningSuite extends RoutingHarness {
  private static final int BUFFER = 65_536;
  private static final int REWRITE = 4_096;
  private static final long SHORT_MILLIS = 300;
  private static final long LONG_MILLIS = 600_000;

  @Override
  void extend(Routes routes) {
    routes.keepAlive(700);
    fins(routes, SHORT_MILLIS, LONG_MILLIS);
  }

  /** Far apart, so that each test can end by the limit it is about and by no other. */
  private static Routes fins(Routes routes, long clientMillis, long serverMillis) {
    return routes.tuning(new Tuning(clientMillis, serverMillis, BUFFER, REWRITE, 50_000));
  }

  private static String header(int bytes) {
    return "X-Long: " + "a".repeat(bytes);
  }

  @Test
  @Behaviour("RO-014")
  void aLargerBufferTakesLargerHeads() throws Exception {
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      Answer answer = client.get("app.apps.test", "/", header(50_000));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(one().nextRequest().header("x-long")).hasSize(50_000);
    }
  }

  @Test
  @Behaviour("RO-015")
  void theReserveIsNotForClients() throws Exception {
    try (TestClient client = plain()) {
      Answer answer = client.get("app.apps.test", "/", header(BUFFER - REWRITE + 1));
      assertThat(answer.status()).isEqualTo(431);
    }
    proxied(1);
    try (TestClient client = plain()) {
      Answer answer = client.get("app.apps.test", "/", header(BUFFER - REWRITE - 200));
      assertThat(answer.status()).isEqualTo(200);
    }
  }

  @Test
  @Behaviour("RO-014")
  void headsOfEndpointsMayUseTheWholeBuffer() throws Exception {
    proxied(2);
    try (TestClient client = plain()) {
      Answer large = client.get("app.apps.test", "/big?" + (BUFFER - 1_000));
      assertThat(large.status()).isEqualTo(200);
      assertThat(large.head().first("x-big")).hasSize(BUFFER - 1_000);
      assertThat(client.get("app.apps.test", "/big?" + BUFFER).status()).isEqualTo(502);
    }
  }

  @Test
  @Behaviour("RO-007")
  void idleConnectionsAreClosed() throws Exception {
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      assertThat(client.get("app.apps.test", "/").status()).isEqualTo(200);
      TrafficServer server = router().bean(TrafficServer.class);
      await().atMost(PATIENCE).until(() -> server.connectionCount() == 0);
    }
  }

  @Test
  @Behaviour("RO-005")
  void tunnelEndsOnceTheClientHasClosedItsHalfAndTheEndpointIsSilent() throws Exception {
    proxied(1);
    router().apply(fins(routes(), LONG_MILLIS, SHORT_MILLIS));
    try (TestClient client = client("app.apps.test")) {
      Stream stream = UpgradeSuite.open(client, "app.apps.test", "/ws-silent");
      assertThat(stream.head().status()).isIn(101, 200);
      stream.end();
      assertThat(ends(stream)).isTrue();
      one().release();
    }
  }

  @Test
  @Behaviour("RO-003")
  void tunnelEndsOnceTheEndpointIsGoneAndTheClientIsSilent() throws Exception {
    proxied(1);
    router().apply(fins(routes(), SHORT_MILLIS, LONG_MILLIS));
    double before = ended();
    try (TestClient client = client("app.apps.test")) {
      Stream stream = UpgradeSuite.open(client, "app.apps.test", "/ws-last");
      assertThat(StreamingSuite.readText(stream, 3)).isEqualTo("bye");
      assertThat(stream.read()).isNull();
      await().atMost(PATIENCE).until(() -> ended() == before + 1);
    }
  }

  private double ended() {
    return router().served("express") + router().served("gateway");
  }

  private static boolean ends(Stream stream) {
    try {
      return stream.read() == null;
    } catch (Exception e) {
      return true;
    }
  }
}
