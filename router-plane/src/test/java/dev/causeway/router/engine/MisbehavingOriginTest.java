package dev.causeway.router.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.failure.FailureCategory;
import dev.causeway.router.suite.LeakCheck;
import dev.causeway.routing.model.ForwardedPolicy;
import dev.causeway.testkit.Behaviour;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Endpoints that refuse, fall silent, break off, lie or talk nonsense. */
@ExtendWith(LeakCheck.class)
final class MisbehavingOriginTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: app.test\r\n\r\n";

  private final Origin origin = new Origin();
  private final TestRouter router = new TestRouter().serving(origin.endpoint());

  @AfterEach
  void close() {
    router.close();
    origin.close();
  }

  private void serverTimeout(long millis) {
    router.with(
        Routes.host(
            "app.test",
            Routes.rule("", Routes.policies(millis, ForwardedPolicy.APPEND, null, null))));
  }

  private void awaitCounted(int statusClass, FailureCategory failure) {
    TestRouter.await(
        failure + " is counted",
        () -> router.engine.requests(TrafficPath.EXPRESS, statusClass, failure) == 1);
  }

  @Test
  @Behaviour("RO-031")
  void refusedConnectionsAreRetriedThenAnsweredWith503() {
    int port = origin.port();
    origin.close();
    router.serving(Origin.endpoint(port));
    try (Wire client = router.client()) {
      client.send(GET);
      assertThat(client.rest()).startsWith("HTTP/1.1 503 ");
    }
    assertThat(router.engine.upstreamConnectFailures()).isEqualTo(4);
    awaitCounted(5, FailureCategory.CONNECT_FAILED);
  }

  /** A host that drops packets, as a full queue does: nobody says that nobody is there. */
  @Test
  @Behaviour({"RO-001", "RO-031"})
  void silentConnectionsTimeOutAreRetriedThenAnsweredWith503() throws Exception {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<SocketChannel> queued = fill(full);
      connectTimeout(300);
      router.serving(Origin.endpoint(full.getLocalPort()));
      long start = System.nanoTime();
      try (Wire client = router.client()) {
        client.send(GET);
        assertThat(client.rest()).startsWith("HTTP/1.1 503 ");
      }
      assertThat(System.nanoTime() - start).as("four attempts").isGreaterThan(4 * 300_000_000L);
      assertThat(router.engine.upstreamConnectFailures()).isEqualTo(4);
      awaitCounted(5, FailureCategory.CONNECT_TIMEOUT);
      for (SocketChannel each : queued) {
        each.close();
      }
    }
  }

  /** Connects until the operating system takes no more for this listener. */
  private static List<SocketChannel> fill(ServerSocket listener) throws IOException {
    List<SocketChannel> queued = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      SocketChannel each = SocketChannel.open();
      each.configureBlocking(false);
      each.connect(listener.getLocalSocketAddress());
      queued.add(each);
    }
    return queued;
  }

  private void connectTimeout(long millis) {
    router.with(Routes.settings(true, millis));
  }

  @Test
  @Behaviour("RO-031")
  void lastRetryGoesToAnotherEndpoint() {
    Origin dead = new Origin();
    int port = dead.port();
    dead.close();
    router.serving(Origin.endpoint(port), origin.endpoint());
    origin.serving(
        wire -> {
          wire.head();
          wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        });
    try (Wire client = router.client()) {
      client.send(GET);
      assertThat(client.head()).startsWith("HTTP/1.1 200 ");
    }
    assertThat(router.engine.upstreamConnectFailures()).isEqualTo(3);
  }

  @Test
  @Behaviour({"HO-058", "EP-026"})
  void noEndpointIs503() {
    router.endpoints(Routes.UPSTREAM);
    try (Wire client = router.client()) {
      client.send(GET);
      assertThat(client.rest()).startsWith("HTTP/1.1 503 ").contains("not available");
    }
    awaitCounted(5, FailureCategory.NO_ENDPOINT);
  }

  @Test
  @Behaviour({"RO-032", "AN-011"})
  void silenceBeforeTheHeadIs504() {
    serverTimeout(200);
    try (Wire client = router.client()) {
      client.send(GET);
      try (Wire endpoint = origin.accept()) {
        endpoint.head();
        assertThat(client.head()).startsWith("HTTP/1.1 504 ");
        assertThat(endpoint.rest()).isEmpty();
      }
    }
    awaitCounted(5, FailureCategory.UPSTREAM_TIMEOUT);
  }

  @Test
  @Behaviour("RO-032")
  void silenceInsideTheBodyCutsTheResponse() {
    serverTimeout(200);
    try (Wire client = router.client()) {
      client.send(GET);
      try (Wire endpoint = origin.accept()) {
        endpoint.head();
        endpoint.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        assertThat(client.rest()).endsWith("\r\n\r\nhalf");
      }
    }
    awaitCounted(2, FailureCategory.RESPONSE_ABORTED);
  }

  @Test
  @Behaviour("RO-033")
  void slowButSteadyResponsesOutliveTheServerTimeout() {
    serverTimeout(2_000);
    try (Wire client = router.client()) {
      client.send(GET);
      try (Wire endpoint = origin.accept()) {
        endpoint.head();
        endpoint.send("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n");
        client.head();
        long start = System.nanoTime();
        for (int i = 0; i < 8; i++) {
          long due = start + (i + 1) * 400_000_000L;
          TestRouter.await("the next byte is due", () -> System.nanoTime() >= due);
          endpoint.send("x");
          assertThat(client.exactly(1)).isEqualTo("x");
        }
      }
    }
  }

  @Test
  @Behaviour("RO-035")
  void nonsenseIs502AndKeepsTheClientConnection() {
    try (Wire client = router.client()) {
      client.send(GET);
      try (Wire endpoint = origin.accept()) {
        endpoint.head();
        endpoint.send("SMTP ready\r\n\r\n");
        assertThat(client.message()).startsWith("HTTP/1.1 502 ").contains("502 Bad Gateway");
      }
      client.send(GET);
      try (Wire endpoint = origin.accept()) {
        endpoint.head();
        endpoint.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        assertThat(client.head()).startsWith("HTTP/1.1 200 ");
      }
    }
    awaitCounted(5, FailureCategory.UPSTREAM_BAD_RESPONSE);
  }

  @Test
  @Behaviour("RO-035")
  void responseHeadBeyondTheLimitIs502BelowItPasses() {
    try (Wire client = router.client()) {
      client.send(GET);
      try (Wire endpoint = origin.accept()) {
        endpoint.head();
        endpoint.send("HTTP/1.1 200 OK\r\nX-A: " + "a".repeat(24_000) + "\r\n");
        endpoint.send("Content-Length: 0\r\n\r\n");
        assertThat(client.head()).hasSizeGreaterThan(24_000);
        client.send(GET);
        endpoint.head();
        endpoint.send("HTTP/1.1 200 OK\r\nX-A: " + "a".repeat(33_000) + "\r\n\r\n");
        assertThat(client.message()).startsWith("HTTP/1.1 502 ");
      }
    }
  }

  @Test
  void closeBeforeAnyByteOnAFreshConnectionIs502() {
    try (Wire client = router.client()) {
      client.send(GET);
      Wire endpoint = origin.accept();
      endpoint.head();
      endpoint.close();
      assertThat(client.message()).startsWith("HTTP/1.1 502 ");
      assertThat(origin.hasNoConnectionWaiting()).isTrue();
    }
  }

  @Test
  void staleConnectionIsReplacedOnceForAnIdempotentRequest() {
    try (Wire client = router.client()) {
      client.send(GET);
      Wire stale = origin.accept();
      stale.head();
      stale.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      client.head();
      client.send("GET /again HTTP/1.1\r\nHost: app.test\r\n\r\n");
      stale.head();
      stale.reset();
      try (Wire fresh = origin.accept()) {
        assertThat(fresh.head()).startsWith("GET /again ").containsOnlyOnce("x-forwarded-for");
        fresh.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        assertThat(client.head()).startsWith("HTTP/1.1 200 ");
      }
    }
  }

  @Test
  @Behaviour("RO-031")
  void requestThatMayHaveBeenActedUponIsNeverRepeated() {
    try (Wire client = router.client()) {
      client.send(GET);
      Wire stale = origin.accept();
      stale.head();
      stale.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      client.head();
      client.send("POST /order HTTP/1.1\r\nHost: app.test\r\nContent-Length: 0\r\n\r\n");
      stale.head();
      stale.close();
      assertThat(client.message()).startsWith("HTTP/1.1 502 ");
      assertThat(origin.hasNoConnectionWaiting()).isTrue();
    }
  }

  @Test
  void truncatedBodyReachesTheClientAndIsNotTakenForComplete() {
    try (Wire client = router.client()) {
      client.send(GET);
      Wire endpoint = origin.accept();
      endpoint.head();
      endpoint.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
      endpoint.close();
      assertThat(client.rest()).contains("hello").doesNotContain("\r\n0\r\n");
    }
    awaitCounted(2, FailureCategory.RESPONSE_ABORTED);
  }

  @Test
  void earlyAnswerToAnUnfinishedUploadPasses() {
    try (Wire client = router.client()) {
      client.send("POST / HTTP/1.1\r\nHost: app.test\r\nContent-Length: 1000000\r\n\r\nstart");
      try (Wire endpoint = origin.accept()) {
        endpoint.head();
        endpoint.send("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno");
        assertThat(client.message()).startsWith("HTTP/1.1 413 ").endsWith("no");
        assertThat(endpoint.rest()).doesNotContain("GET");
      }
      assertThat(router.upstreams.idle()).isZero();
    }
  }

  @Test
  void unaskedUpgradeIs502() {
    try (Wire client = router.client()) {
      client.send(GET);
      try (Wire endpoint = origin.accept()) {
        endpoint.head();
        endpoint.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n");
        assertThat(client.message()).startsWith("HTTP/1.1 502 ");
      }
    }
  }

  @Test
  void clientThatLeavesWithinItsRequestClosesTheEndpointsConnection() {
    Wire client = router.client();
    client.send("POST / HTTP/1.1\r\nHost: app.test\r\nContent-Length: 9\r\n\r\nhal");
    try (Wire endpoint = origin.accept()) {
      endpoint.head();
      assertThat(endpoint.exactly(3)).isEqualTo("hal");
      client.close();
      assertThat(endpoint.rest()).isEmpty();
    }
    awaitCounted(0, FailureCategory.CLIENT_ABORTED);
  }

  @Test
  void endpointThatLeftTheSetGetsNoFurtherRequest() {
    Origin next = new Origin();
    try (next;
        Wire client = router.client()) {
      client.send(GET);
      Wire old = origin.accept();
      old.head();
      old.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      client.head();
      router.endpoints(Routes.UPSTREAM, next.endpoint());
      client.send(GET);
      try (Wire endpoint = next.accept()) {
        endpoint.head();
        endpoint.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        client.head();
      }
      assertThat(old.rest()).isEmpty();
    }
  }

  @Test
  void slowClientStopsTheEndpointAndNothingIsLost() {
    int size = 32 * 1024 * 1024;
    AtomicLong sent = new AtomicLong();
    origin.serving(
        wire -> {
          wire.head();
          wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
          byte[] piece = new byte[65_536];
          for (int i = 0; i < size / piece.length; i++) {
            wire.send(piece);
            sent.addAndGet(piece.length);
          }
        });
    try (Wire client = router.client()) {
      client.send(GET);
      client.head();
      long[] seen = {-1};
      long[] since = {System.nanoTime()};
      TestRouter.await(
          "the endpoint stands still",
          () -> {
            if (sent.get() != seen[0]) {
              seen[0] = sent.get();
              since[0] = System.nanoTime();
            }
            return System.nanoTime() - since[0] > 500_000_000L;
          });
      assertThat(sent.get()).isLessThan(size);
      assertThat(client.exactly(size)).hasSize(size);
    }
  }
}
