package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.suite.TestClient.Answer;
import dev.causeway.router.suite.TestClient.Call;
import dev.causeway.router.suite.TestClient.Stream;
import dev.causeway.routing.model.Affinity;
import dev.causeway.routing.model.Balance;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.ForwardedPolicy;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.RulePolicies;
import dev.causeway.routing.model.Termination;
import dev.causeway.testkit.Behaviour;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients with open connections notice of changes: what the changes say, and no more. */
final class OpenConnectionsTest extends OriginHarness {
  private static final String HOST = "app.test";
  private static final String LEAVING = "leaving.test";
  private static final int TURNS = 12;

  private TestOrigin other;
  private List<Certificate> certificates;

  @BeforeEach
  void prepare() throws Exception {
    other = TestOrigin.plain("other");
    certificates = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      certificates.add(
          TestCertificates.resource(Routes.SHARD, "own-" + i, TestCertificates.selfSigned(HOST)));
    }
  }

  @AfterEach
  void stopOther() throws Exception {
    other.close();
  }

  private static TestRouter start(String express) {
    return TestRouter.start(List.of(), "causeway.router.express=" + express);
  }

  /**
   * Each turn moves the host to the other origin with the other certificate; every second one takes
   * away the host whose tunnel and download go on, with its endpoint.
   */
  private Routes routes(int turn) {
    boolean even = turn % 2 == 0;
    Routes routes = new Routes();
    Certificate certificate = certificates.get(turn % 2);
    routes
        .add(certificate)
        .certificate(HOST, certificate.name())
        .upstream("app", even ? origin() : other)
        .both(HOST, "", "app");
    if (even) {
      routes.upstream("leaving", origin()).both(LEAVING, "", "leaving");
    }
    return routes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"on", "off"})
  @Behaviour({"LIM-001", "LIM-004", "LIM-008"})
  void everyChangeIsServedOnConnectionsThatStayOpen(String express) throws Exception {
    try (TestRouter router = start(express)) {
      router.apply(routes(0));
      try (TestClient kept = Http1Client.plain(router.httpPort());
          TestClient multiplexed = Http2Client.connect(router.httpsPort(), HOST);
          TestClient upgraded = Http1Client.plain(router.httpPort());
          TestClient downloading = Http1Client.plain(router.httpPort())) {
        Stream tunnel = UpgradeSuite.open(upgraded, LEAVING, "/ws");
        assertThat(tunnel.head().status()).isEqualTo(101);
        Stream events = downloading.send(Call.get(LEAVING, "/sse"));
        assertThat(events.head().status()).isEqualTo(200);
        for (int turn = 1; turn <= TURNS; turn++) {
          router.apply(routes(turn));
          String by = turn % 2 == 0 ? "origin" : "other";
          assertThat(kept.get(HOST, "/").body()).as("turn %d", turn).isEqualTo(by);
          assertThat(multiplexed.get(HOST, "/").body()).as("turn %d", turn).isEqualTo(by);
          try (TestClient fresh = Http1Client.plain(router.httpPort())) {
            assertThat(fresh.get(LEAVING, "/").status()).isEqualTo(turn % 2 == 0 ? 200 : 503);
          }
          tunnel.data(TestOrigin.text("turn"));
          assertThat(StreamingSuite.readText(tunnel, 4)).isEqualTo("turn");
        }
        router.apply(routes(TURNS + 1));
        origin().release();
        origin().release();
        assertThat(events.answer().body()).isEqualTo("data: one\n\ndata: two\n\n");
        tunnel.end();
        assertThat(tunnel.read()).isNull();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"on", "off"})
  @Behaviour("LIM-003")
  void clientsStayWithTheirEndpointsWhateverChanges(String express) throws Exception {
    try (TestRouter router = start(express)) {
      router.apply(sticky(0));
      try (TestClient client = Http1Client.plain(router.httpPort())) {
        Answer first = client.get(HOST, "/");
        String cookie = first.head().all("set-cookie").getFirst().split(";", 2)[0];
        for (int turn = 1; turn <= TURNS; turn++) {
          router.apply(sticky(turn));
          Answer next = client.get(HOST, "/", "Cookie: " + cookie);
          assertThat(next.body()).isEqualTo(first.body());
          assertThat(next.head().all("set-cookie")).isEmpty();
        }
      }
    }
  }

  /** The rule and the host beside it are others in every turn. */
  private Routes sticky(int turn) {
    RulePolicies policies =
        RulePolicies.basic(10_000 + turn, 60_000, Balance.ROUND_ROBIN, ForwardedPolicy.APPEND);
    return new Routes()
        .upstream("pair", origin(), other)
        .rule(
            HOST,
            "",
            Termination.EDGE,
            InsecurePolicy.ALLOW,
            policies.with(new Affinity("a", null)),
            List.of(),
            "pair")
        .both("beside" + turn + ".test", "", "pair");
  }
}
