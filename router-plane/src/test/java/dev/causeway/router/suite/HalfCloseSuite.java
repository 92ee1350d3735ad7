package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.router.engine.Engine;
import dev.causeway.router.suite.TestClient.Call;
import dev.causeway.router.suite.TestClient.Stream;
import dev.causeway.routing.model.Balancing;
import dev.causeway.routing.model.ClosedClients;
import dev.causeway.testkit.Behaviour;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Clients that send what they have to say, close that half, and read on (RFC 9112, 9.6). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HalfCloseSuite extends OriginHarness {
  private static final String HOST = "half.test";
  private static final int BIG = 16 << 20;

  private TestRouter router;

  /** Whether plans without filters take the express path. */
  abstract boolean express();

  @BeforeAll
  void startRouter() {
    router = TestRouter.start(List.of(), "causeway.router.express=" + (express() ? "on" : "off"));
  }

  @AfterAll
  void stopRouter() {
    router.close();
  }

  @BeforeEach
  void continueWithoutClients() throws Exception {
    apply(ClosedClients.CONTINUE);
  }

  /** Nothing of any test is left over: no connection, no exchange. */
  @AfterEach
  void everythingEnded() {
    for (String gauge : List.of("causeway.client.connections", "causeway.requests.active")) {
      await(gauge).atMost(RoutingHarness.PATIENCE).until(() -> gauge(gauge) == 0);
    }
  }

  private double gauge(String name) {
    return router.bean(MeterRegistry.class).get(name).gauges().stream()
        .mapToDouble(gauge -> gauge.value())
        .sum();
  }

  private void apply(ClosedClients policy) throws Exception {
    router.apply(
        new Routes()
            .balancing(new Balancing(5_000, policy))
            .add(TestCertificates.resource(Routes.SHARD, "own", TestCertificates.selfSigned(HOST)))
            .certificate(HOST, "own")
            .upstream("one", origin())
            .both(HOST, "", "one"));
  }

  private Http1Client client() throws Exception {
    return Http1Client.plain(router.httpPort());
  }

  private static String get(String target) {
    return "GET " + target + " HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n";
  }

  private static void say(Http1Client client, String text) throws Exception {
    client.raw(text.getBytes(StandardCharsets.ISO_8859_1));
    client.endInput();
  }

  private static String everything(Http1Client client) throws Exception {
    var all = new ByteArrayOutputStream();
    for (byte[] part = client.rawRead(); part != null; part = client.rawRead()) {
      all.writeBytes(part);
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  @Test
  @Behaviour("RO-040")
  void whatWasAskedIsAnsweredAndTheConnectionCloses() throws Exception {
    try (Http1Client client = client()) {
      say(client, get("/slow"));
      origin().nextRequest();
      origin().release();
      assertThat(everything(client))
          .startsWith("HTTP/1.1 200 OK\r\n")
          .containsIgnoringCase("connection: close\r\n")
          .endsWith("\r\n\r\n0");
    }
  }

  @Test
  @Behaviour("RO-040")
  void aBodyThatWasSentCompletelyCounts() throws Exception {
    try (Http1Client client = client()) {
      String head = "POST /slow HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 300000\r\n\r\n";
      say(client, head + "b".repeat(300_000));
      origin().nextRequest();
      origin().release();
      assertThat(everything(client)).endsWith("\r\n\r\n300000");
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredAndTheRestIsNone() throws Exception {
    try (Http1Client client = client()) {
      say(client, get("/slow") + get("/error") + get("/second") + "GET /third HT");
      origin().nextRequest();
      origin().release();
      assertThat(everything(client))
          .matches("(?s)HTTP/1.1 200 .*HTTP/1.1 503 .*origin says 503HTTP/1.1 200 .*origin");
    }
    assertThat(origin().requestCount()).isEqualTo(3);
  }

  @Test
  void whatFollowsAnAnswerOfTheRouterItselfIsAnsweredToo() throws Exception {
    try (Http1Client client = client()) {
      say(client, get(Engine.HEALTH_PATH) + get(Engine.HEALTH_PATH) + get("/second"));
      assertThat(everything(client)).matches("(?s)(HTTP/1.1 200 .*){3}");
    }
    assertThat(origin().requestCount()).isEqualTo(1);
  }

  @Test
  void aPipelinedRequestThatEndsTooEarlyIsGivenUp() throws Exception {
    try (Http1Client client = client()) {
      String head = "POST / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 10\r\n\r\n";
      say(client, get("/slow") + head + "half");
      origin().nextRequest();
      origin().release();
      assertThat(everything(client)).startsWith("HTTP/1.1 200 ").doesNotContain("HTTP/1.1 4");
    }
  }

  @Test
  void aResponseLargerThanAllBuffersArrives() throws Exception {
    try (Http1Client client = client()) {
      say(client, get("/large?size=" + BIG));
      // The end of input is seen in the middle of it.
      origin().nextRequest();
      assertThat(everything(client).length()).isGreaterThan(BIG);
    }
  }

  @Test
  void aResponseThatIsOnlyOnItsWayArrives() throws Exception {
    try (Http1Client client = client()) {
      client.raw(get("/large?size=" + (1 << 20)).getBytes(StandardCharsets.ISO_8859_1));
      await().atMost(RoutingHarness.PATIENCE).until(() -> origin().moved() == 1 << 20);
      client.endInput();
      assertThat(everything(client).length()).isGreaterThan(1 << 20);
    }
  }

  @Test
  void anUpgradeIsAHalfClosedTunnel() throws Exception {
    try (Http1Client client = client()) {
      String wish = "Connection: Upgrade\r\nUpgrade: chat/2\r\n\r\n";
      say(client, "GET /ws-late HTTP/1.1\r\nHost: " + HOST + "\r\n" + wish + "first words");
      assertThat(everything(client)).startsWith("HTTP/1.1 101 ").endsWith("\r\n\r\nat last");
    }
  }

  @Test
  @Behaviour("RO-040")
  void anIncompleteRequestIsAborted() throws Exception {
    try (Http1Client client = client()) {
      say(client, "POST /slow HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 10\r\n\r\nhalf");
      assertThat(everything(client)).isEmpty();
    }
    try (Http1Client client = client()) {
      say(client, "GET /slow HTTP/1.1\r\nHost: ");
      assertThat(everything(client)).isEmpty();
    }
  }

  @Test
  @Behaviour("RO-040")
  void underAbortTheEndOfInputEndsTheExchange() throws Exception {
    apply(ClosedClients.ABORT);
    try (Http1Client client = client()) {
      client.raw(get("/never").getBytes(StandardCharsets.ISO_8859_1));
      origin().nextRequest();
      client.endInput();
      assertThat(origin().nextBreak()).isEqualTo("/never");
      assertThat(everything(client)).isEmpty();
    }
  }

  @Test
  void aClientThatIsGoneIsNoticedByWhatIsWrittenToIt() throws Exception {
    Http1Client client = client();
    Stream stream = client.send(Call.get(HOST, "/large?size=" + (1L << 30)));
    assertThat(stream.read()).isNotEmpty();
    client.close();
    assertThat(origin().nextBreak()).startsWith("/large");
  }

  @Test
  void aTlsClientThatClosesItsHalfOfTheSocketIsAnswered() throws Exception {
    try (Http1Client client =
        Http1Client.tls(router.httpsPort(), HOST, TestCertificates.trustingClient())) {
      client.raw(get("/slow").getBytes(StandardCharsets.ISO_8859_1));
      origin().nextRequest();
      client.endSocketInput();
      origin().release();
      assertThat(everything(client)).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n0");
    }
  }

  /** BoringSSL closes both halves; see ADR 3. */
  @Test
  void aTlsClientThatSaysItIsFinishedIsGone() throws Exception {
    try (Http1Client client =
        Http1Client.tls(router.httpsPort(), HOST, TestCertificates.trustingClient())) {
      client.raw(get("/slow").getBytes(StandardCharsets.ISO_8859_1));
      origin().nextRequest();
      client.endInput();
      assertThat(everything(client)).isEmpty();
      origin().release();
    }
  }
}
