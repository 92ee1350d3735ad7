package dev.causeway.router.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.suite.LeakCheck;
import dev.causeway.testkit.Behaviour;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Endpoints that speak HTTP/2 with prior knowledge. */
@ExtendWith(LeakCheck.class)
final class H2cUpstreamTest {
  private final Http2Origin origin = new Http2Origin();
  private final TestRouter router = new TestRouter().serving(origin.endpoint());

  @AfterEach
  void close() {
    router.close();
    origin.close();
  }

  @Test
  @Behaviour({"TLS-024", "TLS-031"})
  void bodiesFlowBothWaysAndTrailersArrive() throws InterruptedException {
    try (Wire client = router.client()) {
      client.send(
          "POST /svc/Call HTTP/1.1\r\nHost: app.test\r\nTE: trailers\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.send("4\r\nping\r\n");
      assertThat(client.head()).containsIgnoringCase("x-origin: h2");
      assertThat(client.until("ping")).contains("ping");
      client.send("4\r\npong\r\n0\r\n\r\n");
      assertThat(client.until("grpc-status: 0\r\n\r\n").toLowerCase(Locale.ROOT)).contains("pong");
    }
    var seen = origin.requests.take();
    assertThat(seen.path()).hasToString("/svc/Call");
    assertThat(seen.authority()).hasToString("app.test");
    assertThat(seen.get("te")).hasToString("trailers");
    assertThat(seen.contains("transfer-encoding")).isFalse();
  }

  @Test
  void requestsShareOneConnection() {
    try (Wire client = router.client();
        Wire other = router.client()) {
      for (int i = 0; i < 3; i++) {
        client.send("GET /a HTTP/1.1\r\nHost: app.test\r\n\r\n");
        other.send("GET /b HTTP/1.1\r\nHost: app.test\r\n\r\n");
        assertThat(client.until("grpc-status: 0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
        assertThat(other.until("grpc-status: 0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
      }
    }
    assertThat(origin.connections.get()).isEqualTo(1);
  }

  @Test
  void resetStreamIs502AndTheConnectionLivesOn() {
    try (Wire client = router.client()) {
      client.send("GET /reset HTTP/1.1\r\nHost: app.test\r\n\r\n");
      assertThat(client.message()).startsWith("HTTP/1.1 502 ");
      client.send("GET /fine HTTP/1.1\r\nHost: app.test\r\n\r\n");
      assertThat(client.head()).startsWith("HTTP/1.1 200 ");
    }
    assertThat(origin.connections.get()).isEqualTo(1);
  }

  @Test
  void requestOnANewConnectionThatClosesIsNotSentAgain() {
    try (Wire client = router.client()) {
      client.send("GET /close HTTP/1.1\r\nHost: app.test\r\n\r\n");
      assertThat(client.message()).startsWith("HTTP/1.1 502 ");
    }
    assertThat(origin.requests).hasSize(1);
  }

  @Test
  void largeBodiesPassFlowControl() {
    int size = 3 * 1024 * 1024;
    try (Wire client = router.client()) {
      client.send("POST /big HTTP/1.1\r\nHost: app.test\r\nContent-Length: " + size + "\r\n\r\n");
      Thread.ofVirtual().start(() -> client.send(new byte[size]));
      client.head();
      String body = client.until("grpc-status: 0\r\n\r\n");
      assertThat(body.chars().filter(c -> c == 0).count()).isEqualTo(size);
    }
  }

  /** Only what is offered by ALPN follows the annotation. */
  @Test
  @Behaviour("TLS-024")
  void appProtocolDecidesWhereHttp2IsSwitchedOff() {
    router.with(Routes.settings(false, 5_000));
    try (Wire client = router.client()) {
      client.send("GET /a HTTP/1.1\r\nHost: app.test\r\n\r\n");
      assertThat(client.head()).startsWith("HTTP/1.1 200 ").containsIgnoringCase("x-origin: h2");
    }
  }

  @Test
  @Behaviour("TLS-032")
  void upgradeTowardsSuchAnEndpointIs502() {
    try (Wire client = router.client()) {
      client.send(
          "GET / HTTP/1.1\r\nHost: app.test\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\n");
      assertThat(client.message()).startsWith("HTTP/1.1 502 ");
    }
  }
}
