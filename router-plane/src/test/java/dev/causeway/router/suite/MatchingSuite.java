package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.suite.TestClient.Answer;
import dev.causeway.router.suite.TestClient.Call;
import dev.causeway.testkit.Behaviour;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which request reaches which endpoint, and what the router answers itself. */
abstract class MatchingSuite extends RoutingHarness {

  @Test
  @Behaviour("HO-046")
  void servesAnAllowingEdgeRouteOnEitherSide() throws Exception {
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      Answer answer = client.get("app.apps.test", "/");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("one");
    }
  }

  @Test
  @Behaviour("HO-044")
  void servesAnInsecureRouteOnThePlainSideOnly() throws Exception {
    proxied(1);
    try (TestClient plain = plain();
        TestClient tls = tls("plain.apps.test")) {
      assertThat(plain.get("plain.apps.test", "/").body()).isEqualTo("one");
      assertThat(tls.get("plain.apps.test", "/").status()).isEqualTo(503);
    }
  }

  @Test
  @Behaviour("HO-045")
  void servesAnEdgeRouteInsideTlsOnly() throws Exception {
    proxied(1);
    try (TestClient plain = plain();
        TestClient tls = tls("edge.apps.test")) {
      assertThat(plain.get("edge.apps.test", "/").status()).isEqualTo(503);
      assertThat(tls.get("edge.apps.test", "/").body()).isEqualTo("one");
    }
  }

  @Test
  void encryptsAgainTowardsTheEndpoint() throws Exception {
    proxied(1);
    try (TestClient client = client("reencrypt.apps.test")) {
      assertThat(client.get("reencrypt.apps.test", "/").body()).isEqualTo("secure");
    }
  }

  @Test
  @Behaviour("TLS-036")
  void refusesAnEndpointWithTheWrongName() throws Exception {
    proxied(1);
    try (TestClient client = client("distrusted.apps.test")) {
      assertThat(client.get("distrusted.apps.test", "/").status()).isEqualTo(503);
    }
  }

  @Test
  @Behaviour("HO-061")
  void relaysPassthroughWithoutTerminating() throws Exception {
    try (Http1Client client = tls("pass.apps.test")) {
      assertThat(client.certificate().getSubjectX500Principal().getName())
          .isEqualTo("CN=origin.test");
      assertThat(client.get("anything.test", "/").body()).isEqualTo("secure");
    }
  }

  @Test
  @Behaviour("TLS-007")
  void showsTheCertificateOfTheHost() throws Exception {
    try (Http1Client own = tls("own.apps.test");
        Http1Client other = tls("edge.apps.test");
        Http1Client unknown = tls("nobody.example")) {
      assertThat(unknown.certificate().getSubjectX500Principal().getName())
          .isEqualTo("CN=default.test");
      assertThat(own.certificate().getSubjectX500Principal().getName())
          .isEqualTo("CN=own.apps.test");
      assertThat(other.certificate().getSubjectX500Principal().getName())
          .isEqualTo("CN=default.test");
    }
  }

  @Test
  @Behaviour({"HO-037", "HO-039"})
  void prefersTheExactHostOverTheWildcard() throws Exception {
    proxied(2);
    try (TestClient client = client("app.apps.test")) {
      assertThat(client.get("any.wild.test", "/").body()).isEqualTo("two");
      assertThat(client.get("exact.wild.test", "/").body()).isEqualTo("one");
    }
    try (TestClient client = plain()) {
      assertThat(client.get("a.b.wild.test", "/").status()).isEqualTo(503);
    }
    try (TestClient client = plain()) {
      assertThat(client.get("wild.test", "/").status()).isEqualTo(503);
    }
  }

  @Test
  @Behaviour("HO-025")
  void prefersTheLongestPathOnSegmentBoundaries() throws Exception {
    proxied(5);
    try (TestClient client = client("app.apps.test")) {
      assertThat(client.get("app.apps.test", "/two").body()).isEqualTo("two");
      assertThat(client.get("app.apps.test", "/two/x?q=1").body()).isEqualTo("two");
      assertThat(client.get("app.apps.test", "/two/one/x").body()).isEqualTo("one");
      assertThat(client.get("app.apps.test", "/twofold").body()).isEqualTo("one");
      assertThat(client.get("app.apps.test", "/two%2Fx").body()).isEqualTo("one");
    }
  }

  @Test
  @Behaviour("HO-034")
  void ignoresCasePortAndTrailingDotOfTheHost() throws Exception {
    proxied(4);
    try (TestClient client = client("app.apps.test")) {
      assertThat(client.get("app.apps.test.:80", "/").status()).isEqualTo(200);
      assertThat(client.get("APP.Apps.Test", "/").status()).isEqualTo(200);
      assertThat(client.get("app.apps.test:8443", "/").status()).isEqualTo(200);
      assertThat(client.get("app.apps.test.", "/").status()).isEqualTo(200);
    }
  }

  @Test
  void spreadsByWeight() throws Exception {
    proxied(40);
    try (TestClient client = client("app.apps.test")) {
      for (int i = 0; i < 40; i++) {
        assertThat(client.get("weights.apps.test", "/").status()).isEqualTo(200);
      }
    }
    // Server weights are scaled to 1..256 (EP-018): 256 to 85 is not quite three to one.
    assertThat(one().requestCount()).isBetween(29, 31);
    assertThat(one().requestCount() + two().requestCount()).isEqualTo(40);
  }

  @Test
  @Behaviour("HO-047")
  void redirectsThePlainSideForEveryMethod() throws Exception {
    for (String method : List.of("GET", "POST", "DELETE")) {
      try (TestClient plain = plain()) {
        Answer answer = plain.send(Call.of(method, "redirect.apps.test", "/a//b?x=%2F")).answer();
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("location")).isEqualTo("https://redirect.apps.test/a//b?x=%2F");
      }
    }
  }

  @Test
  @Behaviour({"HO-057", "RO-080"})
  void answersAnUnknownHostWithThePage() throws Exception {
    try (TestClient client = plain()) {
      Answer answer = client.get("nobody.apps.test", "/");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.body()).contains("Application is not available");
      assertThat(answer.header("pragma")).isEqualTo("no-cache");
      assertThat(answer.header("cache-control"))
          .isEqualTo("private, max-age=0, no-cache, no-store");
    }
  }

  @Test
  void answersAnUnknownPathWithThePage() throws Exception {
    try (TestClient client = client("path.apps.test")) {
      Answer answer = client.get("path.apps.test", "/else");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.body()).contains("Application is not available");
    }
  }

  @Test
  void answers503WithoutEndpoints() throws Exception {
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      Answer answer = client.get("empty.apps.test", "/");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.body()).contains("Application is not available");
    }
  }

  @Test
  @Behaviour("RO-031")
  void answers503WhenNobodyListens() throws Exception {
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      long start = System.nanoTime();
      assertThat(client.get("closed.apps.test", "/").status()).isEqualTo(503);
      // There is no other endpoint: all three retries wait for a second.
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(2_900_000_000L);
    }
  }

  @Test
  @Behaviour("LIM-005")
  void answers421OnHttp2WhenAnotherCertificateWouldHaveBeenShown() throws Exception {
    try (TestClient client = h2("own.apps.test")) {
      assertThat(client.get("app.apps.test", "/").status()).isEqualTo(421);
      assertThat(client.get("pass.apps.test", "/").status()).isEqualTo(421);
    }
  }

  @Test
  @Behaviour("HO-059")
  void neverAnswers421OnHttp1() throws Exception {
    proxied(1);
    try (TestClient client = tls("own.apps.test")) {
      assertThat(client.get("app.apps.test", "/").status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a%2Fb",
        "/a/../b",
        "/..//",
        "//a//b",
        "/p;v=1/x;y",
        "/a|b[c]",
        "/%zz",
        "/%",
        "/x?y=%2F|&&=",
        "/{}^<>\"",
        "/a?b?c",
        "/~!$&'()*+,=:@"
      })
  @Behaviour({"HO-026", "RT-037"})
  void forwardsTheTargetByteForByte(String target) throws Exception {
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      assertThat(client.get("app.apps.test", target).status()).isEqualTo(200);
    }
    assertThat(one().nextRequest().target()).isEqualTo(target);
  }

  @Test
  @Behaviour("HO-024")
  void forwardsTheHostWithDotAndPort() throws Exception {
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      client.get("app.apps.test.:8443", "/");
    }
    assertThat(one().nextRequest().header("host")).isEqualTo("app.apps.test.:8443");
  }

  @Test
  void keepsHeadersThatDifferInCaseApart() throws Exception {
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      client.get("app.apps.test", "/", "X-A: 1", "x-a: 2");
    }
    assertThat(one().nextRequest().headers("x-a")).containsExactly("1", "2");
  }

  @Test
  void keepsTheManagementEndpointsAwayFromTraffic() throws Exception {
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      Answer answer = client.get("app.apps.test", "/actuator/health");
      assertThat(answer.body()).isEqualTo("one");
    }
  }

  @Test
  void forwardsCorsPreflights() throws Exception {
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      Answer answer =
          client
              .send(
                  Call.of(
                      "OPTIONS",
                      "app.apps.test",
                      "/x",
                      "Origin: https://elsewhere.test",
                      "Access-Control-Request-Method: PUT"))
              .answer();
      assertThat(answer.body()).isEqualTo("one");
    }
    assertThat(one().nextRequest().method()).isEqualTo("OPTIONS");
  }
}
