package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.suite.TestClient.Answer;
import dev.causeway.router.suite.TestClient.Call;
import dev.causeway.routing.model.AccessLogging;
import dev.causeway.routing.model.AccessLogging.CapturedCookie;
import dev.causeway.routing.model.AccessLogging.CapturedHeader;
import dev.causeway.routing.model.Affinity;
import dev.causeway.routing.model.Balance;
import dev.causeway.routing.model.ForwardedPolicy;
import dev.causeway.routing.model.HeaderAction;
import dev.causeway.routing.model.HeaderActions;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.RulePolicies;
import dev.causeway.routing.model.Termination;
import dev.causeway.testkit.Behaviour;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What lines of the access log say. */
abstract class AccessLogSuite extends RoutingHarness {

  private static final String DATE = "\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d\\.\\d{3}";
  private static final String TIMES = "0/\\d+/\\d+/\\d+/\\d+";
  private static final String COUNTS = "\\d+/\\d+/\\d+/\\d+/0 0/0";

  static final AccessLogging CAPTURING =
      new AccessLogging(
          null,
          1_024,
          null,
          List.of(new CapturedHeader("X-First", 8), new CapturedHeader("X-Second", 100)),
          List.of(new CapturedHeader("X-Origin", 2)),
          new CapturedCookie("sess", true, 12),
          true);

  private static final HeaderActions EDITS =
      new HeaderActions(
          List.of(new HeaderAction("X-First", "route")),
          List.of(new HeaderAction("X-Origin", "route")));

  private @Nullable Routes routes;

  @Override
  List<Class<?>> sources() {
    return List.of(KeptLines.Printing.class);
  }

  @Override
  void extend(Routes all) throws Exception {
    routes = all;
    for (String host : List.of("edited.apps.test", "sticky.apps.test")) {
      all.certificate(host, "shared");
    }
    all.rule(
            "edited.apps.test",
            "/long",
            Termination.EDGE,
            InsecurePolicy.ALLOW,
            edited(),
            List.of(),
            "one")
        .rule(
            "sticky.apps.test",
            "",
            Termination.EDGE,
            InsecurePolicy.ALLOW,
            Routes.POLICIES.with(new Affinity("a", null)),
            List.of(),
            "one");
  }

  private static RulePolicies edited() {
    return new RulePolicies(
        10_000,
        60_000,
        Balance.ROUND_ROBIN,
        ForwardedPolicy.APPEND,
        null,
        "/short",
        null,
        0,
        0,
        null,
        null,
        EDITS,
        false);
  }

  @BeforeEach
  void logInHaproxysFormat() {
    logging(AccessLogging.CONTAINER);
  }

  /** Makes the router log as {@code settings} say. */
  final void logging(@Nullable AccessLogging settings) {
    Routes all = routes;
    if (all == null) {
      throw new IllegalStateException("no routes yet");
    }
    router().apply(all.accessLog(settings));
  }

  final KeptLines lines() {
    return router().bean(KeptLines.class);
  }

  /** Returns what follows the date and the names in front of the line that holds {@code part}. */
  final String message(String part) {
    String line = lines().with(part);
    return line.substring(line.indexOf("]: ") + 3);
  }

  final String frontend() {
    return http2() ? "fe_sni~" : "public";
  }

  /** Returns the request line of a target as lines show it. */
  final String requestLine(String method, String host, String target) {
    return http2()
        ? "\"" + method + " https://" + host + target + " HTTP/2.0\""
        : "\"" + method + " " + target + " HTTP/1.1\"";
  }

  final String server(TestOrigin origin, String upstream) {
    return "pod:"
        + upstream
        + "-"
        + origin.port()
        + ":"
        + upstream
        + "::127.0.0.1:"
        + origin.port();
  }

  @Test
  @Behaviour({"RO-084", "RO-085"})
  void containerLinesAreThoseOfOkd() throws Exception {
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      client.get("app.apps.test", "/a?q=plain");
    }
    String line = lines().with("q=plain");
    String head = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}\\+00:00 router router ";
    assertThat(line)
        .matches(
            head
                + "haproxy\\["
                + ProcessHandle.current().pid()
                + "\\]: 127\\.0\\.0\\.1:\\d+ \\["
                + DATE
                + "\\] "
                + frontend()
                + " "
                + Pattern.quote("be_edge_http:apps:app-apps-test/" + server(one(), "one"))
                + " "
                + TIMES
                + " 200 \\d+ - - ---- "
                + COUNTS
                + " "
                + Pattern.quote(requestLine("GET", "app.apps.test", "/a?q=plain")));
  }

  @Test
  @Behaviour("RO-085")
  void backendsAreNamedAfterTheTermination() throws Exception {
    proxied(2);
    try (TestClient client = plain()) {
      client.get("plain.apps.test", "/?q=insecure");
    }
    assertThat(message("q=insecure"))
        .contains(" public be_http:apps:plain-apps-test/" + server(one(), "one") + " ");
    try (TestClient client = client("reencrypt.apps.test")) {
      client.get("reencrypt.apps.test", "/?q=encrypted");
    }
    assertThat(message("q=encrypted"))
        .contains(
            frontend() + " be_secure:apps:reencrypt-apps-test/" + server(secure(), "secure") + " ");
  }

  @Test
  @Behaviour({"RO-085", "RO-087", "RT-063"})
  void capturesWhatClientAndEndpointSaidBeforeTheRouteEdits() throws Exception {
    logging(CAPTURING);
    proxied(1);
    Answer answer;
    try (TestClient client = client("edited.apps.test")) {
      answer =
          client.get(
              "edited.apps.test",
              "/long?q=captured",
              "X-First: old",
              "X-First: 123456789",
              "Cookie: other=1; session=12345678; sess=2");
    }
    assertThat(answer.header("x-origin")).isEqualTo("route");
    assertThat(one().nextRequest().header("x-first")).isEqualTo("route");
    assertThat(message("q=captured"))
        .contains(" 200 ")
        .contains(" session=1234 - ")
        .contains(" {12345678|} {on} \"GET ");
  }

  @Test
  @Behaviour("RO-087")
  void capturesTheCookieThatTheEndpointSets() throws Exception {
    logging(CAPTURING);
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      client.get("app.apps.test", "/with?Set-Cookie:_a=1|Set-Cookie:_session=12345678;_Path=/");
    }
    assertThat(message("/with?Set")).contains(" - session=1234 ");
  }

  @Test
  @Behaviour("AN-062")
  void showsTheRequestAsItCame() throws Exception {
    proxied(1);
    try (TestClient client = client("edited.apps.test")) {
      client.get("edited.apps.test", "/long/x?q=rewritten");
    }
    assertThat(one().nextRequest().target()).isEqualTo("/short/x?q=rewritten");
    assertThat(message("q=rewritten"))
        .endsWith(requestLine("GET", "edited.apps.test", "/long/x?q=rewritten"));
  }

  @Test
  void nothingThatClientsSendEndsALineOrItsParts() throws Exception {
    logging(CAPTURING);
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      client.get("app.apps.test", "/q\"{x}|y?inject", "X-Second: a\"b#c{d|e}\u00e9");
    }
    assertThat(message("inject"))
        .contains(" {|a#22b#23c#7Bd#7Ce#7D#E9")
        .endsWith(requestLine("GET", "app.apps.test", "/q#22{x}|y?inject"));
  }

  @Test
  @Behaviour("RO-085")
  void saysWhyNobodyAnswered() throws Exception {
    proxied(2);
    try (TestClient client = client("path.apps.test")) {
      client.get("path.apps.test", "/nowhere");
    }
    assertThat(message("/nowhere"))
        .contains(" openshift_default/<NOSRV> 0/-1/-1/-1/")
        .contains(" 503 ")
        .contains(" SC-- ");
    try (TestClient client = client("empty.apps.test")) {
      client.get("empty.apps.test", "/?q=empty");
    }
    assertThat(message("q=empty"))
        .contains(" be_edge_http:apps:empty-apps-test/<NOSRV> 0/-1/-1/-1/")
        .contains(" 503 ")
        .contains(" SC-- ");
    try (TestClient client = client("app.apps.test")) {
      assertThat(client.get("app.apps.test", "/close?q=cut").status()).isEqualTo(502);
    }
    assertThat(message("q=cut")).contains("/" + server(one(), "one") + " ").contains(" 502 ");
    assertThat(message("q=cut")).contains(" SH-- ");
  }

  @Test
  @Behaviour("RO-085")
  void countsRetriesOfConnecting() throws Exception {
    proxied(1);
    try (TestClient client = client("closed.apps.test")) {
      client.get("closed.apps.test", "/?q=closed");
    }
    assertThat(message("q=closed"))
        .contains(" be_edge_http:apps:closed-apps-test/pod:closed-")
        .containsPattern(" 0/\\d+/-1/-1/\\d+ 503 ")
        .containsPattern(" SC-- \\d+/\\d+/\\d+/\\d+/3 ");
  }

  @Test
  @Behaviour("RO-085")
  void saysWhenTheClientLeft() throws Exception {
    proxied(1);
    TestClient client = client("app.apps.test");
    TestClient.Stream stream = client.send(Call.get("app.apps.test", "/never?q=left"));
    one().nextRequest();
    stream.abandon();
    client.close();
    assertThat(message("q=left")).containsPattern(" 0/\\d+/\\d+/-1/\\d+ -1 0 ").contains(" CH-- ");
  }

  @Test
  @Behaviour("RO-085")
  void saysWhatBecameOfTheAffinityCookie() throws Exception {
    proxied(3);
    try (TestClient client = client("sticky.apps.test")) {
      String cookie = client.get("sticky.apps.test", "/?q=fresh").header("set-cookie");
      assertThat(cookie).isNotNull();
      String pair = cookie.substring(0, cookie.indexOf(';'));
      client.get("sticky.apps.test", "/?q=known", "Cookie: " + pair);
      client.get("sticky.apps.test", "/?q=forged", "Cookie: a=" + "0".repeat(32));
    }
    assertThat(message("q=fresh")).contains(" --NI ");
    assertThat(message("q=known")).contains(" --VN ");
    assertThat(message("q=forged")).contains(" --II ");
  }

  @Test
  void countsBytesOfBodies() throws Exception {
    logging(formatted("%B/%U %HQ"));
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      TestClient.Stream stream =
          client.send(Call.post("app.apps.test", "/?q=bytes", "Content-Length: 1000"));
      stream.data(new byte[1_000]);
      stream.end();
      assertThat(stream.answer().body()).isEqualTo("one");
    }
    String counts = message("?q=bytes");
    assertThat(counts).endsWith("/1000 ?q=bytes");
    int sent = Integer.parseInt(counts.substring(0, counts.indexOf('/')));
    // The head is counted where it has a length of its own.
    assertThat(sent).isBetween(3, 300);
    assertThat(sent == 3).isEqualTo(http2());
  }

  @Test
  @Behaviour({"RO-085", "RO-086"})
  void relayedConnectionsHaveATcpLine() throws Exception {
    try (TestClient client = tls("pass.apps.test")) {
      assertThat(client.get("pass.apps.test", "/").status()).isEqualTo(200);
    }
    assertThat(message("be_tcp:"))
        .matches(
            "127\\.0\\.0\\.1:\\d+ \\["
                + DATE
                + "\\] public_ssl "
                + Pattern.quote("be_tcp:apps:pass-apps-test/" + server(secure(), "relayed"))
                + " \\d+/\\d+/\\d+ \\d{3,} -- "
                + COUNTS);
  }

  @Test
  @Behaviour("RO-085")
  void redirectsAreTheRoutersOwn() throws Exception {
    try (TestClient client = plain()) {
      client.get("redirect.apps.test", "/?q=moved");
    }
    assertThat(message("q=moved"))
        .contains(" public public/<NOSRV> 0/-1/-1/-1/")
        .contains(" 302 ")
        .contains(" LR-- ");
  }

  @Test
  @Behaviour("RO-084")
  void nothingIsLoggedUnlessWanted() throws Exception {
    proxied(2);
    logging(null);
    try (TestClient client = client("app.apps.test")) {
      client.get("app.apps.test", "/?q=unlogged");
    }
    logging(AccessLogging.CONTAINER);
    try (TestClient client = client("app.apps.test")) {
      client.get("app.apps.test", "/?q=logged");
    }
    lines().with("q=logged");
    assertThat(lines().all()).noneMatch(line -> line.contains("q=unlogged"));
  }

  /** Settings with a format of their own. */
  static AccessLogging formatted(String format) {
    return new AccessLogging(
        null,
        CAPTURING.maxLength(),
        format,
        CAPTURING.requestHeaders(),
        CAPTURING.responseHeaders(),
        CAPTURING.cookie(),
        true);
  }
}
