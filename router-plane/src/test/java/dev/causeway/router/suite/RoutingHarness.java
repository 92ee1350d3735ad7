package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.routing.model.Balancing;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.ClosedClients;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.Termination;
import dev.causeway.routing.model.UpstreamTls;
import dev.causeway.routing.model.WeightedUpstream;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * One running router with its origins. Each test says how many requests it expects to be proxied,
 * and the meter must show that they took the path this variant is about, and no other.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class RoutingHarness {

  static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final List<String> SHARING =
      List.of(
          "app.apps.test",
          "path.apps.test",
          "*.wild.test",
          "exact.wild.test",
          "empty.apps.test",
          "closed.apps.test",
          "mixed.apps.test",
          "distrusted.apps.test",
          "reencrypt.apps.test",
          "weights.apps.test");

  private TestRouter router;
  private Routes routes;
  private TestOrigin one;
  private TestOrigin two;
  private TestOrigin secure;
  private double ownBefore;
  private double otherBefore;
  private int proxied;

  /** Whether plans without filters take the express path. */
  abstract boolean express();

  /** Whether clients speak HTTP/2 over TLS, else HTTP/1.1 in clear text. */
  abstract boolean http2();

  @BeforeAll
  @SuppressWarnings("AddressSelection")
  void startRouter() throws Exception {
    one = TestOrigin.plain("one");
    two = TestOrigin.plain("two");
    X509Bundle origin = TestCertificates.selfSigned("origin.test");
    secure = TestOrigin.tls("secure", TestCertificates.server(origin));
    router =
        TestRouter.start(
            sources(),
            "causeway.router.express=" + (express() ? "on" : "off"),
            "causeway.router.filters.tag.factory=AddRequestHeader",
            "causeway.router.filters.tag.args.name=X-Tag",
            "causeway.router.filters.tag.args.value=two");
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    routes = routes(origin, closed);
    extend(routes);
    router.apply(routes);
  }

  /** Configurations that a suite needs beyond the router's own. */
  List<Class<?>> sources() {
    return List.of();
  }

  /** Adds what a suite needs beyond what all of them share. */
  void extend(Routes routes) throws Exception {}

  private Routes routes(X509Bundle origin, int closed) throws Exception {
    Certificate shard =
        TestCertificates.resource(
            Routes.SHARD, "default", TestCertificates.selfSigned("default.test"));
    Certificate shared =
        TestCertificates.resource(
            Routes.SHARD, "shared", TestCertificates.selfSigned("shared.test"));
    Certificate own =
        TestCertificates.resource(
            Routes.SHARD, "own", TestCertificates.selfSigned("own.apps.test"));
    Routes common = new Routes();
    // Only names with a certificate of their own get h2; one for all lets them share connections.
    for (String host : SHARING) {
      common.certificate(host, "shared");
    }
    // Most suites want to see at once what becomes of a request.
    common.balancing(new Balancing(5_000, ClosedClients.ABORT));
    return common
        .add(shard)
        .add(shared)
        .add(own)
        .add(TestCertificates.trust(Routes.SHARD, "origins", origin))
        .defaultCertificate("default")
        .certificate("own.apps.test", "own")
        .upstream("one", one)
        .upstream("two", two)
        .upstream("none", new TestOrigin[0])
        .upstream("closed", null, closed)
        .upstream("secure", new UpstreamTls("origins", "origin.test"), secure)
        .upstream("distrusted", new UpstreamTls("origins", "other.test"), secure)
        .upstream("relayed", secure)
        .both("app.apps.test", "", "one")
        .both("app.apps.test", "/two", "two")
        .both("app.apps.test", "/two/one", "one")
        .both("path.apps.test", "/only", "one")
        .both("own.apps.test", "", "one")
        .both("*.wild.test", "", "two")
        .both("exact.wild.test", "", "one")
        .both("empty.apps.test", "", "none")
        .both("closed.apps.test", "", "closed")
        .both("mixed.apps.test", "", "closed", "one")
        .both("distrusted.apps.test", "", "distrusted")
        .rule(
            "plain.apps.test",
            "",
            Termination.NONE,
            InsecurePolicy.NONE,
            Routes.POLICIES,
            List.of(),
            "one")
        .rule(
            "edge.apps.test",
            "",
            Termination.EDGE,
            InsecurePolicy.NONE,
            Routes.POLICIES,
            List.of(),
            "one")
        .rule(
            "redirect.apps.test",
            "",
            Termination.EDGE,
            InsecurePolicy.REDIRECT,
            Routes.POLICIES,
            List.of(),
            "one")
        .rule(
            "reencrypt.apps.test",
            "",
            Termination.REENCRYPT,
            InsecurePolicy.ALLOW,
            Routes.POLICIES,
            List.of(),
            "secure")
        .passthrough("pass.apps.test", "relayed")
        .rule(
            "weights.apps.test",
            "",
            Termination.EDGE,
            InsecurePolicy.ALLOW,
            Routes.POLICIES,
            List.of(),
            List.of(new WeightedUpstream("one", 3), new WeightedUpstream("two", 1)));
  }

  @BeforeEach
  void rememberMeters() {
    one.reset();
    two.reset();
    secure.reset();
    proxied = 0;
    ownBefore = router.served(ownPath());
    otherBefore = router.served(otherPath());
  }

  @AfterEach
  void everyRequestTookThePathOfThisVariant() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(router.served(ownPath()) - ownBefore)
                    .as("requests on the %s path", ownPath())
                    .isEqualTo(proxied));
    assertThat(router.served(otherPath()) - otherBefore)
        .as("requests on the %s path", otherPath())
        .isZero();
  }

  @AfterAll
  void stopRouterAndLookForLeaks() throws Exception {
    router.close();
    one.close();
    two.close();
    secure.close();
    assertThat(LeakRecorder.leaksAfterCollection()).isEmpty();
  }

  /** Says how many requests of this test reach an endpoint or fail on the way to it. */
  void proxied(int count) {
    proxied = count;
  }

  private String ownPath() {
    return express() ? "express" : "gateway";
  }

  private String otherPath() {
    return express() ? "gateway" : "express";
  }

  /** Opens a connection of this variant's protocol for a host. */
  TestClient client(String host) throws Exception {
    return http2() ? Http2Client.connect(router.httpsPort(), host) : plain();
  }

  Http1Client plain() throws Exception {
    return Http1Client.plain(router.httpPort());
  }

  Http1Client tls(String sni) throws Exception {
    // A context of its own: a resumed session would send the name of an earlier connection.
    return Http1Client.tls(router.httpsPort(), sni, TestCertificates.trustingClient());
  }

  Http2Client h2(String sni) throws Exception {
    return Http2Client.connect(router.httpsPort(), sni);
  }

  TestOrigin one() {
    return one;
  }

  TestOrigin two() {
    return two;
  }

  TestOrigin secure() {
    return secure;
  }

  /** Returns what the router serves; apply it again after a change. */
  Routes routes() {
    return routes;
  }

  TestRouter router() {
    return router;
  }
}
