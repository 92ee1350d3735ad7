package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.routing.model.ClientConnections;
import dev.causeway.testkit.Behaviour;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How a router ends, and what of that the shard's settings decide. */
final class ShutdownTest extends OriginHarness {
  private static final String GET = "GET /p HTTP/1.1\r\nHost: app.test\r\n\r\n";

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private TestRouter start(ClientConnections connections, String... properties) {
    TestRouter router = TestRouter.start(List.of(), properties);
    router.apply(
        new Routes().connections(connections).upstream("up", origin()).both("app.test", "", "up"));
    return router;
  }

  @Test
  @Behaviour("RO-017")
  void hardStopCutsWhatIsLeftAndEndsTheRouter() throws Exception {
    TestRouter router =
        start(
            new ClientConnections(false, false, false, 500),
            "causeway.router.shutdown-delay=1h",
            "causeway.router.drain-timeout=1h",
            "spring.lifecycle.timeout-per-shutdown-phase=3h");
    try (Http1Client client = Http1Client.plain(router.httpPort())) {
      client.raw(ascii("GET /never HTTP/1.1\r\nHost: app.test\r\n\r\n"));
      origin().nextRequest();
      long begun = System.nanoTime();
      CompletableFuture<Void> closed = CompletableFuture.runAsync(router::close);
      assertThat(client.rawRead()).isNull();
      closed.get(30, TimeUnit.SECONDS);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(490));
    }
  }

  @Test
  @Behaviour("RO-079")
  void servesOnForTheDelayThenTakesNobodyAndCutsWhatIsLeft() throws Exception {
    TestRouter router =
        start(
            new ClientConnections(false, false, false, 0),
            "causeway.router.shutdown-delay=5s",
            "causeway.router.drain-timeout=2s");
    int http = router.httpPort();
    int management = router.managementPort();
    try (Http1Client held = Http1Client.plain(http)) {
      held.raw(ascii("GET /never HTTP/1.1\r\nHost: app.test\r\n\r\n"));
      origin().nextRequest();
      long begun = System.nanoTime();
      CompletableFuture<Void> closed = CompletableFuture.runAsync(router::close);
      await()
          .atMost(RoutingHarness.PATIENCE)
          .until(() -> answer(management, "localhost", "/healthz/ready") == 503);
      assertThat(answer(http, "app.test", "/")).as("although it is not ready").isEqualTo(200);
      assertThat(since(begun)).as("within the delay").isLessThan(Duration.ofSeconds(5));
      await().atMost(RoutingHarness.PATIENCE).until(() -> refusesToConnect(http));
      assertThat(since(begun)).isGreaterThanOrEqualTo(Duration.ofSeconds(5));
      assertThat(held.rawRead()).as("cut at the limit").isNull();
      assertThat(since(begun)).isGreaterThanOrEqualTo(Duration.ofMillis(6_900));
      closed.get(30, TimeUnit.SECONDS);
    }
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private static int answer(int port, String host, String target) throws Exception {
    try (TestClient client = Http1Client.plain(port)) {
      return client.get(host, target).status();
    }
  }

  private static boolean refusesToConnect(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !socket.isConnected();
    } catch (ConnectException refused) {
      return true;
    }
  }

  @Test
  @Behaviour("RO-023")
  void proxyHeadersAreExpectedWhereTheShardSaysSo() throws Exception {
    try (TestRouter router = start(new ClientConnections(true, false, false, 0))) {
      try (Http1Client client = Http1Client.plain(router.httpPort())) {
        client.raw(ascii("PROXY TCP4 192.0.2.7 192.0.2.8 1234 80\r\n" + GET));
        assertThat(origin().nextRequest().header("x-forwarded-for")).isEqualTo("192.0.2.7");
      }
      try (Http1Client client = Http1Client.plain(router.httpPort())) {
        client.raw(ascii(GET));
        assertThat(client.rawRead()).isNull();
      }
    }
  }

  @Test
  void theRoutersOwnPropertyOverridesTheShard() throws Exception {
    try (TestRouter router =
        start(
            new ClientConnections(true, true, false, 0), "causeway.router.proxy-protocol=false")) {
      try (Http1Client client = Http1Client.plain(router.httpPort())) {
        assertThat(client.get("app.test", "/").status()).isEqualTo(200);
      }
    }
  }
}
