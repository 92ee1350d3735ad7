package dev.causeway.router.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.balance.EjectionPolicy;
import dev.causeway.routing.model.Endpoint;
import dev.causeway.testkit.Behaviour;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Endpoints that fail leave balancing for a while; time passes by hand. */
final class EjectionTest {
  private final TestRouter router =
      new TestRouter(new EjectionPolicy(3, Duration.ofSeconds(30), Duration.ofSeconds(60)));
  private final List<NamedOrigin> origins = new ArrayList<>();

  private void serve(int count) {
    for (int i = 0; i < count; i++) {
      origins.add(new NamedOrigin("o" + i));
    }
    router.serving(origins.stream().map(NamedOrigin::endpoint).toArray(Endpoint[]::new));
  }

  @AfterEach
  void close() {
    router.close();
    origins.forEach(NamedOrigin::close);
  }

  private static String get(Wire client, String target) {
    send(client, target);
    String answer = client.message();
    return answer.substring(answer.length() - 2);
  }

  private Set<String> answers() {
    Set<String> answers = new HashSet<>();
    try (Wire client = router.client()) {
      for (int i = 0; i < 12; i++) {
        answers.add(get(client, "/"));
      }
    }
    return answers;
  }

  /** Has endpoints answer 503 until {@code name} has done so often enough. */
  private void fail(String name) {
    try (Wire client = router.client()) {
      for (int failures = 0; failures < 3; ) {
        // Whoever else is asked must not fail.
        String next = get(client, "/");
        int turn = Integer.parseInt(next.substring(1));
        if (("o" + (turn + 1) % origins.size()).equals(name)) {
          failures += get(client, "/status/503").equals(name) ? 1 : 0;
        }
      }
    }
  }

  @Test
  @Behaviour("LIM-012")
  void endpointThatFailsIsOutForLongerEachTime() {
    serve(4);
    fail("o1");
    assertThat(answers()).containsExactlyInAnyOrder("o0", "o2", "o3");
    router.time.pass(29_000);
    assertThat(answers()).hasSize(3);
    router.time.pass(1_000);
    assertThat(answers()).hasSize(4);

    fail("o1");
    router.time.pass(59_000);
    assertThat(answers()).containsExactlyInAnyOrder("o0", "o2", "o3");
    router.time.pass(1_000);
    assertThat(answers()).hasSize(4);
  }

  @Test
  void successBetweenFailuresBeginsTheCountAgain() {
    serve(2);
    try (Wire client = router.client()) {
      for (int i = 0; i < 6; i++) {
        get(client, "/status/503");
        get(client, "/status/503");
        get(client, "/");
        get(client, "/");
      }
    }
    assertThat(answers()).hasSize(2);
  }

  @Test
  void acceptedUpgradeBeginsTheCountAgain() {
    serve(2);
    for (int i = 0; i < 6; i++) {
      try (Wire client = router.client();
          Wire one = router.client();
          Wire another = router.client()) {
        get(client, "/status/503");
        get(client, "/status/503");
        assertThat(List.of(upgrade(one), upgrade(another))).containsExactlyInAnyOrder("o0", "o1");
      }
    }
    assertThat(answers()).hasSize(2);
  }

  private static String upgrade(Wire client) {
    client.send(
        "GET /upgrade HTTP/1.1\r\nHost: app.test\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\n");
    assertThat(client.head()).startsWith("HTTP/1.1 101 ");
    return client.exactly(2);
  }

  /** An application that drops idle connections has not failed; the second attempts tell. */
  @Test
  void keptConnectionsThatWereClosedAreNoFailures() {
    serve(2);
    List<Wire> clients = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      clients.add(router.client());
    }
    try {
      ask(clients, "/hold", 6);
      origins.forEach(origin -> origin.permits.release(3));
      clients.forEach(client -> assertThat(client.message()).startsWith("HTTP/1.1 200 "));
      ask(clients, "/stale", 12);
      origins.forEach(origin -> origin.closing.release(3));
      awaitRequests(18);
      assertThat(answers()).hasSize(2);
      origins.forEach(origin -> origin.permits.release(3));
      clients.forEach(client -> assertThat(client.message()).startsWith("HTTP/1.1 200 "));
    } finally {
      clients.forEach(Wire::close);
    }
  }

  /** An endpoint that has no stream left has not failed either (RFC 9113, 8.7). */
  @Test
  void refusedStreamsAreNoFailures() {
    try (Http2Origin full = new Http2Origin();
        NamedOrigin other = new NamedOrigin("o0")) {
      router.serving(full.endpoint(), other.endpoint());
      List<Wire> clients = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        clients.add(router.client());
      }
      try {
        for (int i = 0; i < 6; i++) {
          send(clients.get(i), "/refused/" + i);
        }
        TestRouter.await(
            "all are with an endpoint", () -> full.held.size() == 3 && other.targets.size() == 3);
        clients.subList(6, 10).forEach(client -> send(client, "/"));
        clients.subList(6, 10).forEach(client -> assertThat(client.head()).contains(" 200 "));
        assertThat(full.requests).hasSize(3 + 2);
      } finally {
        clients.forEach(Wire::close);
      }
    }
  }

  private static void send(Wire client, String target) {
    client.send("GET " + target + " HTTP/1.1\r\nHost: app.test\r\n\r\n");
  }

  private void ask(List<Wire> clients, String target, int arrived) {
    clients.forEach(client -> send(client, target));
    awaitRequests(arrived);
  }

  private void awaitRequests(int count) {
    TestRouter.await(
        count + " requests",
        () -> origins.stream().mapToInt(origin -> origin.targets.size()).sum() == count);
  }

  @Test
  void halfOfTheEndpointsStayWhateverTheyAnswer() {
    serve(3);
    try (Wire client = router.client()) {
      for (int i = 0; i < 30; i++) {
        get(client, "/status/502");
      }
    }
    assertThat(answers()).hasSize(2);
  }

  @Test
  void endpointThatCannotBeReachedIsOut() {
    serve(2);
    NamedOrigin gone = origins.removeLast();
    gone.close();
    Set<String> answers = answers();
    assertThat(answers).containsExactly("o0");
    long failed = router.upstreams.failedConnects();
    assertThat(failed).isEqualTo(3);
    assertThat(answers()).containsExactly("o0");
    assertThat(router.upstreams.failedConnects()).isEqualTo(failed);
  }
}
