package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.suite.TestClient.Answer;
import dev.causeway.router.suite.TestClient.Call;
import dev.causeway.routing.model.Balance;
import dev.causeway.routing.model.ForwardedPolicy;
import dev.causeway.routing.model.HeaderAction;
import dev.causeway.routing.model.HeaderActions;
import dev.causeway.routing.model.HeaderPolicies;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.RulePolicies;
import dev.causeway.routing.model.Termination;
import dev.causeway.testkit.Behaviour;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What shard and Route do to headers. */
abstract class HeaderSuite extends RewriteSuite {

  private static final HeaderActions ROUTE =
      new HeaderActions(
          List.of(
              new HeaderAction("X-Set", "  one 100%% {+Q} ü "),
              new HeaderAction("X-Copy", "%[req.hdr(X-List)]/%{+Q}[req.hdr(X-List),lower]"),
              new HeaderAction("X-Gone", null),
              new HeaderAction("X-Forwarded-Proto", "gopher"),
              new HeaderAction("Host", "inner.test"),
              new HeaderAction("X-Order", "route after %[req.hdr(X-Order)]"),
              new HeaderAction("X-Missing", "%[req.hdr(X-Nowhere)]"),
              new HeaderAction("X-Der", "<%[ssl_c_der,base64]>")),
          List.of(
              new HeaderAction("X-Order", "route"),
              new HeaderAction("X-From", "%[res.hdr(X-Origin),base64]"),
              new HeaderAction("X-Origin", null),
              new HeaderAction("Content-Length", null)));

  private static final HeaderPolicies SHARD =
      new HeaderPolicies(
          new HeaderActions(
              List.of(
                  new HeaderAction("X-Order", "shard"),
                  new HeaderAction("X-Forwarded-Host", "shard.test")),
              List.of(new HeaderAction("X-Order", "shard after %[res.hdr(X-Order)]"))),
          List.of("X-Strange-CASE", "X-Origin", "Content-LENGTH", "Location"),
          new HeaderPolicies.UniqueId("X-Id", "%{+X}o %ci:%cp_%fi:%fp_%Ts_%rt:%pid"),
          List.of("text/html", "text/event-stream"));

  @Override
  void extend(Routes routes) {
    super.extend(routes);
    routes.headers(SHARD);
    edited(routes, "edited.apps.test", ROUTE, false);
    edited(routes, "spelled.apps.test", HeaderActions.NONE, true);
    for (ForwardedPolicy policy : ForwardedPolicy.values()) {
      routes.certificate(forwarding(policy), "shared");
      routes.rule(
          forwarding(policy),
          "",
          Termination.EDGE,
          InsecurePolicy.ALLOW,
          RulePolicies.basic(10_000, 60_000, Balance.ROUND_ROBIN, policy),
          List.of(),
          "one");
    }
  }

  private static String forwarding(ForwardedPolicy policy) {
    return policy.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".apps.test";
  }

  private static void edited(Routes routes, String host, HeaderActions actions, boolean spelled) {
    routes.certificate(host, "shared");
    routes.rule(
        host,
        "",
        Termination.EDGE,
        InsecurePolicy.ALLOW,
        Routes.strict(actions, spelled),
        List.of(),
        "one");
  }

  @Test
  @Behaviour({"RT-058", "RT-023", "RT-062"})
  void theRouteEditsRequests() throws Exception {
    proxied(1);
    try (TestClient client = client("edited.apps.test")) {
      client.get("edited.apps.test", "/", "X-List: A, B", "X-List: C, De", "X-Gone: 1");
    }
    OriginRequest seen = one().nextRequest();
    assertThat(seen.headers("x-set")).containsExactly("one 100% {+Q} Ã¼");
    assertThat(seen.headers("x-copy")).containsExactly("De/de");
    assertThat(seen.headers("x-gone")).isEmpty();
    assertThat(seen.headers("x-forwarded-proto")).containsExactly("gopher");
    assertThat(seen.headers("host")).containsExactly("inner.test");
    assertThat(seen.headers("x-missing")).containsExactly("");
    assertThat(seen.headers("x-der")).containsExactly("<>");
  }

  /** What an endpoint sees of the version of the client's protocol. */
  private List<String> version(ForwardedPolicy policy, String... lines) throws Exception {
    try (TestClient client = client(forwarding(policy))) {
      assertThat(client.get(forwarding(policy), "/", lines).status()).isEqualTo(200);
    }
    return one().nextRequest().headers("x-forwarded-proto-version");
  }

  @Test
  @Behaviour({"RO-054", "RO-055", "RO-056"})
  void onlyNegotiatedHttp2IsToldAsVersion() throws Exception {
    proxied(8);
    List<String> told = http2() ? List.of("h2") : List.of();
    assertThat(version(ForwardedPolicy.APPEND)).isEqualTo(told);
    assertThat(version(ForwardedPolicy.REPLACE)).isEqualTo(told);
    assertThat(version(ForwardedPolicy.IF_NONE)).isEqualTo(told);
    assertThat(version(ForwardedPolicy.NEVER)).isEmpty();

    String claim = "X-Forwarded-Proto-Version: h9";
    List<String> both = http2() ? List.of("h9", "h2") : List.of("h9");
    assertThat(version(ForwardedPolicy.APPEND, claim)).isEqualTo(both);
    assertThat(version(ForwardedPolicy.REPLACE, claim)).isEqualTo(told);
    assertThat(version(ForwardedPolicy.IF_NONE, claim)).containsExactly("h9");
    assertThat(version(ForwardedPolicy.NEVER, claim)).containsExactly("h9");
  }

  @Test
  @Behaviour({"RT-060", "IC-030", "AN-020"})
  void theShardComesFirstOnRequestsAndLastOnResponses() throws Exception {
    proxied(1);
    Answer answer;
    try (TestClient client = client("edited.apps.test")) {
      answer = client.get("edited.apps.test", "/", "X-Order: client");
    }
    OriginRequest seen = one().nextRequest();
    assertThat(seen.headers("x-order")).containsExactly("route after shard");
    assertThat(seen.headers("x-forwarded-host")).containsExactly("shard.test", "edited.apps.test");
    assertThat(answer.head().all("x-order")).containsExactly("shard after route");
    assertThat(answer.header("strict-transport-security")).isEqualTo("max-age=5");
  }

  @Test
  @Behaviour({"RT-024", "RT-058"})
  void theRouteEditsResponses() throws Exception {
    proxied(1);
    try (TestClient client = client("edited.apps.test")) {
      Answer answer = client.get("edited.apps.test", "/");
      assertThat(answer.header("x-origin")).isNull();
      assertThat(answer.header("x-from")).isEqualTo("b25l");
      assertThat(answer.body()).isEqualTo("one");
    }
  }

  @Test
  @Behaviour("RT-061")
  void answersOfTheRouterItselfAreNotEdited() throws Exception {
    try (TestClient client = client("path.apps.test")) {
      assertThat(client.get("path.apps.test", "/nowhere").header("x-order")).isNull();
    }
    try (TestClient client = plain()) {
      assertThat(client.get("redirect.apps.test", "/").header("x-order")).isNull();
    }
  }

  @Test
  void answersOfTheRouterItselfCarryNoHsts() throws Exception {
    try (TestClient client = client("path.apps.test")) {
      Answer answer = client.get("path.apps.test", "/nowhere");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("strict-transport-security")).isNull();
    }
  }

  @Test
  @Behaviour({"RO-062", "IC-028"})
  void everyRequestGetsAnIdBesideTheClients() throws Exception {
    proxied(2);
    try (TestClient client = client("app.apps.test")) {
      client.get("app.apps.test", "/", "X-Id: mine");
      client.get("app.apps.test", "/");
    }
    List<String> ids = one().nextRequest().headers("x-id");
    assertThat(ids).hasSize(2).first().isEqualTo("mine");
    assertThat(ids.getLast())
        .matches("7F000001:[0-9A-F]{4,}_7F000001:[0-9A-F]{4,}_[0-9A-F]{8}_[0-9A-F]{4,}:[0-9A-F]+");
    assertThat(one().nextRequest().header("x-id")).isNotEqualTo(ids.getLast());
  }

  @Test
  @Behaviour({"RO-063", "AN-022"})
  void endpointsGetTheSpellingWhereTheRouteWantsIt() throws Exception {
    proxied(2);
    try (TestClient client = client("spelled.apps.test")) {
      client.get("spelled.apps.test", "/", "x-strange-case: 1", "X-Other: 1");
    }
    assertThat(one().nextRequest().headerLines())
        .contains("X-Strange-CASE: 1", "x-other: 1")
        .noneMatch(line -> line.startsWith("x-strange-case"));
    try (TestClient client = client("app.apps.test")) {
      client.get("app.apps.test", "/", "X-Strange-CASE: 1");
    }
    assertThat(one().nextRequest().headerLines()).contains("x-strange-case: 1");
  }

  @Test
  @Behaviour({"RO-063", "IC-029"})
  void http1ClientsAlwaysGetTheSpelling() throws Exception {
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      List<String> lines =
          client.send(Call.get("app.apps.test", "/")).answer().head().headerLines();
      String name = http2() ? "content-length" : "Content-LENGTH";
      assertThat(lines).anyMatch(line -> line.startsWith(name + ":"));
      assertThat(lines)
          .filteredOn(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
          .hasSize(1);
    }
    try (TestClient client = plain()) {
      assertThat(client.get("redirect.apps.test", "/").head().headerLines())
          .anyMatch(line -> line.startsWith("Location: "));
    }
  }
}
