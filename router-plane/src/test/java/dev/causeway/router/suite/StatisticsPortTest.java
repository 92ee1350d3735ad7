package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.router.suite.TestClient.Answer;
import dev.causeway.testkit.Behaviour;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What OKD's users probe and scrape, on the management port. */
@Timeout(60)
class StatisticsPortTest {
  @TempDir private Path folder;

  private static Answer get(TestRouter router, String target, String... headers) throws Exception {
    try (TestClient client = Http1Client.plain(router.managementPort())) {
      return client.get("localhost", target, headers);
    }
  }

  private static String basic(String text) {
    return "Authorization: Basic "
        + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private void credentials(String name, String password) throws IOException {
    Files.writeString(folder.resolve("statsUsername"), name);
    Files.writeString(folder.resolve("statsPassword"), password);
  }

  @Test
  @Behaviour("RO-089")
  void pathsOfOkdAreServed() throws Exception {
    try (TestRouter router = TestRouter.start(List.of(), new String[0])) {
      assertThat(get(router, "/healthz").status()).isEqualTo(200);
      assertThat(get(router, "/healthz/ready").status()).isEqualTo(503);
      router.apply(new Routes());
      assertThat(get(router, "/healthz/ready").status()).isEqualTo(200);
      assertThat(get(router, "/metrics").body()).contains("causeway_requests_total{");
      assertThat(get(router, "/debug/pprof").status()).isEqualTo(404);
    }
  }

  @Test
  @Behaviour("LIM-022")
  void timesAreAHistogramAndSeriesDoNotGrowWithRoutes() throws Exception {
    try (TestRouter router = TestRouter.start(List.of(), new String[0]);
        TestOrigin origin = TestOrigin.plain("origin")) {
      router.apply(new Routes().upstream("up", origin).both("app.test", "", "up"));
      try (TestClient client = Http1Client.plain(router.httpPort())) {
        for (int i = 0; i < 5; i++) {
          client.get("app.test", "/");
        }
        UpgradeSuite.open(client, "app.test", "/ws").head();
      }
      String count = "causeway_request_duration_seconds_count{path=\"express\"} ";
      await()
          .atMost(RoutingHarness.PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(router.served("express")).isEqualTo(6);
                assertThat(get(router, "/metrics").body()).contains(count + "5\n");
              });
      String before = get(router, "/metrics").body();
      assertThat(before)
          .contains("# TYPE causeway_request_duration_seconds histogram")
          .contains("# TYPE causeway_requests_total counter")
          .contains("causeway_request_duration_seconds_bucket{path=\"express\",le=\"0.001\"} ")
          .contains("causeway_request_duration_seconds_bucket{path=\"express\",le=\"+Inf\"} 5");
      assertThat(before.lines().filter(line -> line.matches("# TYPE \\w+_total .*")))
          .isNotEmpty()
          .allMatch(line -> line.endsWith("_total counter"));
      Routes many = new Routes().upstream("up", origin);
      for (int i = 0; i < 600; i++) {
        many.both("app" + i + ".test", "", "up");
      }
      router.apply(many);
      try (TestClient client = Http1Client.plain(router.httpPort())) {
        client.get("app599.test", "/");
      }
      await().atMost(RoutingHarness.PATIENCE).until(() -> router.served("express") == 7);
      assertThat(series(get(router, "/metrics").body())).isEqualTo(series(before));
    }
  }

  private static List<String> series(String page) {
    return page.lines()
        .filter(line -> line.startsWith("causeway_"))
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .toList();
  }

  @Test
  @Behaviour("RO-090")
  void everythingButHealthAsksForThePasswordThereIs() throws Exception {
    credentials("stats", "secret");
    try (TestRouter router =
        TestRouter.start(List.of(), "causeway.router.stats-credentials=" + folder)) {
      router.apply(new Routes());
      for (String open :
          List.of("/healthz", "/healthz/ready", "/actuator/health/liveness", "/actuator/health")) {
        assertThat(get(router, open).status()).as(open).isEqualTo(200);
      }
      for (String closed :
          List.of(
              "/metrics",
              "/actuator/prometheus",
              "/actuator/snapshot",
              "/actuator",
              "/actuator/health/../prometheus",
              "/%61ctuator/prometheus")) {
        Answer refused = get(router, closed);
        assertThat(refused.status()).as(closed).isEqualTo(401);
        assertThat(refused.header("www-authenticate")).startsWith("Basic ");
        assertThat(refused.body()).doesNotContain("causeway");
      }
      assertThat(get(router, "/metrics", basic("stats:secret")).body())
          .contains("causeway_requests_total{");
      assertThat(get(router, "/actuator/snapshot", basic("stats:secret")).status()).isEqualTo(200);
      for (String wrong : List.of("stats:Secret", "stats:", ":secret", "secret", "")) {
        assertThat(get(router, "/metrics", basic(wrong)).status()).as(wrong).isEqualTo(401);
      }
      assertThat(get(router, "/metrics", "Authorization: Basic ?").status()).isEqualTo(401);
      assertThat(get(router, "/metrics", "Authorization: Bearer x").status()).isEqualTo(401);
    }
  }

  @Test
  void passwordsMayChangeAndAnEmptyOneLetsNobodyIn() throws Exception {
    credentials("stats", "old");
    try (TestRouter router =
        TestRouter.start(List.of(), "causeway.router.stats-credentials=" + folder)) {
      assertThat(get(router, "/metrics", basic("stats:old")).status()).isEqualTo(200);
      credentials("stats", "new");
      assertThat(get(router, "/metrics", basic("stats:old")).status()).isEqualTo(401);
      assertThat(get(router, "/metrics", basic("stats:new")).status()).isEqualTo(200);
      credentials("", "");
      assertThat(get(router, "/metrics", basic(":")).status()).isEqualTo(401);
      Files.delete(folder.resolve("statsPassword"));
      assertThat(get(router, "/metrics", basic("stats:new")).status()).isEqualTo(401);
    }
  }
}
