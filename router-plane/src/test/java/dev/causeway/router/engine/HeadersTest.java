package dev.causeway.router.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.suite.LeakCheck;
import dev.causeway.routing.model.ClientConnections;
import dev.causeway.routing.model.ForwardedPolicy;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.Termination;
import dev.causeway.routing.model.Tuning;
import dev.causeway.routing.model.VirtualHost;
import dev.causeway.testkit.Behaviour;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What endpoints and clients see of the heads that pass. */
@ExtendWith(LeakCheck.class)
@SuppressWarnings("StringConcatToTextBlock") // the line ends are what is tested
final class HeadersTest {
  private static final String CLAIMS =
      "X-Forwarded-For: 1.1.1.1\r\nX-Forwarded-Host: claimed.test\r\nX-Forwarded-Port: 7\r\n"
          + "X-Forwarded-Proto: gopher\r\nForwarded: for=2.2.2.2\r\n";

  private final Origin origin = new Origin();
  private final TestRouter router = new TestRouter().serving(origin.endpoint());

  @AfterEach
  void close() {
    router.close();
    origin.close();
  }

  /** Sends a request with more headers and returns the head the endpoint sees. */
  private String seenByEndpoint(String host, String headers) {
    return seenByEndpoint("", host, headers);
  }

  private String seenByEndpoint(String before, String host, String headers) {
    try (Wire client = router.client()) {
      client.send(before + "GET /p HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "\r\n");
      try (Wire endpoint = origin.accept()) {
        String head = endpoint.head();
        endpoint.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        client.head();
        return head;
      }
    }
  }

  private void expectProxyHeaders() {
    router.with(Routes.settings(Tuning.DEFAULTS, new ClientConnections(true, false, false, 0)));
  }

  private void policy(ForwardedPolicy policy) {
    router.with(
        Routes.host("app.test", Routes.rule("", Routes.policies(30_000, policy, null, null))));
  }

  @Test
  @Behaviour({"RO-054", "RO-058", "RO-059"})
  void appendAddsFurtherLines() {
    assertThat(seenByEndpoint("app.test", CLAIMS))
        .contains("x-forwarded-for: 1.1.1.1\r\n", "x-forwarded-for: 127.0.0.1\r\n")
        .contains("x-forwarded-host: claimed.test\r\n", "x-forwarded-host: app.test\r\n")
        .contains("x-forwarded-port: 7\r\n", "x-forwarded-port: " + router.port() + "\r\n")
        .contains("x-forwarded-proto: gopher\r\n", "x-forwarded-proto: http\r\n")
        .contains("\r\nforwarded: for=2.2.2.2\r\n")
        .contains("\r\nforwarded: for=127.0.0.1;host=app.test;proto=http\r\n");
  }

  @Test
  @Behaviour({"RO-055", "RO-061"})
  void replaceDropsWhatTheClientClaimed() {
    policy(ForwardedPolicy.REPLACE);
    assertThat(seenByEndpoint("app.test", CLAIMS))
        .contains("x-forwarded-for: 127.0.0.1\r\n", "x-forwarded-proto: http\r\n")
        .contains("x-forwarded-host: app.test\r\n")
        .contains("x-forwarded-port: " + router.port() + "\r\n")
        .contains("\r\nforwarded: for=127.0.0.1;host=app.test;proto=http\r\n")
        .doesNotContain("1.1.1.1", "claimed", "port: 7\r\n", "gopher", "2.2.2.2");
  }

  @Test
  @Behaviour({"RO-056", "RO-058"})
  void ifNoneFillsGapsOnly() {
    policy(ForwardedPolicy.IF_NONE);
    assertThat(seenByEndpoint("app.test", "X-Forwarded-Proto: gopher\r\n"))
        .contains("x-forwarded-for: 127.0.0.1\r\n")
        .contains("x-forwarded-host: app.test\r\n")
        .contains("x-forwarded-port: " + router.port() + "\r\n")
        .containsOnlyOnce("x-forwarded-proto: ")
        .contains("forwarded: for=127.0.0.1;host=app.test;proto=gopher\r\n");
  }

  @Test
  @Behaviour("RO-056")
  void ifNoneLeavesWhatTheClientClaimed() {
    policy(ForwardedPolicy.IF_NONE);
    assertThat(seenByEndpoint("app.test", CLAIMS))
        .contains("x-forwarded-for: 1.1.1.1\r\n", "x-forwarded-host: claimed.test\r\n")
        .contains("x-forwarded-port: 7\r\n", "x-forwarded-proto: gopher\r\n")
        .contains("\r\nforwarded: for=2.2.2.2\r\n")
        .doesNotContain("127.0.0.1", "-host: app.test", "-port: " + router.port());
  }

  @ParameterizedTest
  @Behaviour("RO-058")
  @CsvSource({
    "'https, http', http",
    "'http,https ', https",
    "'', http",
    "'https,', http",
  })
  void underIfNoneTheProtocolIsTheLastOneSaid(String said, String repeated) {
    policy(ForwardedPolicy.IF_NONE);
    assertThat(seenByEndpoint("app.test", "X-Forwarded-Proto: " + said + "\r\n"))
        .contains("\r\nforwarded: for=127.0.0.1;host=app.test;proto=" + repeated + "\r\n");
  }

  @Test
  @Behaviour("RO-058")
  void forwardedNamesTheHostInLowerCase() {
    assertThat(seenByEndpoint("App.TEST.:8080", ""))
        .contains("\r\nforwarded: for=127.0.0.1;host=app.test.:8080;proto=http\r\n")
        .contains("x-forwarded-host: app.test.:8080\r\n");
  }

  @Test
  @Behaviour({"RO-058", "RO-059"})
  void aProxyHeaderSaysWhoTheClientIsAndWhichPortItKnows() {
    expectProxyHeaders();
    assertThat(seenByEndpoint("PROXY TCP6 2001:db8::1 2001:db8::2 5555 443\r\n", "app.test", ""))
        .contains("x-forwarded-for: 2001:db8::1\r\n", "x-forwarded-port: 443\r\n")
        .contains("\r\nforwarded: for=\"[2001:db8::1]\";host=app.test;proto=http\r\n");
    assertThat(seenByEndpoint("PROXY TCP4 1.2.3.4 5.6.7.8 5555 9443\r\n", "app.test", ""))
        .contains("x-forwarded-for: 1.2.3.4\r\n", "x-forwarded-port: 9443\r\n")
        .contains("\r\nforwarded: for=1.2.3.4;host=app.test;proto=http\r\n");
  }

  @Test
  @Behaviour("RO-057")
  void neverLeavesThemAlone() {
    policy(ForwardedPolicy.NEVER);
    assertThat(seenByEndpoint("app.test", CLAIMS))
        .contains("x-forwarded-for: 1.1.1.1\r\n", "\r\nforwarded: for=2.2.2.2\r\n")
        .contains("x-forwarded-host: claimed.test\r\n", "x-forwarded-port: 7\r\n")
        .doesNotContain("127.0.0.1", "-host: app.test", "-port: " + router.port());
    assertThat(seenByEndpoint("app.test", "")).doesNotContain("forwarded");
  }

  @Test
  @Behaviour({"HO-023", "HO-024"})
  void hostIsLowerCasedAndKeepsDotAndPort() {
    assertThat(seenByEndpoint("App.TEST.:8080", "")).contains("\r\nhost: app.test.:8080\r\n");
  }

  @Test
  @Behaviour({"RO-037", "TLS-056", "RO-063"})
  void headersOnlyTheRouterMaySetAreRemoved() {
    String claims =
        Stream.of(
                "X-SSL",
                "X-SSL-Client-Verify",
                "X-SSL-Client-Serial",
                "X-SSL-Client-Version",
                "X-SSL-Client-SHA1",
                "X-SSL-Client-DN",
                "X-SSL-Client-CN",
                "X-SSL-Client-Subject",
                "X-SSL-Issuer",
                "X-SSL-Client-NotBefore",
                "X-SSL-Client-NotAfter",
                "X-SSL-Client-DER",
                "Proxy")
            .map(name -> name + ": forged\r\n" + name.toLowerCase(Locale.ROOT) + ": forged\r\n")
            .collect(Collectors.joining());
    assertThat(seenByEndpoint("app.test", claims + "X-Kept: Y\r\n"))
        .doesNotContain("proxy:", "x-ssl", "forged")
        .contains("\r\nx-kept: Y\r\n");
  }

  @Test
  void hopByHopHeadersStayHere() {
    String sent =
        "Connection: keep-alive, X-Secret, Host\r\nX-Secret: 1\r\nKeep-Alive: 5\r\nTE: gzip, trailers\r\n";
    assertThat(seenByEndpoint("app.test", sent))
        .doesNotContain("x-secret", "keep-alive", "connection:", "gzip")
        .contains("host: app.test\r\n", "te: trailers\r\n");
  }

  @Test
  @Behaviour({"TLS-059", "TLS-060"})
  void strictTransportSecurityReplacesTheEndpoints() {
    router.with(strict(InsecurePolicy.ALLOW));
    try (Wire client = router.client()) {
      client.send("GET / HTTP/1.1\r\nHost: app.test\r\n\r\n");
      try (Wire endpoint = origin.accept()) {
        endpoint.head();
        endpoint.send(
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nStrict-Transport-Security: max-age=1\r\n\r\n");
        assertThat(client.head())
            .containsIgnoringCase("strict-transport-security: max-age=9\r\n")
            .doesNotContain("max-age=1\r\n");
      }
    }
  }

  @Test
  @Behaviour("TLS-061")
  void answersOfTheRouterCarryNoStrictTransportSecurity() {
    router.with(strict(InsecurePolicy.REDIRECT));
    try (Wire client = router.client()) {
      refused(client, "app.test", "302");
      refused(client, "none.test", "503");
    }
    // Those of a Route that has it and no endpoint do not either.
    router.endpoints(Routes.UPSTREAM);
    router.with(strict(InsecurePolicy.ALLOW));
    try (Wire client = router.client()) {
      refused(client, "app.test", "503");
    }
  }

  private static VirtualHost strict(InsecurePolicy insecure) {
    return Routes.host(
        "app.test",
        Routes.rule(
            "",
            Termination.EDGE,
            insecure,
            Routes.policies(30_000, ForwardedPolicy.APPEND, "max-age=9", null)));
  }

  private static void refused(Wire client, String host, String status) {
    client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    assertThat(client.head())
        .startsWith("HTTP/1.1 " + status + " ")
        .doesNotContainIgnoringCase("strict-transport-security");
  }

  @Test
  @Behaviour({"HO-054", "HO-055", "HO-056"})
  void redirectKeepsPathAndQueryAndDropsThePort() {
    router.with(
        Routes.host(
            "app.test",
            Routes.rule("", Termination.EDGE, InsecurePolicy.REDIRECT, Routes.POLICIES)));
    try (Wire client = router.client()) {
      client.send("POST /a%2Fb?c=d HTTP/1.1\r\nHost: App.test:8080\r\nContent-Length: 0\r\n\r\n");
      assertThat(client.head())
          .startsWith("HTTP/1.1 302 ")
          .containsIgnoringCase("cache-control: no-cache\r\n")
          .containsIgnoringCase("location: https://app.test/a%2Fb?c=d\r\n");
      client.send("GET http://app.test/x?y HTTP/1.1\r\nHost: app.test\r\n\r\n");
      assertThat(client.head()).containsIgnoringCase("location: https://app.test/x?y\r\n");
      client.send("GET /x HTTP/1.1\r\nHost: app.test.:8080\r\n\r\n");
      assertThat(client.head()).containsIgnoringCase("location: https://app.test./x\r\n");
      router.endpoints(Routes.UPSTREAM);
      client.send("GET / HTTP/1.1\r\nHost: app.test\r\n\r\n");
      assertThat(client.head()).startsWith("HTTP/1.1 302 ");
    }
  }

  @Test
  @Behaviour({"AN-043", "AN-052"})
  void pathIsRewrittenBeforeItIsSent() {
    router.with(
        Routes.host(
            "app.test",
            Routes.rule("/foo", Routes.policies(30_000, ForwardedPolicy.NEVER, null, "/baz"))));
    try (Wire client = router.client()) {
      client.send("GET /foo/bar/?q=1 HTTP/1.1\r\nHost: app.test\r\n\r\n");
      try (Wire endpoint = origin.accept()) {
        assertThat(endpoint.head()).startsWith("GET /baz/bar/?q=1 HTTP/1.1\r\n");
        endpoint.send("HTTP/1.1 204 No Content\r\n\r\n");
        client.head();
      }
    }
  }
}
