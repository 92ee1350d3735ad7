package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.config.ConfigActivator;
import dev.causeway.router.suite.TestClient.Answer;
import dev.causeway.routing.model.Affinity;
import dev.causeway.routing.model.AppProtocol;
import dev.causeway.routing.model.Endpoint;
import dev.causeway.routing.model.EndpointSet;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.RulePolicies;
import dev.causeway.routing.model.SameSite;
import dev.causeway.routing.model.Termination;
import dev.causeway.routing.model.WeightedUpstream;
import dev.causeway.testkit.Behaviour;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the affinity cookie brings clients back to their endpoints. */
abstract class AffinitySuite extends RoutingHarness {

  private static final String HOST = "sticky.apps.test";
  private static final String SECURE = "secure-sticky.apps.test";
  private static final String DRAINED = "drained.apps.test";
  private static final String CLOSING = "closing.apps.test";
  private static final String REFUSING = "refusing.apps.test";
  private static final String LEAVING = "leaving.apps.test";
  private static final RulePolicies STICKY = Routes.POLICIES.with(new Affinity("a", null));

  private int refusing;

  @Override
  @SuppressWarnings("AddressSelection")
  void extend(Routes routes) throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      refusing = socket.getLocalPort();
    }
    for (String host : List.of(HOST, SECURE, DRAINED, CLOSING, REFUSING, LEAVING)) {
      routes.certificate(host, "shared");
    }
    routes
        .upstream("pair", one(), two())
        .upstream("refusing", null, refusing, one().port())
        .upstream("leaving", one(), two())
        .rule(HOST, "", Termination.EDGE, InsecurePolicy.ALLOW, STICKY, List.of(), "pair")
        .rule(REFUSING, "", Termination.EDGE, InsecurePolicy.ALLOW, STICKY, List.of(), "refusing")
        .rule(LEAVING, "", Termination.EDGE, InsecurePolicy.ALLOW, STICKY, List.of(), "leaving")
        .rule(
            SECURE,
            "",
            Termination.EDGE,
            InsecurePolicy.REDIRECT,
            Routes.POLICIES.with(new Affinity("a", SameSite.STRICT)),
            List.of(),
            "pair")
        .rule(
            CLOSING,
            "",
            Termination.EDGE,
            InsecurePolicy.ALLOW,
            STICKY,
            List.of(),
            List.of(new WeightedUpstream("one", 0), new WeightedUpstream("two", 0)))
        .rule(
            DRAINED,
            "",
            Termination.EDGE,
            InsecurePolicy.ALLOW,
            STICKY,
            List.of(),
            List.of(new WeightedUpstream("one", 1), new WeightedUpstream("two", 0)));
  }

  @Test
  @Behaviour({"RO-045", "RO-047", "RO-049"})
  void bringsAClientBackToItsEndpoint() throws Exception {
    proxied(8);
    try (TestClient client = client(HOST)) {
      Answer first = client.get(HOST, "/");
      String value = value("pair", first.body().equals("one") ? one() : two());
      assertThat(first.head().all("set-cookie"))
          .containsExactly("a=" + value + "; path=/; HttpOnly");
      for (int i = 0; i < 7; i++) {
        Answer next = client.get(HOST, "/", "Cookie: a=" + value);
        assertThat(next.body()).isEqualTo(first.body());
        assertThat(next.head().all("set-cookie")).isEmpty();
      }
      TestOrigin origin = first.body().equals("one") ? one() : two();
      origin.nextRequest();
      assertThat(origin.nextRequest().headers("cookie")).isEmpty();
    }
  }

  @Test
  @Behaviour("RO-049")
  void leavesOtherCookiesToTheEndpoint() throws Exception {
    proxied(3);
    String own = "a=" + value("pair", one());
    try (TestClient client = client(HOST)) {
      client.get(HOST, "/", "Cookie: x=1; " + own + "; y=\"2;a=3\"");
      assertThat(one().nextRequest().headers("cookie")).containsExactly("x=1; y=\"2");
      client.get(HOST, "/", "Cookie: aa=1; ba=2; b=" + own);
      OriginRequest untouched = (one().requestCount() > 1 ? one() : two()).nextRequest();
      assertThat(untouched.headers("cookie")).containsExactly("aa=1; ba=2; b=" + own);
      client.get(HOST, "/", "Cookie: x=1", "Cookie: " + own, "Cookie: y=2");
      assertThat(String.join("; ", one().nextRequest().headers("cookie"))).isEqualTo("x=1; y=2");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0123456789abcdef0123456789abcdef", "QUOTED", "UPPER", "LONGER", "x"})
  @Behaviour("RO-048")
  void setsANewCookieForOneThatIsNotValid(String kind) throws Exception {
    proxied(1);
    String valid = value("pair", one());
    String sent =
        switch (kind) {
          case "QUOTED" -> '"' + valid + '"';
          case "UPPER" -> valid.toUpperCase(java.util.Locale.ROOT);
          case "LONGER" -> valid + "0";
          default -> kind;
        };
    try (TestClient client = client(HOST)) {
      assertThat(client.get(HOST, "/", "Cookie: a=" + sent).head().all("set-cookie")).hasSize(1);
    }
  }

  @Test
  @Behaviour("RO-048")
  void takesAnyValidCookieOfTheName() throws Exception {
    proxied(8);
    String own = "a=" + value("pair", two());
    try (TestClient client = client(HOST)) {
      for (int i = 0; i < 4; i++) {
        Answer before = client.get(HOST, "/", "Cookie: " + own + "; a=other");
        Answer after = client.get(HOST, "/", "Cookie: a=; a=other;  a = " + own.substring(2));
        assertThat(List.of(before.body(), after.body())).containsOnly("two");
        assertThat(before.head().all("set-cookie")).isEmpty();
        assertThat(after.head().all("set-cookie")).isEmpty();
      }
    }
  }

  @Test
  @Behaviour({"RO-048", "AN-010"})
  void isSecureWhereOnlyTlsIsServed() throws Exception {
    proxied(1);
    try (TestClient client = http2() ? h2(SECURE) : tls(SECURE)) {
      assertThat(client.get(SECURE, "/").header("set-cookie"))
          .endsWith("; path=/; HttpOnly; Secure; SameSite=Strict");
    }
  }

  @Test
  @Behaviour("RO-048")
  void takesThePlaceOfTheEndpointsOwnCookie() throws Exception {
    proxied(2);
    try (TestClient client = client(HOST)) {
      assertThat(client.get(HOST, "/odd").head().all("set-cookie"))
          .hasSize(2)
          .startsWith("b=2")
          .noneMatch(cookie -> cookie.equals("a=1"));
      String own = "a=" + value("pair", one());
      assertThat(client.get(HOST, "/odd", "Cookie: " + own).head().all("set-cookie"))
          .containsExactly("b=2");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Cache-Control:_max-age=60, 'max-age=60,private'",
    "ETag:_x, private",
    "Last-Modified:_then, private",
    "Expires:_then, private",
    "X-Y:_z, ''",
    "Cache-Control:_no-store|ETag:_x, no-store",
    "Cache-Control:_private, private"
  })
  @Behaviour("RO-048")
  void marksWhatCachesWouldKeepAsPrivate(String lines, String expected) throws Exception {
    proxied(2);
    try (TestClient client = client(HOST)) {
      Answer answer = client.get(HOST, "/with?" + lines);
      assertThat(String.join(",", answer.head().all("cache-control"))).isEqualTo(expected);
      Answer held = client.get(HOST, "/with?" + lines, "Cookie: a=" + value("pair", one()));
      assertThat(held.head().all("cache-control")).hasSize(lines.contains("Cache-Control") ? 1 : 0);
    }
  }

  @Test
  @Behaviour({"RO-050", "EP-019", "EP-025"})
  void honoursTheCookieOfABackendWithoutWeight() throws Exception {
    proxied(8);
    try (TestClient client = client(DRAINED)) {
      for (int i = 0; i < 4; i++) {
        Answer answer = client.get(DRAINED, "/", "Cookie: a=" + value("two", two()));
        assertThat(answer.body()).isEqualTo("two");
        assertThat(answer.head().all("set-cookie")).isEmpty();
        assertThat(client.get(DRAINED, "/").body()).isEqualTo("one");
      }
    }
  }

  @Test
  @Behaviour("RO-050")
  void honoursTheCookieWhereNoBackendHasWeight() throws Exception {
    proxied(2);
    try (TestClient client = client(CLOSING)) {
      Answer held = client.get(CLOSING, "/", "Cookie: a=" + value("two", two()));
      assertThat(held.status()).isEqualTo(200);
      assertThat(held.body()).isEqualTo("two");
      assertThat(client.get(CLOSING, "/").status()).isEqualTo(503);
    }
    assertThat(one().requestCount() + two().requestCount()).isEqualTo(1);
  }

  @Test
  @Behaviour({"RO-051", "EP-003"})
  void forgetsAnEndpointThatLeft() throws Exception {
    proxied(2);
    String cookie = "Cookie: a=" + value("leaving", two());
    try (TestClient client = client(LEAVING)) {
      assertThat(client.get(LEAVING, "/", cookie).body()).isEqualTo("two");
      endpoints("leaving", one());
      Answer answer = client.get(LEAVING, "/", cookie);
      assertThat(answer.body()).isEqualTo("one");
      assertThat(answer.header("set-cookie")).startsWith("a=" + value("leaving", one()) + ";");
    } finally {
      endpoints("leaving", one(), two());
    }
  }

  @Test
  @Behaviour({"RO-052", "RO-031"})
  void movesOnFromAnEndpointThatCannotBeReached() throws Exception {
    proxied(1);
    String cookie = "Cookie: a=" + md5(id("refusing", refusing));
    try (TestClient client = client(REFUSING)) {
      long start = System.nanoTime();
      Answer answer = client.get(REFUSING, "/", cookie);
      assertThat(answer.body()).isEqualTo("one");
      assertThat(answer.header("set-cookie")).startsWith("a=" + value("refusing", one()) + ";");
      // Two retries of the same endpoint, a second apart; the last one goes elsewhere at once.
      assertThat(System.nanoTime() - start).isBetween(1_900_000_000L, 2_900_000_000L);
    }
  }

  @Test
  @Behaviour("AN-008")
  void isNeitherReadNorSetWhereARouteHasNone() throws Exception {
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      Answer answer = client.get("app.apps.test", "/odd", "Cookie: a=1");
      assertThat(answer.head().all("set-cookie")).containsExactly("a=1", "b=2");
      assertThat(one().nextRequest().header("cookie")).isEqualTo("a=1");
    }
  }

  private void endpoints(String upstream, TestOrigin... origins) {
    List<Endpoint> all =
        Arrays.stream(origins)
            .map(
                o -> new Endpoint(id(upstream, o.port()), "127.0.0.1", o.port(), AppProtocol.HTTP1))
            .toList();
    router()
        .bean(ConfigActivator.class)
        .endpoints(List.of(new EndpointSet(Routes.SHARD, upstream, all)), List.of());
  }

  private static String value(String upstream, TestOrigin origin) throws Exception {
    return md5(id(upstream, origin.port()));
  }

  private static String id(String upstream, int port) {
    return "pod:" + upstream + "-" + port + ":" + upstream + "::127.0.0.1:" + port;
  }

  private static String md5(String text) throws Exception {
    MessageDigest md5 = MessageDigest.getInstance("MD5");
    return HexFormat.of().formatHex(md5.digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
