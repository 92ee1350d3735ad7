package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causeway.router.suite.TestClient.Answer;
import dev.causeway.router.suite.TestClient.Call;
import dev.causeway.routing.model.AccessList;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.Network;
import dev.causeway.routing.model.RateLimits;
import dev.causeway.routing.model.RulePolicies;
import dev.causeway.routing.model.Termination;
import dev.causeway.testkit.Behaviour;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who may use a rule, and how much. */
abstract class PolicySuite extends RoutingHarness {

  @Override
  void extend(Routes routes) {
    AccessList local = allow("10.0.0.0/8", "127.0.0.0/8");
    AccessList elsewhere = allow("192.0.2.0/24", "::/0");
    for (String host : SHARED) {
      routes.certificate(host, "shared");
    }
    guarded(routes, "inside.apps.test", local, null);
    guarded(routes, "outside.apps.test", elsewhere, null);
    guarded(routes, "many.apps.test", manyWith("127.0.0.0/8"), null);
    guarded(routes, "others.apps.test", manyWith("192.0.2.0/24"), null);
    routes.rule(
        "moved.apps.test",
        "",
        Termination.EDGE,
        InsecurePolicy.REDIRECT,
        policies(elsewhere, null),
        List.of(),
        "one");
    routes.passthrough("relayed.apps.test", policies(elsewhere, null), "relayed");
    routes.passthrough(
        "rationed.apps.test", policies(local, new RateLimits(2, null, null, false)), "relayed");
    guarded(routes, "requests.apps.test", null, new RateLimits(null, null, 3, false));
    guarded(routes, "connections.apps.test", null, new RateLimits(null, 3, null, false));
    guarded(routes, "concurrent.apps.test", null, new RateLimits(2, null, null, false));
    guarded(routes, "none.apps.test", null, new RateLimits(null, null, 0, false));
    guarded(routes, "answered.apps.test", null, new RateLimits(null, null, 1, true));
  }

  private static final List<String> SHARED =
      List.of(
          "inside.apps.test",
          "outside.apps.test",
          "many.apps.test",
          "others.apps.test",
          "requests.apps.test",
          "connections.apps.test",
          "concurrent.apps.test",
          "none.apps.test",
          "answered.apps.test");

  private static void guarded(
      Routes routes, String host, @Nullable AccessList list, @Nullable RateLimits limits) {
    routes.rule(
        host, "", Termination.EDGE, InsecurePolicy.ALLOW, policies(list, limits), List.of(), "one");
  }

  private static RulePolicies policies(@Nullable AccessList list, @Nullable RateLimits limits) {
    return Routes.policies(null, list, limits);
  }

  private static AccessList allow(String... networks) {
    return new AccessList(
        Arrays.stream(networks).map(text -> Network.parse(text).orElseThrow()).toList());
  }

  @Test
  @Behaviour({"AN-013", "AN-037"})
  void aListedSourceIsServedWhateverItSaysAboutItself() throws Exception {
    proxied(1);
    try (TestClient client = client("inside.apps.test")) {
      assertThat(client.get("inside.apps.test", "/", "X-Forwarded-For: 8.8.8.8").status())
          .isEqualTo(200);
    }
  }

  /** A thousand networks that nobody here is in, and one. */
  private static AccessList manyWith(String last) {
    return allow(
        Stream.concat(
                IntStream.range(0, 1_000).mapToObj(i -> "10." + i / 250 + "." + i % 250 + ".0/24"),
                Stream.of(last))
            .toArray(String[]::new));
  }

  @Test
  @Behaviour("AN-035")
  void aListMayHaveAnyNumberOfEntries() throws Exception {
    proxied(1);
    try (TestClient client = client("many.apps.test")) {
      assertThat(client.get("many.apps.test", "/").status()).isEqualTo(200);
    }
    try (TestClient client = client("others.apps.test")) {
      assertCut(client, "others.apps.test");
    }
  }

  @Test
  @Behaviour({"AN-036", "AN-037"})
  void aSourceThatIsNotListedIsCutOffWithoutAStatus() throws Exception {
    try (TestClient client = client("outside.apps.test")) {
      assertCut(client, "outside.apps.test", "X-Forwarded-For: 192.0.2.7");
    }
    assertThat(one().requestCount()).isZero();
  }

  @Test
  @Behaviour("AN-036")
  void anotherHostOnTheSameHttp2ConnectionGoesOn() throws Exception {
    proxied(1);
    try (TestClient client = h2("outside.apps.test")) {
      assertCut(client, "outside.apps.test");
      assertThat(client.get("app.apps.test", "/").status()).isEqualTo(200);
    }
  }

  @Test
  @Behaviour({"AN-038", "HO-055"})
  void theRedirectComesBeforeTheList() throws Exception {
    try (TestClient client = plain()) {
      assertThat(client.get("moved.apps.test", "/x").status()).isEqualTo(302);
    }
    try (TestClient client = tls("moved.apps.test")) {
      assertCut(client, "moved.apps.test");
    }
  }

  @Test
  @Behaviour({"AN-013", "AN-036"})
  void passthroughClosesConnectionsOfSourcesThatAreNotListed() throws Exception {
    assertThatThrownBy(() -> tls("relayed.apps.test")).isInstanceOf(IOException.class);
  }

  @Test
  @Behaviour({"AN-016", "AN-040"})
  void passthroughRefusesTheConnectionThatIsOneTooMany() throws Exception {
    try (Http1Client first = tls("rationed.apps.test")) {
      assertThat(first.get("rationed.apps.test", "/").body()).isEqualTo("secure");
      assertThatThrownBy(() -> tls("rationed.apps.test")).isInstanceOf(IOException.class);
    }
    org.awaitility.Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              try (Http1Client next = tls("rationed.apps.test")) {
                assertThat(next.get("rationed.apps.test", "/").body()).isEqualTo("secure");
              }
            });
  }

  @Test
  @Behaviour({"AN-018", "AN-040", "AN-041"})
  void requestsBeyondRateHttpAreCut() throws Exception {
    proxied(3);
    for (int i = 0; i < 3; i++) {
      try (TestClient client = client("requests.apps.test")) {
        assertThat(client.get("requests.apps.test", "/").status()).isEqualTo(200);
      }
    }
    try (TestClient client = client("requests.apps.test")) {
      assertCut(client, "requests.apps.test");
    }
    assertThat(one().requestCount()).isEqualTo(3);
  }

  @Test
  @Behaviour("AN-017")
  void rateTcpCountsTheRequestsOfOneConnection() throws Exception {
    proxied(2);
    try (TestClient client = client("connections.apps.test")) {
      assertThat(client.get("connections.apps.test", "/").status()).isEqualTo(200);
      assertThat(client.get("connections.apps.test", "/").status()).isEqualTo(200);
      assertCut(client, "connections.apps.test");
    }
  }

  @Test
  @Behaviour("AN-016")
  void concurrentTcpCountsWhatIsUnderWay() throws Exception {
    proxied(2);
    try (TestClient client = client("concurrent.apps.test");
        TestClient other = client("concurrent.apps.test")) {
      TestClient.Stream open = client.send(Call.post("concurrent.apps.test", "/echo"));
      open.data(new byte[] {'x'});
      assertThat(open.read()).isEqualTo(new byte[] {'x'});
      assertCut(other, "concurrent.apps.test");
      open.end();
      open.answer();
    }
    try (TestClient client = client("concurrent.apps.test")) {
      assertThat(client.get("concurrent.apps.test", "/").status()).isEqualTo(200);
    }
  }

  @Test
  @Behaviour({"AN-004", "AN-040"})
  void aLimitOfZeroRefusesEverything() throws Exception {
    try (TestClient client = client("none.apps.test")) {
      assertCut(client, "none.apps.test");
    }
  }

  @Test
  @Behaviour({"AN-041", "LIM-010"})
  void aRouteMayHaveRefusedRequestsAnswered() throws Exception {
    proxied(1);
    try (TestClient client = client("answered.apps.test")) {
      assertThat(client.get("answered.apps.test", "/").status()).isEqualTo(200);
      Answer refused = client.get("answered.apps.test", "/");
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.header("retry-after")).isEqualTo("10");
      assertThat(client.get("answered.apps.test", "/").status()).isEqualTo(429);
    }
  }

  private static void assertCut(TestClient client, String host, String... lines) {
    assertThatThrownBy(() -> client.get(host, "/", lines))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            client instanceof Http2Client ? "reset with 11" : "connection closed before the head");
  }
}
