package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.suite.TestClient.Answer;
import dev.causeway.routing.model.Balance;
import dev.causeway.routing.model.ErrorPages;
import dev.causeway.routing.model.ForwardedPolicy;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.RulePolicies;
import dev.causeway.routing.model.Termination;
import dev.causeway.testkit.Behaviour;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The answers that administrators put in place of the router's own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
final class ErrorPagesTest {
  private static final String UNAVAILABLE =
      String.join(
          "\r\n",
          "HTTP/1.0 503 Gone Fishing",
          "Content-Type: text/plain",
          "X-Page: 503",
          "Content-Length: 1",
          "Connection: close",
          "",
          "back soon\n");

  private TestOrigin one;
  private TestRouter router;

  @BeforeAll
  void start() throws Exception {
    one = TestOrigin.plain("one");
    router = TestRouter.start(List.of(), new String[0]);
  }

  @AfterAll
  void stop() throws Exception {
    router.close();
    one.close();
  }

  private void apply(ErrorPages pages) throws Exception {
    router.apply(
        new Routes()
            .add(
                TestCertificates.resource(
                    Routes.SHARD, "own", TestCertificates.selfSigned("app.apps.test")))
            .defaultCertificate("own")
            .certificate("app.apps.test", "own")
            .upstream("one", one)
            .upstream("none", new TestOrigin[0])
            .both("app.apps.test", "/error", "one")
            .both("app.apps.test", "/with", "one")
            .both("app.apps.test", "/close", "one")
            .both("app.apps.test", "/missing", "one")
            .both("app.apps.test", "/empty", "none")
            .rule(
                "app.apps.test",
                "/never",
                Termination.EDGE,
                InsecurePolicy.ALLOW,
                RulePolicies.basic(300, 60_000, Balance.ROUND_ROBIN, ForwardedPolicy.APPEND),
                List.of(),
                "one")
            .requestHead(500)
            .pages(pages));
  }

  @Test
  @Behaviour("RO-081")
  void thePageIsSentAsItIsWritten() throws Exception {
    apply(new ErrorPages(UNAVAILABLE, null));
    try (TestClient http1 = Http1Client.plain(router.httpPort());
        TestClient http2 = Http2Client.connect(router.httpsPort(), "app.apps.test")) {
      for (TestClient client : List.of(http1, http2)) {
        Answer answer = client.get("app.apps.test", "/empty");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("x-page")).isEqualTo("503");
        assertThat(answer.header("content-type")).isEqualTo("text/plain");
        assertThat(answer.header("cache-control")).isNull();
        assertThat(answer.body()).isEqualTo("back soon\n");
      }
    }
    try (TestClient client = Http1Client.plain(router.httpPort())) {
      assertThat(client.get("app.apps.test", "/empty").head().reason()).isEqualTo("Gone Fishing");
    }
  }

  @Test
  @Behaviour("RO-082")
  void anyPageTurnsNoRouteInto404() throws Exception {
    apply(ErrorPages.BUILT_IN);
    assertThat(plain("/nowhere").status()).isEqualTo(503);

    apply(new ErrorPages(UNAVAILABLE, null));
    assertThat(plain("/nowhere").status()).isEqualTo(404);
    assertThat(plain("/nowhere").body()).contains("No route matches");

    apply(new ErrorPages(null, "HTTP/1.1 404 Nope\n\nnothing here"));
    assertThat(plain("/nowhere").body()).isEqualTo("nothing here");
    assertThat(plain("/empty").status()).isEqualTo(503);
    assertThat(plain("/empty").body()).contains("not available");
  }

  @Test
  @Behaviour("RO-083")
  void answersOfTheApplicationPassUnchanged() throws Exception {
    apply(new ErrorPages(UNAVAILABLE, "HTTP/1.1 404 Nope\n\nnothing here"));
    Answer answer = plain("/error");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("origin says 503");
    Answer missing = plain("/missing");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.body()).isEqualTo("origin says 404");
  }

  @Test
  @Behaviour("RO-083")
  void otherAnswersOfTheRouterKeepTheirPages() throws Exception {
    apply(new ErrorPages(UNAVAILABLE, "HTTP/1.1 404 Nope\n\nnothing here"));
    builtIn(plain("/close"), 502);
    builtIn(plain("/never"), 504);
    builtIn(plain("/a#b"), 400);
    try (Http1Client client = Http1Client.plain(router.httpPort())) {
      client.raw("GET / HTTP/1.1\r\nHost: app".getBytes(StandardCharsets.US_ASCII));
      StringBuilder answer = new StringBuilder();
      for (byte[] part = client.rawRead(); part != null; part = client.rawRead()) {
        answer.append(new String(part, StandardCharsets.US_ASCII));
      }
      assertThat(answer.toString())
          .startsWith("HTTP/1.1 408 ")
          .doesNotContain("X-Page", "back soon", "nothing here");
    }
  }

  private static void builtIn(Answer answer, int status) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("x-page")).isNull();
    assertThat(answer.body())
        .contains(Integer.toString(status))
        .doesNotContain("back soon", "nothing here");
  }

  private Answer plain(String target) throws Exception {
    try (TestClient client = Http1Client.plain(router.httpPort())) {
      return client.get("app.apps.test", target);
    }
  }
}
