package dev.causeway.router.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.exchange.ProxyExchange;
import dev.causeway.router.exchange.ResponseHead;
import dev.causeway.router.suite.LeakCheck;
import dev.causeway.routing.model.Bytes;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.KeyAlgorithm;
import dev.causeway.routing.model.KeyMaterial;
import dev.causeway.testkit.Behaviour;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Termination by SNI name over real sockets. */
@ExtendWith(LeakCheck.class)
class TlsTrafficTest {
  private static final String GET = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n";

  /** The record type of a ServerHello. */
  private static final String HANDSHAKE = "\u0016";

  private final TestServer server = new TestServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  @Behaviour({"TLS-002", "TLS-007"})
  void serverNameSelectsTheCertificate() {
    server.serve("a.example", false, TestCertificates.ec("a.example"));
    server.serve("b.example", false, TestCertificates.rsa("b.example"));
    try (TlsClient a = TlsClient.connect(server.https(), "a.example");
        TlsClient b = TlsClient.connect(server.https(), "B.Example")) {
      assertThat(a.subject()).isEqualTo("CN=a.example");
      assertThat(b.subject()).isEqualTo("CN=b.example");
      assertThat(a.raw().send(GET).response()).endsWith("GET /x a");
      ProxyExchange exchange = TestServer.next(server.handler.exchanges);
      assertThat(exchange.client().sni()).isEqualTo("a.example");
      assertThat(exchange.client().secure()).isTrue();
    }
  }

  /** Sends a ClientHello for {@code name}, which no library would, and returns what comes first. */
  private String answerTo(String name) {
    String hello =
        new String(ClientHellos.of("x".repeat(name.length())), StandardCharsets.ISO_8859_1);
    try (RawClient client = RawClient.connect(server.https())) {
      return client.send(hello.replace("x".repeat(name.length()), name)).exactly(1);
    }
  }

  @Test
  @Behaviour({"TLS-007", "HO-060"})
  void aNameWithATrailingDotIsAnotherName() {
    server.names.put("pass.example", new TlsTreatment.Refuse());
    server.serve("pass.example.", false, TestCertificates.ec("default.example"));
    assertThat(answerTo("pass.example.")).isEqualTo(HANDSHAKE);
    assertThat(answerTo("pass.example")).isEmpty();
  }

  @ParameterizedTest
  @Behaviour("TLS-007")
  @ValueSource(strings = {"p\u0001ss.example", "pass example", "p\u00e4ss.example"})
  void whatIsNoNameGetsTheDefaultCertificate(String name) {
    server.serve("", false, TestCertificates.ec("default.example"));
    assertThat(answerTo(name)).isEqualTo(HANDSHAKE);
  }

  @Test
  @Behaviour("TLS-003")
  void clientsWithoutServerNameGetTheDefaultCertificate() {
    server.serve("", false, TestCertificates.ec("default.example"));
    try (TlsClient client = TlsClient.connect(server.https(), null)) {
      assertThat(client.subject()).isEqualTo("CN=default.example");
      assertThat(client.protocol()).isEqualTo("http/1.1");
      assertThat(client.raw().send(GET).response()).endsWith("GET /x a");
    }
  }

  @Test
  @Behaviour("TLS-012")
  void newHandshakesGetTheNewCertificateAndOpenConnectionsKeepTheirs() {
    server.serve("a.example", false, TestCertificates.ec("a.example"));
    try (TlsClient before = TlsClient.connect(server.https(), "a.example")) {
      RawClient raw = before.raw();
      assertThat(raw.send(GET).response()).endsWith("GET /x a");
      Certificate changed = TestCertificates.ec("a.example");
      server.serve("a.example", false, changed);
      try (TlsClient after = TlsClient.connect(server.https(), "a.example")) {
        assertThat(after.certificate()).isNotEqualTo(before.certificate());
        assertThat(after.raw().send(GET).response()).endsWith("GET /x a");
      }
      assertThat(raw.send(GET).response()).endsWith("GET /x a");
    }
  }

  @Test
  @Behaviour("TLS-010")
  void ecdsaIsPreferredAndRsaServesThoseWhoOnlyOfferIt() {
    server.serve(
        "a.example", false, TestCertificates.rsa("a.example"), TestCertificates.ec("a.example"));
    try (TlsClient modern = TlsClient.connect(server.https(), "a.example");
        TlsClient old =
            TlsClient.connect(
                server.https(), "a.example", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")) {
      assertThat(modern.certificate().getPublicKey().getAlgorithm()).isEqualTo("EC");
      assertThat(old.certificate().getPublicKey().getAlgorithm()).isEqualTo("RSA");
      assertThat(old.raw().send(GET).response()).endsWith("GET /x a");
    }
  }

  @Test
  @Behaviour({"TLS-017", "TLS-018"})
  void aCertificateStandsInWhereTheShardHasNone() {
    server.serve("", false);
    try (TlsClient client = TlsClient.connect(server.https(), null)) {
      assertThat(client.subject()).isEqualTo("CN=causeway-router");
      assertThat(client.certificate().getPublicKey().getAlgorithm()).isEqualTo("RSA");
    }
  }

  @Test
  void aRouterWithoutConfigurationClosesTheConnection() {
    server.names.put("n.example", new TlsTreatment.Refuse());
    try (RawClient client = RawClient.connect(server.https())) {
      assertThat(client.send(ClientHellos.of("n.example")).restOrReset()).isEmpty();
    }
    assertThat(server.handler.exchanges).isEmpty();
  }

  @Test
  @Behaviour("TLS-004")
  void clearTextOnTheTlsPortIsClosedWithoutAnAnswer() {
    try (RawClient client = RawClient.connect(server.https())) {
      assertThat(client.send(GET).restOrReset()).isEmpty();
    }
    assertThat(server.handler.exchanges).isEmpty();
  }

  @Test
  @Behaviour("TLS-001")
  void aClientThatDoesNotSayHelloIsClosed() {
    server.inspectDelay = TestServer.millis(200);
    try (RawClient client = RawClient.connect(server.https())) {
      client.send(new byte[] {22, 3, 1});
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  @Behaviour("TLS-001")
  void aHelloThatIsWholeWithinTheDelayIsAnswered() {
    server.inspectDelay = TestServer.millis(3_000);
    server.serve("a.example", false, TestCertificates.ec("a.example"));
    byte[] hello = ClientHellos.of("a.example");
    try (RawClient client = RawClient.connect(server.https())) {
      client.send(Arrays.copyOf(hello, hello.length / 2));
      long due = System.nanoTime() + 1_500_000_000L;
      TestServer.await("half of the delay is over", () -> System.nanoTime() >= due);
      client.send(Arrays.copyOfRange(hello, hello.length / 2, hello.length));
      assertThat(client.exactly(1)).as("a record of the handshake").isEqualTo("\u0016");
    }
  }

  @Test
  @Behaviour("TLS-011")
  void theChainIsShownFromTheLeafToTheAuthority() throws Exception {
    X509Bundle authority =
        TestCertificates.bundle("authority", CertificateBuilder.Algorithm.ecp256);
    X509Bundle intermediate =
        new CertificateBuilder()
            .subject("CN=intermediate")
            .ecp256()
            .setIsCertificateAuthority(true)
            .buildIssuedBy(authority);
    X509Bundle leaf =
        new CertificateBuilder()
            .subject("CN=a.example")
            .ecp256()
            .addSanDnsName("a.example")
            .buildIssuedBy(intermediate);
    List<X509Certificate> chain =
        List.of(leaf.getCertificate(), intermediate.getCertificate(), authority.getCertificate());
    List<Bytes> encoded = new ArrayList<>();
    for (X509Certificate certificate : chain) {
      encoded.add(Bytes.of(certificate.getEncoded()));
    }
    server.serve(
        "a.example",
        false,
        new Certificate(
            "test",
            "chain",
            encoded,
            KeyAlgorithm.EC,
            KeyMaterial.of(leaf.getKeyPair().getPrivate().getEncoded())));
    try (TlsClient client = TlsClient.connect(server.https(), "a.example")) {
      assertThat(client.chain()).isEqualTo(chain);
    }
  }

  @Test
  void aBrokenCodecInTheMiddleOfAResponseCancelsTheExchange() {
    server.serve("a.example", false, TestCertificates.ec("a.example"));
    try (TlsClient client = TlsClient.connect(server.https(), "a.example")) {
      client.raw().send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
      ProxyExchange held = TestServer.next(server.handler.exchanges);
      held.eventLoop()
          .execute(
              () -> {
                var headers = new DefaultHttpHeaders().set("content-length", 100);
                held.respond(new ResponseHead(HttpResponseStatus.OK, headers), false);
                held.channel().pipeline().fireExceptionCaught(new DecoderException("bad record"));
              });
      assertThat(TestServer.next(server.handler.events)).isEqualTo("cancelled /hold");
      assertThat(TestServer.next(server.handler.events)).isEqualTo("over /hold");
    }
  }

  @Test
  void aBrokenRecordInTheMiddleOfAResponseCancelsTheExchange() throws IOException {
    server.serve("a.example", false, TestCertificates.ec("a.example"));
    try (Socket plain = new Socket(server.https().getAddress(), server.https().getPort());
        TlsClient client = TlsClient.over(plain, "a.example")) {
      RawClient raw = client.raw().send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
      ProxyExchange held = TestServer.next(server.handler.exchanges);
      held.eventLoop()
          .execute(
              () -> {
                var headers = new DefaultHttpHeaders().set("content-length", 100);
                held.respond(new ResponseHead(HttpResponseStatus.OK, headers), false);
                held.responseBody().flush();
              });
      raw.head();
      byte[] record = new byte[5 + 32];
      record[0] = 23;
      record[1] = 3;
      record[2] = 3;
      record[4] = 32;
      // The first is answered with an alert, the second ends the connection.
      plain.getOutputStream().write(record);
      plain.getOutputStream().write(record);
      assertThat(TestServer.next(server.handler.events)).isEqualTo("cancelled /hold");
      assertThat(TestServer.next(server.handler.events)).isEqualTo("over /hold");
    }
  }

  @Test
  void upgradesWorkInsideTls() {
    server.serve("a.example", false, TestCertificates.ec("a.example"));
    try (TlsClient client = TlsClient.connect(server.https(), "a.example")) {
      RawClient raw = client.raw();
      raw.send(
          "GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: custom\r\n\r\nearly");
      assertThat(raw.head()).startsWith("HTTP/1.1 101 ");
      assertThat(raw.exactly(5)).isEqualTo("early");
      assertThat(raw.send("more").exactly(4)).isEqualTo("more");
    }
    assertThat(TestServer.next(server.handler.events)).isIn("over /ws", "cancelled /ws");
  }
}
