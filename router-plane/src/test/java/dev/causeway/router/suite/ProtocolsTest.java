package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.Termination;
import dev.causeway.testkit.Behaviour;
import java.net.InetAddress;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which version of HTTP is spoken on which side. */
@Timeout(60)
class ProtocolsTest {
  private TestRouter router;
  private TestOrigin origin;
  private TestOrigin relayed;

  @BeforeEach
  void start() throws Exception {
    origin = TestOrigin.plain("origin");
    relayed =
        TestOrigin.tls(
            "relayed", TestCertificates.server(TestCertificates.selfSigned("pass.apps.test")));
    router = TestRouter.start(List.of(), "causeway.router.express=on");
    router.apply(
        new Routes()
            .add(
                TestCertificates.resource(
                    Routes.SHARD, "default", TestCertificates.selfSigned("default.test")))
            .add(
                TestCertificates.resource(
                    Routes.SHARD, "own", TestCertificates.selfSigned("own.apps.test")))
            .defaultCertificate("default")
            .certificate("own.apps.test", "own")
            .upstream("origin", origin)
            .upstream("relayed", relayed)
            .both("own.apps.test", "", "origin")
            .both("shared.apps.test", "", "origin")
            .both("other.apps.test", "", "origin")
            .rule(
                "pass.apps.test",
                "",
                Termination.PASSTHROUGH,
                InsecurePolicy.NONE,
                Routes.POLICIES,
                List.of(),
                "relayed"));
  }

  @AfterEach
  void stop() throws Exception {
    router.close();
    origin.close();
    relayed.close();
  }

  /** Offers both versions; returns what was chosen, empty where ALPN was not answered. */
  private String alpn(@Nullable String sni) throws Exception {
    try (SSLSocket socket =
        (SSLSocket)
            TestCertificates.trustingClient()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), router.httpsPort())) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(sni == null ? List.of() : List.of(new SNIHostName(sni)));
      parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket.getApplicationProtocol();
    }
  }

  @Test
  @Behaviour("TLS-025")
  void edgeWithItsOwnCertificateTakesHttp2AndSendsHttp1() throws Exception {
    assertThat(alpn("own.apps.test")).isEqualTo("h2");
    try (Http2Client client = Http2Client.connect(router.httpsPort(), "own.apps.test")) {
      assertThat(client.get("own.apps.test", "/").status()).isEqualTo(200);
    }
    // The origin speaks HTTP/1.1 only.
    assertThat(origin.nextRequest().target()).isEqualTo("/");
  }

  /** OKD does not: there the wrong connection would be used in silence. */
  @Test
  void defaultCertificateTakesHttp2AndRequestsGoWhereTheyBelong() throws Exception {
    assertThat(alpn("shared.apps.test")).isEqualTo("h2");
    try (Http2Client client = Http2Client.connect(router.httpsPort(), "shared.apps.test")) {
      assertThat(client.get("shared.apps.test", "/").status()).isEqualTo(200);
      assertThat(client.get("other.apps.test", "/").status()).as("served alike").isEqualTo(200);
      assertThat(client.get("own.apps.test", "/").status()).as("own certificate").isEqualTo(421);
      assertThat(client.get("pass.apps.test", "/").status()).as("passthrough").isEqualTo(421);
    }
  }

  @Test
  @Behaviour("TLS-022")
  void withoutServerNameThereIsNoHttp2() throws Exception {
    assertThat(alpn(null)).isEqualTo("http/1.1");
  }

  @Test
  @Behaviour("TLS-029")
  void passthroughLeavesItToTheEndpoint() throws Exception {
    assertThat(alpn("pass.apps.test")).as("the endpoint knows no ALPN").isEmpty();
  }
}
