package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.Termination;
import dev.causeway.routing.model.TlsProfile;
import dev.causeway.routing.model.TlsSettings;
import dev.causeway.routing.model.TlsVersion;
import dev.causeway.routing.model.UpstreamTls;
import dev.causeway.testkit.Behaviour;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
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
    router.apply(routes());
  }

  private Routes routes() throws Exception {
    return new Routes()
        .add(
            TestCertificates.resource(
                Routes.SHARD, "default", TestCertificates.selfSigned("default.test")))
        .add(
            TestCertificates.resource(
                Routes.SHARD, "own", TestCertificates.selfSigned("own.apps.test")))
        .defaultCertificate("default")
        .certificate("own.apps.test", "own")
        .certificate("twin.apps.test", "own")
        .upstream("origin", origin)
        .upstream("relayed", relayed)
        .upstream("encrypted", new UpstreamTls(null, null), relayed)
        .both("own.apps.test", "", "origin")
        .both("twin.apps.test", "", "origin")
        .both("shared.apps.test", "", "origin")
        .both("other.apps.test", "", "origin")
        .passthrough("pass.apps.test", "relayed")
        .rule(
            "again.apps.test",
            "",
            Termination.REENCRYPT,
            InsecurePolicy.NONE,
            Routes.POLICIES,
            List.of(),
            "encrypted");
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
  @Behaviour({"LIM-005", "TLS-020", "TLS-027"})
  void defaultCertificateTakesHttp2AndRequestsGoWhereTheyBelong() throws Exception {
    assertThat(alpn("shared.apps.test")).isEqualTo("h2");
    try (Http2Client client = Http2Client.connect(router.httpsPort(), "shared.apps.test")) {
      assertThat(client.get("shared.apps.test", "/").status()).isEqualTo(200);
      assertThat(client.get("other.apps.test", "/").status()).as("served alike").isEqualTo(200);
      assertThat(client.get("own.apps.test", "/").status()).as("own certificate").isEqualTo(421);
      assertThat(client.get("pass.apps.test", "/").status()).as("passthrough").isEqualTo(421);
    }
  }

  /** OKD withholds it from both: there the other host's requests would go astray. */
  @Test
  @Behaviour({"LIM-005", "TLS-021"})
  void hostsThatShareACertificateTakeHttp2OnOneConnection() throws Exception {
    assertThat(alpn("twin.apps.test")).isEqualTo("h2");
    try (Http2Client client = Http2Client.connect(router.httpsPort(), "own.apps.test")) {
      assertThat(client.get("own.apps.test", "/").status()).isEqualTo(200);
      assertThat(client.get("twin.apps.test", "/").status()).isEqualTo(200);
    }
  }

  @Test
  @Behaviour("TLS-028")
  void reencryptOnTheDefaultCertificateTakesHttp2Too() throws Exception {
    assertThat(alpn("again.apps.test")).isEqualTo("h2");
    try (Http2Client client = Http2Client.connect(router.httpsPort(), "again.apps.test")) {
      assertThat(client.get("again.apps.test", "/").body()).isEqualTo("relayed");
    }
  }

  @Test
  @Behaviour("TLS-003")
  void withoutServerNameTheHostDecidesAndNothingIsRelayed() throws Exception {
    try (Http1Client client =
        Http1Client.tls(router.httpsPort(), null, TestCertificates.trustingClient())) {
      assertThat(client.certificate().getSubjectX500Principal().getName())
          .isEqualTo("CN=default.test");
      assertThat(client.get("own.apps.test", "/").body()).isEqualTo("origin");
      assertThat(client.get("again.apps.test", "/").body()).isEqualTo("relayed");
      relayed.reset();
      assertThat(client.get("pass.apps.test", "/").status()).isEqualTo(503);
    }
    assertThat(relayed.requestCount()).isZero();
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

  @Test
  @Behaviour({"TLS-030", "LIM-006"})
  void clearTextTakesHttp2WithPriorKnowledgeAndSendsHttp1() throws Exception {
    try (Http2Client client = Http2Client.plain(router.httpPort())) {
      assertThat(client.get("shared.apps.test", "/").status()).isEqualTo(200);
    }
    assertThat(origin.nextRequest().target()).isEqualTo("/");
  }

  @Test
  @Behaviour("TLS-023")
  void clearTextTakesHttp2WhereTlsDoesNotOfferIt() throws Exception {
    router.apply(routes().withoutHttp2());
    assertThat(alpn("own.apps.test")).isEqualTo("http/1.1");
    try (Http2Client client = Http2Client.plain(router.httpPort())) {
      assertThat(client.get("shared.apps.test", "/").status()).isEqualTo(200);
    }
  }

  @Test
  @Behaviour("TLS-005")
  void endpointsLearnTheAddressOfTheClientOnBothSides() throws Exception {
    String own = "127.0.0.7";
    for (boolean inside : new boolean[] {false, true}) {
      Socket plain = new Socket();
      plain.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 7}), 0));
      plain.connect(
          new InetSocketAddress(
              InetAddress.getLoopbackAddress(), inside ? router.httpsPort() : router.httpPort()));
      try (Socket socket =
          inside
              ? TestCertificates.trustingClient()
                  .getSocketFactory()
                  .createSocket(plain, "own.apps.test", 443, true)
              : plain) {
        socket
            .getOutputStream()
            .write(
                "GET / HTTP/1.1\r\nHost: own.apps.test\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
        assertThat(socket.getInputStream().read()).isEqualTo('H');
        assertThat(origin.nextRequest().headers("X-Forwarded-For")).containsExactly(own);
      }
    }
  }

  @Test
  @Behaviour("TLS-038")
  void profileConcernsClientsAlone() throws Exception {
    try (SSLServerSocket old =
        (SSLServerSocket)
            TestCertificates.server(TestCertificates.selfSigned("old.test"))
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      old.setEnabledProtocols(new String[] {"TLSv1.2"});
      router.apply(
          new Routes()
              .add(
                  TestCertificates.resource(
                      Routes.SHARD, "default", TestCertificates.selfSigned("default.test")))
              .defaultCertificate("default")
              .tls(
                  new TlsSettings(
                      new TlsProfile(
                          TlsVersion.TLS_1_3,
                          TlsProfile.INTERMEDIATE.suites().subList(0, 3),
                          TlsProfile.INTERMEDIATE.groups(),
                          false),
                      null))
              .upstream("old", new UpstreamTls(null, null), old.getLocalPort())
              .rule(
                  "old.apps.test",
                  "",
                  Termination.REENCRYPT,
                  InsecurePolicy.NONE,
                  Routes.POLICIES,
                  List.of(),
                  "old"));
      CompletableFuture<String> version = CompletableFuture.supplyAsync(() -> answer(old));
      try (Http1Client client =
          Http1Client.tls(router.httpsPort(), "old.apps.test", TestCertificates.trustingClient())) {
        assertThat(client.get("old.apps.test", "/").status()).isEqualTo(200);
      }
      assertThat(version.get(20, TimeUnit.SECONDS)).isEqualTo("TLSv1.2");
    }
  }

  private static String answer(SSLServerSocket server) {
    try (SSLSocket socket = (SSLSocket) server.accept()) {
      OriginRequest.read(socket.getInputStream());
      new OriginReply(socket.getOutputStream()).full("200 OK", new byte[0]);
      return socket.getSession().getProtocol();
    } catch (IOException e) {
      return String.valueOf(e);
    }
  }
}
