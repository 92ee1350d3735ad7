package dev.causeway.router.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.transport.ClientHellos;
import dev.causeway.routing.model.AppProtocol;
import dev.causeway.routing.model.Balance;
import dev.causeway.routing.model.Endpoint;
import dev.causeway.routing.model.ForwardedPolicy;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.RouteRef;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.RulePolicies;
import dev.causeway.routing.model.Termination;
import dev.causeway.routing.model.WeightedUpstream;
import dev.causeway.testkit.Behaviour;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How each algorithm shares requests out, counted at the origins. */
final class BalanceTrafficTest {
  private static final String A = "ns/a:http";
  private static final String B = "ns/b:http";

  private final TestRouter router = new TestRouter();
  private final List<NamedOrigin> origins = new ArrayList<>();

  private Endpoint[] start(String prefix, int count) {
    Endpoint[] endpoints = new Endpoint[count];
    for (int i = 0; i < count; i++) {
      NamedOrigin origin = new NamedOrigin(prefix + i);
      origins.add(origin);
      endpoints[i] = origin.endpoint();
    }
    return endpoints;
  }

  private void serve(Balance balance, long timeout, WeightedUpstream... backends) {
    Rule rule =
        new Rule(
            new RouteRef("ns", "shop"),
            "",
            Termination.NONE,
            InsecurePolicy.NONE,
            List.of(backends),
            RulePolicies.basic(timeout, 3_600_000, balance, ForwardedPolicy.APPEND),
            List.of(),
            List.of());
    router.with(Routes.upstream(A, null), Routes.upstream(B, null), Routes.host("app.test", rule));
  }

  private void serve(Balance balance) {
    serve(balance, 30_000, new WeightedUpstream(A, 1));
  }

  @AfterEach
  void close() {
    router.close();
    origins.forEach(NamedOrigin::close);
  }

  private static String get(Wire client, String target) {
    client.send("GET " + target + " HTTP/1.1\r\nHost: app.test\r\n\r\n");
    String answer = client.message();
    assertThat(answer).startsWith("HTTP/1.1 200");
    return answer.substring(answer.length() - 2);
  }

  private Map<String, Integer> shares(int requests) {
    Map<String, Integer> shares = new HashMap<>();
    try (Wire client = router.client()) {
      for (int i = 0; i < requests; i++) {
        shares.merge(get(client, "/"), 1, Integer::sum);
      }
    }
    return shares;
  }

  private static int sum(Map<String, Integer> shares, String prefix) {
    return shares.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** A client at another address of loopback. */
  private Wire clientAt(int number, int port) {
    try {
      return new Wire(
          new Socket(
              InetAddress.getLoopbackAddress(),
              port,
              InetAddress.ofLiteral("127.0." + number / 200 + "." + (number % 200 + 2)),
              0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @Behaviour({"AN-007", "EP-018", "EP-028"})
  void roundRobinFollowsTheWeightsOfServicesAndNotTheNumberOfPods() {
    router.endpoints(A, start("a", 2)).endpoints(B, start("b", 4));
    serve(Balance.ROUND_ROBIN, 30_000, new WeightedUpstream(A, 20), new WeightedUpstream(B, 10));
    Map<String, Integer> shares = shares(24);
    assertThat(shares).containsEntry("a0", 8).containsEntry("a1", 8).containsEntry("b3", 2);
    assertThat(sum(shares, "b")).isEqualTo(8);

    // A gets a third pod: server weights become 8 to 3 (EP-018 cuts fractions), the share stays.
    List<Endpoint> more = new ArrayList<>();
    origins.subList(0, 2).forEach(origin -> more.add(origin.endpoint()));
    NamedOrigin third = new NamedOrigin("a2");
    origins.add(third);
    more.add(third.endpoint());
    router.endpoints(A, more.toArray(Endpoint[]::new));
    Map<String, Integer> after = shares(72);
    assertThat(sum(after, "a")).isEqualTo(48);
    assertThat(after).containsKeys("a0", "a1", "a2", "b0", "b1", "b2", "b3");
  }

  @Test
  @Behaviour({"AN-007", "RO-043"})
  void leastConnectionsAvoidsEndpointsThatAreBusy() {
    router.endpoints(A, start("a", 3));
    serve(Balance.LEAST_CONNECTIONS);
    try (Wire first = router.client();
        Wire second = router.client()) {
      for (Wire holding : List.of(first, second)) {
        int before = requests();
        holding.send("GET /hold HTTP/1.1\r\nHost: app.test\r\n\r\n");
        TestRouter.await("a request arrived", () -> requests() > before);
      }
      List<NamedOrigin> idle = origins.stream().filter(origin -> origin.targets.isEmpty()).toList();
      assertThat(idle).hasSize(1);
      Map<String, Integer> shares = shares(10);
      assertThat(shares).hasSize(1).containsValue(10);
      assertThat(idle.getFirst().targets).hasSize(10);
      origins.forEach(origin -> origin.permits.release(2));
      assertThat(first.message()).contains("200");
      assertThat(second.message()).contains("200");
    }
  }

  @Test
  @Behaviour({"HO-058", "EP-026"})
  void weightsOfZeroAloneServeNobody() {
    router.endpoints(A, start("a", 1)).endpoints(B, start("b", 1));
    serve(Balance.ROUND_ROBIN, 30_000, new WeightedUpstream(A, 0), new WeightedUpstream(B, 0));
    try (Wire client = router.client()) {
      client.send("GET / HTTP/1.1\r\nHost: app.test\r\n\r\n");
      assertThat(client.head()).startsWith("HTTP/1.1 503");
    }
    assertThat(requests()).isZero();
  }

  private int requests() {
    return origins.stream().mapToInt(origin -> origin.targets.size()).sum();
  }

  @Test
  @Behaviour({"AN-007", "RO-043"})
  void randomTakesTheLessBusyOfTwo() {
    router.endpoints(A, start("a", 2));
    serve(Balance.RANDOM);
    try (Wire first = router.client()) {
      first.send("GET /hold HTTP/1.1\r\nHost: app.test\r\n\r\n");
      TestRouter.await("a request arrived", () -> requests() == 1);
      String busy = origins.getFirst().targets.isEmpty() ? "a1" : "a0";
      Map<String, Integer> shares = shares(200);
      // Both candidates are the busy one in a quarter of all cases.
      assertThat(shares.get(busy)).isBetween(20, 85);
      origins.forEach(origin -> origin.permits.release(2));
      assertThat(first.message()).contains("200");
    }
    assertThat(shares(200).values()).hasSize(2).allMatch(count -> count > 60);
  }

  @Test
  @Behaviour({"AN-007", "RO-043"})
  void sourceKeepsAClientAtItsEndpoint() {
    router.endpoints(A, start("a", 3));
    serve(Balance.SOURCE);
    Set<String> used = new HashSet<>();
    for (int client = 0; client < 40; client++) {
      Set<String> ofClient = new HashSet<>();
      for (int i = 0; i < 3; i++) {
        try (Wire wire = clientAt(client, router.port())) {
          ofClient.add(get(wire, "/"));
        }
      }
      assertThat(ofClient).hasSize(1);
      used.addAll(ofClient);
    }
    assertThat(used).containsExactlyInAnyOrder("a0", "a1", "a2");
  }

  @Test
  @Behaviour("RO-043")
  void sourceOfPassthroughMovesOnlyClientsOfAnEndpointThatLeft() {
    List<Origin> relayed = new ArrayList<>();
    Endpoint[] endpoints = new Endpoint[4];
    for (int i = 0; i < endpoints.length; i++) {
      String name = "p" + i;
      Origin origin = new Origin().serving(wire -> wire.send(name));
      relayed.add(origin);
      endpoints[i] = new Endpoint("pod:" + name, "127.0.0.1", origin.port(), AppProtocol.HTTP1);
    }
    router.endpoints(A, endpoints);
    relay(new WeightedUpstream(A, 1));
    byte[] hello = ClientHellos.of("pass.test");
    Map<Integer, String> before = new HashMap<>();
    for (int client = 0; client < 40; client++) {
      before.put(client, relayedTo(client, hello));
      assertThat(relayedTo(client, hello)).isEqualTo(before.get(client));
    }
    assertThat(new HashSet<>(before.values())).hasSize(4);

    router.endpoints(A, Arrays.copyOf(endpoints, 3));
    for (int client = 0; client < 40; client++) {
      String now = relayedTo(client, hello);
      if ("p3".equals(before.get(client))) {
        assertThat(now).isNotEqualTo("p3");
      } else {
        assertThat(now).isEqualTo(before.get(client));
      }
    }
    relayed.forEach(Origin::close);
  }

  @Test
  @Behaviour({"EP-019", "HO-058", "EP-026"})
  void passthroughNeverReachesABackendWithoutWeight() {
    AtomicInteger reached = new AtomicInteger();
    try (Origin serving = new Origin().serving(wire -> wire.send("a"));
        Origin resting = new Origin().serving(wire -> reached.incrementAndGet())) {
      router.endpoints(A, new Endpoint("a", "127.0.0.1", serving.port(), AppProtocol.HTTP1));
      router.endpoints(B, new Endpoint("b", "127.0.0.1", resting.port(), AppProtocol.HTTP1));
      relay(new WeightedUpstream(A, 1), new WeightedUpstream(B, 0));
      byte[] hello = ClientHellos.of("pass.test");
      for (int client = 0; client < 40; client++) {
        assertThat(relayedTo(client, hello)).isEqualTo("a");
      }
      relay(new WeightedUpstream(A, 0), new WeightedUpstream(B, 0));
      assertThat(relayedTo(1, hello)).isEmpty();
      router.endpoints(A);
      relay(new WeightedUpstream(A, 1), new WeightedUpstream(B, 0));
      assertThat(relayedTo(1, hello)).isEmpty();
    }
    assertThat(reached).hasValue(0);
  }

  private void relay(WeightedUpstream... backends) {
    router.with(
        Routes.upstream(A, null),
        Routes.upstream(B, null),
        Routes.host(
            "pass.test",
            new Rule(
                new RouteRef("ns", "pass"),
                "",
                Termination.PASSTHROUGH,
                InsecurePolicy.NONE,
                List.of(backends),
                RulePolicies.basic(30_000, 3_600_000, Balance.SOURCE, ForwardedPolicy.APPEND),
                List.of(),
                List.of())));
  }

  private String relayedTo(int client, byte[] hello) {
    try (Wire wire = clientAt(client, router.securePort())) {
      wire.send(hello);
      return wire.rest();
    }
  }

  @Test
  @Behaviour({"RO-044", "LIM-003"})
  void turnGoesOnWhenTheConfigurationChanges() {
    router.endpoints(A, start("a", 3));
    serve(Balance.ROUND_ROBIN);
    List<String> answers = new ArrayList<>();
    try (Wire client = router.client()) {
      for (int i = 0; i < 6; i++) {
        answers.add(get(client, "/"));
        // Another version of the rule, and another host beside it.
        serve(Balance.ROUND_ROBIN, 20_000 + i, new WeightedUpstream(A, 1));
        router.with(Routes.host("other" + i + ".test", Routes.rule("")));
      }
    }
    assertThat(answers.subList(0, 3)).containsExactlyInAnyOrder("a0", "a1", "a2");
    assertThat(answers.subList(3, 6)).isEqualTo(answers.subList(0, 3));
  }
}
