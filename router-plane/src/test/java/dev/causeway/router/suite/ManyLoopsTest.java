package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.causeway.router.suite.TestClient.Call;
import dev.causeway.router.upstream.Upstreams;
import dev.causeway.routing.model.Balance;
import dev.causeway.routing.model.ForwardedPolicy;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.RulePolicies;
import dev.causeway.routing.model.Termination;
import dev.causeway.testkit.Behaviour;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Several event loops at once: each keeps to its own connections, all serve the same routes. */
@Timeout(120)
final class ManyLoopsTest {
  private static final int LOOPS = 3;
  private static final int HOSTS = 4;
  private static final int CLIENTS = 12;
  private static final int REQUESTS = 60;

  @ParameterizedTest
  @ValueSource(strings = {"on", "off"})
  @Behaviour("LIM-001")
  void answersByTheRightRouteWhileEverythingChanges(String express) throws Exception {
    List<TestOrigin> origins = new ArrayList<>();
    for (int i = 0; i < HOSTS; i++) {
      origins.add(TestOrigin.plain("a" + i));
      origins.add(TestOrigin.plain("b" + i));
    }
    ListAppender<ILoggingEvent> complaints = complaints();
    try (TestRouter router = start(express);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      router.apply(routes(origins, 0));
      Semaphore answered = new Semaphore(0);
      List<CompletableFuture<Void>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int seed = i;
        clients.add(CompletableFuture.runAsync(() -> ask(router, seed, answered), threads));
      }
      CompletableFuture<Void> all =
          CompletableFuture.allOf(clients.toArray(CompletableFuture[]::new));
      for (int turn = 1; !all.isDone() && answered.tryAcquire(8, 20, TimeUnit.SECONDS); turn++) {
        router.apply(routes(origins, turn));
      }
      all.get(20, TimeUnit.SECONDS);
      assertThat(router.bean(Upstreams.class).reuses()).isPositive();
    } finally {
      for (TestOrigin origin : origins) {
        origin.close();
      }
    }
    assertThat(complaints.list)
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .isEmpty();
    assertThat(LeakRecorder.leaksAfterCollection()).isEmpty();
  }

  @Test
  void opensOneConnectionPerLoopForRequestsOneAfterTheOther() throws Exception {
    TestOrigin origin = TestOrigin.plain("a0");
    List<TestClient> clients = new ArrayList<>();
    try (TestRouter router = start("on")) {
      router.apply(new Routes().upstream("up", origin).both("h.test", "", "up"));
      for (int i = 0; i < 2 * LOOPS; i++) {
        clients.add(Http1Client.plain(router.httpPort()));
      }
      for (int round = 0; round < 5; round++) {
        for (TestClient client : clients) {
          assertThat(client.get("h.test", "/").body()).isEqualTo("a0");
        }
      }
      Upstreams upstreams = router.bean(Upstreams.class);
      assertThat(upstreams.connects()).isEqualTo(LOOPS);
      assertThat(upstreams.reuses()).isEqualTo(5L * 2 * LOOPS - LOOPS);
    } finally {
      for (TestClient client : clients) {
        client.close();
      }
      origin.close();
    }
  }

  /** Each loop would otherwise begin with the same endpoint, and the first get most. */
  @Test
  @Behaviour("LIM-021")
  void loopsTakeTurnsTogether() throws Exception {
    List<TestOrigin> origins = origins();
    List<TestClient> clients = new ArrayList<>();
    Map<String, Integer> shares = new TreeMap<>();
    try (TestRouter router = start("on")) {
      router.apply(
          new Routes().upstream("up", origins.toArray(TestOrigin[]::new)).both("h.test", "", "up"));
      for (int i = 0; i < 2 * LOOPS; i++) {
        clients.add(Http1Client.plain(router.httpPort()));
      }
      for (int round = 0; round < 10; round++) {
        for (TestClient client : clients) {
          shares.merge(client.get("h.test", "/").body(), 1, Integer::sum);
        }
      }
    } finally {
      close(clients, origins);
    }
    assertThat(shares).hasSize(4).allSatisfy((name, share) -> assertThat(share).isEqualTo(15));
  }

  /** Each loop would otherwise take the endpoint that is busy with the others' requests. */
  @Test
  @Behaviour({"LIM-021", "RO-043"})
  void loopsCountRequestsTogether() throws Exception {
    List<TestOrigin> origins = origins();
    List<TestClient> clients = new ArrayList<>();
    try (TestRouter router = start("on")) {
      router.apply(balanced(Balance.LEAST_CONNECTIONS, origins));
      for (int i = 0; i < 4 * LOOPS; i++) {
        TestClient client = Http1Client.plain(router.httpPort());
        clients.add(client);
        // Its head comes at once, its end never: the request stays under way.
        assertThat(client.send(Call.get("h.test", "/sse")).head().status()).isEqualTo(200);
      }
      assertThat(origins).allSatisfy(o -> assertThat(o.requestCount()).isEqualTo(LOOPS));
    } finally {
      close(clients, origins);
    }
  }

  @Test
  @Behaviour({"LIM-021", "RO-043"})
  void loopsDrawIndependently() throws Exception {
    List<TestOrigin> origins = origins();
    List<TestClient> clients = new ArrayList<>();
    try (TestRouter router = start("on")) {
      router.apply(balanced(Balance.RANDOM, origins));
      for (int i = 0; i < 2 * LOOPS; i++) {
        clients.add(Http1Client.plain(router.httpPort()));
      }
      for (int i = 0; i < 600; i++) {
        assertThat(clients.get(i % clients.size()).get("h.test", "/").status()).isEqualTo(200);
      }
      // 150 are expected, with a deviation of less than 11.
      assertThat(origins).allSatisfy(o -> assertThat(o.requestCount()).isBetween(90, 210));
    } finally {
      close(clients, origins);
    }
  }

  private static List<TestOrigin> origins() throws Exception {
    List<TestOrigin> origins = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      origins.add(TestOrigin.plain("a" + i));
    }
    return origins;
  }

  private static Routes balanced(Balance balance, List<TestOrigin> origins) {
    return new Routes()
        .upstream("up", origins.toArray(TestOrigin[]::new))
        .rule(
            "h.test",
            "",
            Termination.EDGE,
            InsecurePolicy.ALLOW,
            RulePolicies.basic(30_000, 60_000, balance, ForwardedPolicy.APPEND),
            List.of(),
            "up");
  }

  private static void close(List<TestClient> clients, List<TestOrigin> origins) throws Exception {
    for (TestClient client : clients) {
      client.close();
    }
    for (TestOrigin origin : origins) {
      origin.close();
    }
  }

  private static TestRouter start(String express) {
    return TestRouter.start(
        List.of(), "causeway.router.express=" + express, "causeway.router.io-threads=" + LOOPS);
  }

  /**
   * Host i leads to a-i and b-i; which of them, and which paths and other hosts are there, varies.
   */
  private static Routes routes(List<TestOrigin> origins, int turn) throws Exception {
    Routes routes = new Routes();
    for (int i = 0; i < HOSTS; i++) {
      TestOrigin a = origins.get(2 * i);
      TestOrigin b = origins.get(2 * i + 1);
      String host = "h" + i + ".test";
      String up = "up" + i;
      switch (turn % 3) {
        case 0 -> routes.upstream(up, a);
        case 1 -> routes.upstream(up, b);
        default -> routes.upstream(up, a, b);
      }
      routes.both(host, "", up);
      if (turn % 2 == 1) {
        routes.both(host, "/deep", up);
      }
    }
    if (turn % 4 > 1) {
      routes.both("extra.test", "", "up0");
    }
    return routes;
  }

  private static void ask(TestRouter router, int seed, Semaphore answered) {
    Random random = new Random(seed);
    try (TestClient client = Http1Client.plain(router.httpPort())) {
      for (int i = 0; i < REQUESTS; i++) {
        int host = random.nextInt(HOSTS);
        TestClient.Answer answer =
            client.get("h" + host + ".test", random.nextBoolean() ? "/" : "/deep/x");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isIn("a" + host, "b" + host);
        answered.release();
      }
    } catch (Exception e) {
      throw new IllegalStateException("client " + seed, e);
    } finally {
      // The one who changes things must not wait for those who will not ask any more.
      answered.release(8);
    }
  }

  private static ListAppender<ILoggingEvent> complaints() {
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(appender);
    return appender;
  }
}
