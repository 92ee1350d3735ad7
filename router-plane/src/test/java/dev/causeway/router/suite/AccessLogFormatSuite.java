package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.router.access.AccessLogs;
import dev.causeway.routing.model.AccessLogging;
import dev.causeway.routing.model.HeaderActions;
import dev.causeway.routing.model.HeaderPolicies;
import dev.causeway.testkit.Behaviour;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.json.JsonParserFactory;

/** How lines of the access log are written, and where they go. */
abstract class AccessLogFormatSuite extends AccessLogSuite {

  @Override
  void extend(Routes all) throws Exception {
    super.extend(all);
    all.headers(
        new HeaderPolicies(
            HeaderActions.NONE,
            List.of(),
            new HeaderPolicies.UniqueId("X-Id", "%{+X}o %ci:%cp"),
            List.of()));
  }

  @Test
  @Behaviour({"RO-086", "IC-023"})
  void formatsAreThoseOfHaproxy() throws Exception {
    logging(
        formatted(
            "[%ci] [%b] [%s] [%f] [%ft] [%ST] [%HM] [%HU] [%HP] [%HPO] [%HQ] [%HV] [%{+Q}r]"
                + " [%{+Q}CC] [%CC] [%{+X}ci] [%fi:%fp] [%si:%sp] [%bi] [%H] [%pid] [%ts] [%tsc]"
                + " [%rc] [%sq] 100%% x\\ y   z"));
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      client.get("app.apps.test", "/p/q?tags");
    }
    String line = message("?tags");
    String base = http2() ? "https://app.apps.test" : "";
    String version = http2() ? "HTTP/2.0" : "HTTP/1.1";
    int port = http2() ? router().httpsPort() : router().httpPort();
    assertThat(line)
        .isEqualTo(
            "[127.0.0.1] [be_edge_http:apps:app-apps-test] [%s] [%s] [%s] [200] [GET]"
                    .formatted(server(one(), "one"), http2() ? "fe_sni" : "public", frontend())
                + " [%s/p/q?tags] [%s/p/q] [/p/q] [?tags] [%s] [%s]"
                    .formatted(
                        base, base, version, requestLine("GET", "app.apps.test", "/p/q?tags"))
                + " [\"\"] [-] [7F000001] [127.0.0.1:%d] [127.0.0.1:%d] [-] [router] [%d]"
                    .formatted(port, one().port(), ProcessHandle.current().pid())
                + " [--] [----] [0] [0] 100% x y z");
  }

  /** Quotes and what is not ASCII are encoded in any case, and reverse solidi escaped on demand. */
  @Test
  @Behaviour({"RO-086", "LIM-023"})
  void linesMayBeJson() throws Exception {
    logging(formatted("{\"status\":%ST,\"client\":\"%ci\",\"target\":\"%{+E}HPO%{+E}HQ\"}"));
    proxied(1);
    try (Http1Client client = plain()) {
      client.raw(
          "GET /a\\b\"c\u00e9?json HTTP/1.1\r\nHost: app.apps.test\r\n\r\n"
              .getBytes(StandardCharsets.ISO_8859_1));
      client.rawRead();
    }
    assertThat(JsonParserFactory.getJsonParser().parseMap(message("?json")))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("status", 200, "client", "127.0.0.1", "target", "/a\\b#22c#E9?json"));
  }

  @Test
  @Behaviour({"RO-086", "RO-062"})
  void theUniqueIdIsTheOneThatEndpointsGet() throws Exception {
    logging(formatted("%HQ id=%ID"));
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      client.get("app.apps.test", "/?numbered", "X-Id: mine");
    }
    String id = one().nextRequest().headers("x-id").getLast();
    assertThat(id).startsWith("7F000001:");
    assertThat(message("?numbered")).isEqualTo("?numbered id=" + id);
  }

  @Test
  @Behaviour("RO-086")
  void tlsIsShownWhereItEnded() throws Exception {
    logging(formatted("%HQ %sslv %sslc"));
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      client.get("app.apps.test", "/?tls");
    }
    assertThat(message("?tls")).matches(http2() ? "\\?tls TLSv1\\.3 TLS_[A-Z0-9_]+" : "\\?tls - -");
  }

  @Test
  @Behaviour({"RO-088", "IC-022"})
  void linesAreCutAtTheirLongest() throws Exception {
    logging(new AccessLogging(null, 480, "%HQ %HU", List.of(), List.of(), null, true));
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      client.get("app.apps.test", "/" + "x".repeat(1_000) + "?cut");
    }
    assertThat(lines().with("?cut")).hasSize(480).endsWith("xxx");
  }

  @Test
  @Behaviour({"RO-084", "RO-026", "IC-021"})
  void syslogLinesAreDatagrams() throws Exception {
    try (DatagramSocket receiver = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      receiver.setSoTimeout(15_000);
      logging(
          new AccessLogging(
              new AccessLogging.Syslog("127.0.0.1", receiver.getLocalPort(), 17),
              1_024,
              null,
              List.of(),
              List.of(),
              null,
              true));
      proxied(2);
      try (TestClient client = client("app.apps.test")) {
        client.get("app.apps.test", "/?q=first");
        client.get("app.apps.test", "/?q=second");
      }
      for (String query : List.of("?q=first", "?q=second")) {
        DatagramPacket packet = new DatagramPacket(new byte[8_192], 8_192);
        receiver.receive(packet);
        String text =
            new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
        assertThat(text)
            .matches(
                "(?s)<142>[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d router haproxy\\["
                    + ProcessHandle.current().pid()
                    + "\\]: 127\\.0\\.0\\.1:\\d+ .*\n")
            .contains(requestLine("GET", "app.apps.test", "/" + query));
      }
    }
    assertThat(lines().all()).noneMatch(line -> line.contains("q=second"));
    assertThat(router().bean(AccessLogs.class).dropped()).isZero();
  }

  @Test
  @Behaviour({"RO-066", "RO-085"})
  void clientsWithoutARequestHaveALine() throws Exception {
    logging(CAPTURING);
    try (Http1Client client = plain()) {
      client.raw("GET / HTTP/9.9\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      client.rawRead();
    }
    assertThat(message(" PR-- "))
        .contains(" public public/<NOSRV> -1/-1/-1/-1/")
        .containsPattern(" (400|505) 0 - - PR-- ")
        .endsWith(" 0/0 \"<BADREQ>\"");
    plain().close();
    assertThat(message(" CR-- ")).contains(" 400 0 - - CR-- ").endsWith(" \"<BADREQ>\"");
  }

  @Test
  @Behaviour({"RO-066", "IC-026"})
  void emptyConnectionsAreIgnoredWhereThatIsWanted() throws Exception {
    logging(new AccessLogging(null, 1_024, "%ts %cp", List.of(), List.of(), null, false));
    int left = lines().all().size();
    plain().close();
    try (Http1Client client = plain()) {
      client.raw("GET / HT".getBytes(StandardCharsets.ISO_8859_1));
    }
    // One event loop after another may see them; the second one is logged all the same.
    await().atMost(PATIENCE).until(() -> lines().all().size() > left);
    assertThat(lines().all().subList(left, lines().all().size()))
        .singleElement()
        .asString()
        .contains("]: CR ");
  }

  @Test
  @Behaviour("RO-085")
  void slowHeadsHaveATime() throws Exception {
    logging(formatted("%HQ %TR %Tw"));
    proxied(1);
    try (Http1Client client = plain()) {
      client.raw("GET /?slowly HTTP/1.1\r\n".getBytes(StandardCharsets.ISO_8859_1));
      long started = System.nanoTime();
      await().atMost(PATIENCE).until(() -> System.nanoTime() - started > 200_000_000);
      client.raw("Host: app.apps.test\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      client.rawRead();
    }
    assertThat(message("?slowly")).matches("\\?slowly [1-9]\\d{2,} \\d+");
  }

  @Test
  void healthChecksOfTheRouterAreNotLogged() throws Exception {
    proxied(1);
    try (Http1Client client = plain()) {
      client.get("any", "/_______internal_router_healthz");
      client.get("app.apps.test", "/?q=after");
    }
    lines().with("q=after");
    assertThat(lines().all()).noneMatch(line -> line.contains("internal_router"));
  }
}
