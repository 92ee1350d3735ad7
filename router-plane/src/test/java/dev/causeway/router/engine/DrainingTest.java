package dev.causeway.router.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.transport.ClientHellos;
import dev.causeway.routing.model.Endpoint;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.Termination;
import dev.causeway.testkit.Behaviour;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of endpoints that leave the committed set. */
final class DrainingTest {
  private static final String HEAD = " HTTP/1.1\r\nHost: app.test\r\n\r\n";

  private final TestRouter router = new TestRouter();
  private final NamedOrigin one = new NamedOrigin("even");
  private final NamedOrigin two = new NamedOrigin("odds");

  @AfterEach
  void close() {
    router.close();
    one.close();
    two.close();
  }

  private void endpoints(Endpoint... endpoints) {
    router.endpoints(Routes.UPSTREAM, endpoints);
  }

  /**
   * Sets alternate under load from several clients. A request that was begun after a set was
   * committed, and answered before another one was about to be, was answered by an endpoint of that
   * set.
   */
  @Test
  @Behaviour({"EP-003", "LIM-004"})
  void noRequestReachesAnEndpointThatTheCommittedSetNoLongerHolds() throws Exception {
    router.serving(one.endpoint());
    AtomicInteger committed = new AtomicInteger();
    AtomicInteger committing = new AtomicInteger();
    AtomicInteger decided = new AtomicInteger();
    AtomicInteger answered = new AtomicInteger();
    AtomicBoolean over = new AtomicBoolean();
    ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      clients.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (Wire client = router.client()) {
                      while (!over.get()) {
                        int from = committed.get();
                        client.send("GET /" + HEAD);
                        String answer = client.message();
                        int to = committing.get();
                        answered.incrementAndGet();
                        if (!answer.startsWith("HTTP/1.1 200")) {
                          wrong.add(answer);
                        } else if (from == to) {
                          decided.incrementAndGet();
                          if (!answer.endsWith(from % 2 == 0 ? "even" : "odds")) {
                            wrong.add(from + ": " + answer);
                          }
                        }
                      }
                    } catch (RuntimeException e) {
                      wrong.add(String.valueOf(e));
                    }
                  }));
    }
    for (int set = 1; set <= 200 && wrong.isEmpty(); set++) {
      int before = answered.get();
      TestRouter.await("answers", () -> answered.get() >= before + 10 || !wrong.isEmpty());
      committing.set(set);
      endpoints(set % 2 == 0 ? one.endpoint() : two.endpoint());
      committed.set(set);
    }
    over.set(true);
    for (Thread client : clients) {
      client.join();
    }
    assertThat(wrong).isEmpty();
    assertThat(decided.get()).isGreaterThan(500);
  }

  @Test
  @Behaviour({"EP-003", "LIM-008"})
  void requestUnderWayIsFinishedAndIdleConnectionsAreClosed() {
    router.serving(one.endpoint());
    try (Wire holding = router.client();
        Wire idle = router.client()) {
      idle.send("GET /" + HEAD);
      assertThat(idle.message()).endsWith("even");
      holding.send("GET /hold" + HEAD);
      TestRouter.await("both arrived", () -> one.targets.size() == 2);

      endpoints(two.endpoint());
      idle.send("GET /" + HEAD);
      assertThat(idle.message()).endsWith("odds");
      one.permits.release();
      assertThat(holding.message()).endsWith("even");
      TestRouter.await("no connection to the endpoint is left", () -> one.open.get() == 0);
      assertThat(one.targets).hasSize(2);
    }
  }

  @Test
  @Behaviour({"EP-003", "LIM-008"})
  void relayedConnectionOutlivesItsEndpointInTheSet() throws IOException {
    router.with(
        Routes.upstream(Routes.UPSTREAM, null),
        Routes.host(
            "pass.test",
            Routes.rule("", Termination.PASSTHROUGH, InsecurePolicy.NONE, Routes.POLICIES)));
    String hello = new String(ClientHellos.of("pass.test"), ISO_8859_1);
    try (Origin origin = new Origin()) {
      endpoints(origin.endpoint());
      try (Wire client =
          new Wire(new Socket(InetAddress.getLoopbackAddress(), router.securePort()))) {
        client.send(hello);
        try (Wire endpoint = origin.accept()) {
          assertThat(endpoint.exactly(hello.length())).isEqualTo(hello);

          endpoints(two.endpoint());
          endpoint.send("still here");
          assertThat(client.exactly(10)).isEqualTo("still here");
          client.send("and there");
          assertThat(endpoint.exactly(9)).isEqualTo("and there");
        }
      }
    }
  }
}
