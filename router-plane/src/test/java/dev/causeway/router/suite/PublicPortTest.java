package dev.causeway.router.suite;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causeway.routing.model.ClientConnections;
import dev.causeway.routing.model.HeaderActions;
import dev.causeway.routing.model.HeaderPolicies;
import dev.causeway.testkit.Behaviour;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** A router whose clients connect to other ports than it listens on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
final class PublicPortTest {
  private static final String HOST = "app.apps.test";

  private TestOrigin origin;
  private TestRouter router;

  @BeforeAll
  void start() throws Exception {
    origin = TestOrigin.plain("origin");
    router =
        TestRouter.start(
            List.of(),
            "causeway.router.public-http-port=80",
            "causeway.router.public-https-port=443");
  }

  @BeforeEach
  void reset() throws Exception {
    origin.reset();
    serve(ClientConnections.DEFAULTS);
  }

  @AfterAll
  void stop() throws Exception {
    router.close();
    origin.close();
  }

  private void serve(ClientConnections connections) throws Exception {
    router.apply(
        new Routes()
            .add(
                TestCertificates.resource(
                    Routes.SHARD, "own", TestCertificates.selfSigned("own.test")))
            .defaultCertificate("own")
            .certificate(HOST, "own")
            .headers(
                new HeaderPolicies(
                    HeaderActions.NONE,
                    List.of(),
                    new HeaderPolicies.UniqueId("X-Id", "%fi:%fp"),
                    List.of()))
            .connections(connections)
            .upstream("origin", origin)
            .both(HOST, "", "origin"));
  }

  private void told(String port) throws Exception {
    OriginRequest seen = origin.nextRequest();
    assertThat(seen.headers("x-forwarded-port")).containsExactly(port);
    assertThat(seen.header("x-id")).endsWith(":" + port);
  }

  @Test
  @Behaviour("RO-059")
  void applicationsAreToldThePortsThatClientsKnow() throws Exception {
    try (Http1Client client = Http1Client.plain(router.httpPort())) {
      assertThat(client.get(HOST, "/").status()).isEqualTo(200);
    }
    told("80");
    try (Http1Client client =
        Http1Client.tls(router.httpsPort(), HOST, TestCertificates.trustingClient())) {
      assertThat(client.get(HOST, "/").status()).isEqualTo(200);
    }
    told("443");
    try (Http2Client client = Http2Client.connect(router.httpsPort(), HOST)) {
      assertThat(client.get(HOST, "/").status()).isEqualTo(200);
    }
    told("443");
  }

  @Test
  @Behaviour("RO-059")
  void aProxyHeaderKnowsBetter() throws Exception {
    serve(new ClientConnections(true, false, false, 0));
    proxied("PROXY TCP4 1.2.3.4 5.6.7.8 5555 8443\r\n");
    told("8443");
    proxied("PROXY UNKNOWN\r\n");
    told("80");
  }

  private void proxied(String header) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), router.httpPort())) {
      socket.setSoTimeout(20_000);
      String request = "GET / HTTP/1.1\r\nHost: " + HOST + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write((header + request).getBytes(ISO_8859_1));
      assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
          .startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void aPortThatCannotBeStopsTheStart() {
    assertThatThrownBy(() -> TestRouter.start(List.of(), "causeway.router.public-https-port=65536"))
        .hasStackTraceContaining("causeway.router.public-https-port must be 0 to 65535");
  }
}
