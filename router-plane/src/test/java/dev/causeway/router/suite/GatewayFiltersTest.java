package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.router.suite.TestClient.Answer;
import dev.causeway.router.suite.TestClient.Call;
import dev.causeway.testkit.Behaviour;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Spring Cloud Gateway's own filters, unchanged, on routes that name them; express is auto. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
final class GatewayFiltersTest {

  private static final String ORIGIN_HEADER = "Access-Control-Allow-Origin";

  private TestRouter router;
  private TestOrigin origin;

  @BeforeAll
  void start() throws Exception {
    origin = TestOrigin.plain("origin");
    router =
        TestRouter.start(
            List.of(),
            filter("tag", "AddRequestHeader", "name", "X-Tag", "value", "two"),
            filter("stamp", "AddResponseHeader", "name", "X-Stamp", "value", "yes"),
            filter(
                "rewrite", "RewritePath", "regexp", "/api(?<rest>/?.*)", "replacement", "${rest}"),
            filter("prefix", "AddRequestHeader", "name", "X-Forwarded-Prefix", "value", "/shop"),
            filter("open", "SetResponseHeader", "name", ORIGIN_HEADER, "value", "https://web.test"),
            filter("moved", "RedirectTo", "status", "308", "url", "https://new.test:8443/there"),
            filter("again", "Retry", "retries", "3", "series", "SERVER_ERROR"),
            filter("breaker", "CircuitBreaker", "name", "one", "statusCodes", "503"),
            filter("circuit", "CircuitBreaker", "name", "two", "statusCodes", "503"));
    router.apply(
        new Routes()
            .upstream("up", origin)
            .both("plain.test", "", "up")
            .filtered("tag.test", List.of("tag"), "up")
            .filtered("stamp.test", List.of("stamp"), "up")
            .filtered("rewrite.test", List.of("rewrite"), "up")
            .filtered("shop.test", List.of("prefix", "open"), "up")
            .filtered("moved.test", List.of("moved"), "up")
            .filtered("retry.test", List.of("again"), "up")
            .filtered("breaker.test", List.of("breaker"), "up")
            .filtered("circuit.test", List.of("circuit"), "up")
            .filtered("id.test", List.of("request-id"), "up"));
  }

  private static String[] filter(String name, String factory, String... args) {
    String prefix = "causeway.router.filters." + name;
    String[] properties = new String[1 + args.length / 2];
    properties[0] = prefix + ".factory=" + factory;
    for (int i = 0; i < args.length; i += 2) {
      properties[1 + i / 2] = prefix + ".args." + args[i] + "=" + args[i + 1];
    }
    return properties;
  }

  @BeforeEach
  void reset() {
    origin.reset();
  }

  @AfterAll
  void stop() throws Exception {
    router.close();
    origin.close();
    assertThat(LeakRecorder.leaksAfterCollection()).isEmpty();
  }

  @Test
  void onlyRoutesWithFiltersTakeTheGatewayPath() throws Exception {
    double gateway = router.served("gateway");
    double express = router.served("express");
    try (TestClient client = Http1Client.plain(router.httpPort())) {
      for (int i = 0; i < 20; i++) {
        client.get("plain.test", "/");
      }
      client.get("stamp.test", "/");
    }
    // Requests of the test before may be counted late, hence no exact numbers.
    await()
        .atMost(Duration.ofSeconds(15))
        .until(
            () -> router.served("gateway") > gateway && router.served("express") >= express + 20);
    assertThat(router.served("gateway") - gateway).isLessThan(10);
  }

  @Test
  void addsARequestHeader() throws Exception {
    get("tag.test", "/");
    assertThat(origin.nextRequest().header("x-tag")).isEqualTo("two");
  }

  @Test
  void aFilterMayChangeHeadersBesideRepeatedOnes() throws Exception {
    get("tag.test", "/", "X-A: 1", "x-a: 2");
    assertThat(origin.nextRequest().headers("x-a")).containsExactly("1", "2");
  }

  @Test
  void aFilterThatLeavesTheUriLeavesTheTarget() throws Exception {
    get("tag.test", "//a|b/%2F?x=%zz");
    assertThat(origin.nextRequest().target()).isEqualTo("//a|b/%2F?x=%zz");
  }

  @Test
  void addsAResponseHeader() throws Exception {
    assertThat(get("stamp.test", "/").header("x-stamp")).isEqualTo("yes");
  }

  @Test
  @Behaviour("LIM-014")
  void rewritesThePath() throws Exception {
    get("rewrite.test", "/api/a%2Fb?q=%20");
    assertThat(origin.nextRequest().target()).isEqualTo("/a%2Fb?q=%20");
  }

  @Test
  @Behaviour("LIM-013")
  void tellsThePrefixAndLetsAnotherOriginRead() throws Exception {
    Answer answer = get("shop.test", "/with?Access-Control-Allow-Origin:_https://other.test");
    assertThat(origin.nextRequest().headers("x-forwarded-prefix")).containsExactly("/shop");
    assertThat(answer.head().all(ORIGIN_HEADER)).containsExactly("https://web.test");
  }

  @Test
  @Behaviour("LIM-015")
  void redirectsWithAnyStatusToAnyPort() throws Exception {
    Answer answer = get("moved.test", "/here");
    assertThat(answer.status()).isEqualTo(308);
    assertThat(answer.header("location")).isEqualTo("https://new.test:8443/there");
    assertThat(origin.requestCount()).isZero();
  }

  @Test
  @Behaviour("LIM-012")
  void retriesByStatusAndForgetsTheFailedAnswers() throws Exception {
    Answer answer = get("retry.test", "/flaky");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("attempt 3");
    assertThat(answer.head().all("x-attempt")).containsExactly("3");
    assertThat(origin.nextRequest().headers("x-forwarded-for")).hasSize(1);
    origin.nextRequest();
    assertThat(origin.nextRequest().headers("x-forwarded-for")).hasSize(1);
  }

  @Test
  @Behaviour("LIM-012")
  void breaksTheCircuitOnAStatus() throws Exception {
    assertThat(get("circuit.test", "/").status()).isEqualTo(200);
    // A circuit opens when half of its last hundred calls failed, and not before the hundredth.
    for (int i = 1; i < 100; i++) {
      Answer failed = get("circuit.test", "/error");
      assertThat(failed.status()).isEqualTo(503);
      assertThat(failed.body()).doesNotContain("origin says 503");
    }
    assertThat(origin.requestCount()).isEqualTo(100);
    assertThat(get("circuit.test", "/").status()).as("open").isEqualTo(503);
    assertThat(get("circuit.test", "/error").status()).as("open").isEqualTo(503);
    assertThat(origin.requestCount()).isEqualTo(100);
  }

  @Test
  void abandonsTheEndpointWhenTheCircuitTimesOut() throws Exception {
    assertThat(get("breaker.test", "/never").status()).isEqualTo(504);
    assertThat(origin.nextBreak()).isEqualTo("/never");
  }

  @Test
  void streamsABodyThroughFilters() throws Exception {
    try (TestClient client = Http1Client.plain(router.httpPort())) {
      TestClient.Stream stream = client.send(Call.post("tag.test", "/echo"));
      stream.data(TestOrigin.text("one"));
      assertThat(StreamingSuite.readText(stream, 3)).isEqualTo("one");
      stream.end();
      assertThat(stream.read()).isNull();
    }
  }

  @Test
  void givesEveryRequestAnId() throws Exception {
    Answer fresh = get("id.test", "/", "X-Request-Id: not usable!");
    assertThat(fresh.header("x-request-id")).matches("[0-9a-f]{32}");
    assertThat(origin.nextRequest().header("x-request-id")).isEqualTo(fresh.header("x-request-id"));
    assertThat(get("id.test", "/", "X-Request-Id: abc-1").header("x-request-id"))
        .isEqualTo("abc-1");
  }

  @Test
  void tellsTheManagementPortWhatItServes() throws Exception {
    get("plain.test", "/");
    try (TestClient client = Http1Client.plain(router.managementPort())) {
      assertThat(client.get("localhost", "/actuator/health/readiness").body())
          .contains("\"status\":\"UP\"");
      assertThat(client.get("localhost", "/actuator/snapshot").body())
          .contains("\"shard\":\"default\"", "\"connected\":false", "\"rejections\":[]");
      assertThat(client.get("localhost", "/actuator/prometheus").body())
          .contains("causeway_requests_total{", "path=\"express\"");
    }
  }

  private Answer get(String host, String target, String... headers) throws Exception {
    try (TestClient client = Http1Client.plain(router.httpPort())) {
      return client.get(host, target, headers);
    }
  }
}
