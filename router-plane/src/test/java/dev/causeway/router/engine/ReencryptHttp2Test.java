package dev.causeway.router.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.suite.LeakCheck;
import dev.causeway.routing.model.UpstreamTls;
import dev.causeway.testkit.Behaviour;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which protocol TLS endpoints are spoken to with. */
@ExtendWith(LeakCheck.class)
final class ReencryptHttp2Test {
  private static final String NAME = "ns/svc:https~1";
  private static final String GET = "GET /x HTTP/1.1\r\nHost: app.test\r\n\r\n";

  private final X509Bundle certificate =
      new CertificateBuilder()
          .ecp256()
          .subject("CN=svc")
          .setIsCertificateAuthority(true)
          .buildSelfSigned();
  private final TestRouter router = new TestRouter();

  ReencryptHttp2Test() throws Exception {}

  @AfterEach
  void close() {
    router.close();
  }

  /** Serves {@code app.test} from a TLS endpoint; any certificate will do. */
  private void serving(int port, boolean http2) {
    router.endpoints(NAME, Origin.endpoint(port));
    router.with(
        Routes.settings(http2, 5_000),
        Routes.upstream(NAME, new UpstreamTls(null, null)),
        Routes.host("app.test", Routes.reencrypt(NAME)));
  }

  private Http2Origin http2Origin() throws Exception {
    SslContext tls =
        SslContextBuilder.forServer(
                certificate.getKeyPair().getPrivate(), certificate.getCertificatePath())
            .applicationProtocolConfig(
                new ApplicationProtocolConfig(
                    ApplicationProtocolConfig.Protocol.ALPN,
                    ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                    ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                    ApplicationProtocolNames.HTTP_2,
                    ApplicationProtocolNames.HTTP_1_1))
            .build();
    return new Http2Origin(tls);
  }

  @Test
  @Behaviour("TLS-024")
  void endpointThatOffersHttp2GetsIt() throws Exception {
    try (Http2Origin origin = http2Origin();
        Wire client = router.client()) {
      serving(origin.port(), true);
      for (int i = 0; i < 3; i++) {
        client.send(
            "POST /x HTTP/1.1\r\nHost: app.test\r\nTE: trailers\r\nTransfer-Encoding: chunked\r\n\r\n");
        client.send("4\r\nping\r\n");
        assertThat(client.head()).startsWith("HTTP/1.1 200 ").containsIgnoringCase("x-origin: h2");
        client.until("ping");
        client.send("0\r\n\r\n");
        client.until("grpc-status: 0\r\n\r\n");
      }
      Http2Headers seen = origin.requests.take();
      assertThat(seen.scheme()).hasToString("https");
      assertThat(seen.authority()).hasToString("app.test");
      assertThat(origin.connections).hasValue(1);
    }
  }

  /** The pool of an endpoint that is gone is forgotten, but not before it has its connection. */
  @Test
  void connectionThatWasMadeWhileItsEndpointLeftIsClosed() throws Exception {
    try (Http2Origin origin = http2Origin();
        Alpn other = new Alpn("http/1.1");
        Gatekeeper slow = new Gatekeeper(origin.port());
        Gatekeeper marker = new Gatekeeper(other.port());
        Wire waiting = router.client();
        Wire client = router.client()) {
      marker.open();
      serving(slow.port(), true);
      waiting.send(GET);
      TestRouter.await("the slow endpoint is connected to", slow::hasArrived);

      router.endpoints(NAME, Origin.endpoint(marker.port()));
      assertThat(client.send(GET).message()).startsWith("HTTP/1.1 200 ").endsWith("ok");
      router.endpoints(NAME, Origin.endpoint(other.port()));
      assertThat(client.send(GET).message()).startsWith("HTTP/1.1 200 ").endsWith("ok");
      // What leads to endpoints that are gone was looked through since the slow one is.
      TestRouter.await("the idle connection is closed", marker::hasLeft);
      assertThat(slow.hasLeft()).isFalse();

      slow.open();
      assertThat(waiting.message()).startsWith("HTTP/1.1 200 ").endsWith("ok");
      TestRouter.await("the connection to the slow endpoint is closed", slow::hasLeft);
    }
  }

  @Test
  void endpointWithoutHttp2GetsHttp1() throws Exception {
    try (Alpn origin = new Alpn("http/1.1")) {
      serving(origin.port(), true);
      try (Wire client = router.client()) {
        for (int i = 0; i < 2; i++) {
          assertThat(client.send(GET).message()).startsWith("HTTP/1.1 200 ").endsWith("ok");
        }
      }
      assertThat(origin.chosen).containsExactly("http/1.1");
    }
  }

  @Test
  void endpointWithoutAlpnGetsHttp1() throws Exception {
    try (Alpn origin = new Alpn()) {
      serving(origin.port(), true);
      try (Wire client = router.client()) {
        assertThat(client.send(GET).message()).startsWith("HTTP/1.1 200 ").endsWith("ok");
      }
      assertThat(origin.chosen).containsExactly("");
    }
  }

  @Test
  @Behaviour("TLS-024")
  void http2IsNotOfferedWhereItIsSwitchedOff() throws Exception {
    try (Alpn origin = new Alpn("h2", "http/1.1")) {
      serving(origin.port(), false);
      try (Wire client = router.client()) {
        assertThat(client.send(GET).message()).startsWith("HTTP/1.1 200 ").endsWith("ok");
      }
      assertThat(origin.chosen).containsExactly("http/1.1");
    }
  }

  @Test
  @Behaviour({"TLS-032", "LIM-007"})
  void upgradeIsAskedForOverHttp1() throws Exception {
    try (Alpn origin = new Alpn("h2", "http/1.1")) {
      serving(origin.port(), true);
      try (Wire client = router.client()) {
        client.send(
            "GET /x HTTP/1.1\r\nHost: app.test\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\n");
        assertThat(client.head()).startsWith("HTTP/1.1 101 ");
        assertThat(client.exactly(2)).isEqualTo("hi");
      }
      assertThat(origin.chosen).containsExactly("http/1.1");
      // The end of a tunnel goes there and back; an event loop that ends would not wait for it.
      TestRouter.await("the tunnel is gone", () -> router.upstreams.open() == 0);
    }
  }

  /** The connection of requests before it is no good for an upgrade. */
  @Test
  @Behaviour({"TLS-032", "LIM-007"})
  void upgradeIsAskedForOverHttp1WhereRequestsUseHttp2() throws Exception {
    try (Http2Origin http2 = new Http2Origin();
        Alpn origin = new Alpn("h2", "http/1.1")) {
      origin.http2Port = http2.port();
      serving(origin.port(), true);
      try (Wire client = router.client();
          Wire upgrading = router.client()) {
        client.send(GET);
        assertThat(client.head()).containsIgnoringCase("x-origin: h2");
        client.until("0\r\n");
        upgrading.send(
            "GET /x HTTP/1.1\r\nHost: app.test\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\n");
        assertThat(upgrading.head()).startsWith("HTTP/1.1 101 ");
        assertThat(upgrading.exactly(2)).isEqualTo("hi");
        client.send(GET);
        assertThat(client.until("x-origin: h2")).contains("HTTP/1.1 200 ");
      }
      assertThat(origin.chosen).containsExactly("h2", "http/1.1");
      TestRouter.await("the tunnel is gone", () -> router.upstreams.open() <= 1);
    }
  }

  /**
   * An HTTP/1.1 server that would choose these protocols, in this order; what chooses HTTP/2 is
   * passed on.
   */
  private final class Alpn implements AutoCloseable {
    private volatile int http2Port;
    final BlockingQueue<String> chosen = new LinkedBlockingQueue<>();
    private final SSLServerSocket server;

    Alpn(String... protocols) throws Exception {
      server = TlsListener.listen(certificate);
      SSLParameters parameters = server.getSSLParameters();
      parameters.setApplicationProtocols(protocols);
      server.setSSLParameters(parameters);
      Thread.ofVirtual().start(this::accept);
    }

    int port() {
      return server.getLocalPort();
    }

    private void accept() {
      while (!server.isClosed()) {
        try {
          SSLSocket socket = (SSLSocket) server.accept();
          Thread.ofVirtual().start(() -> serve(socket));
        } catch (java.io.IOException closed) {
          return;
        }
      }
    }

    private void serve(SSLSocket socket) {
      try (Wire wire = new Wire(socket)) {
        socket.startHandshake();
        chosen.add(socket.getApplicationProtocol());
        if (socket.getApplicationProtocol().equals("h2")) {
          relay(socket);
          return;
        }
        while (true) {
          boolean upgrade = wire.head().toLowerCase(Locale.ROOT).contains("upgrade: chat");
          wire.send(
              upgrade
                  ? "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\nhi"
                  : "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        }
      } catch (java.io.IOException | java.io.UncheckedIOException gone) {
        // The router closed the connection: the test sees the consequences elsewhere.
      }
    }

    private void relay(SSLSocket socket) throws java.io.IOException {
      try (Socket to = new Socket(InetAddress.getLoopbackAddress(), http2Port)) {
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    to.getInputStream().transferTo(socket.getOutputStream());
                  } catch (java.io.IOException gone) {
                    // One of both has gone, which ends the other direction too.
                  }
                });
        socket.getInputStream().transferTo(to.getOutputStream());
      }
    }

    @Override
    public void close() throws java.io.IOException {
      server.close();
    }
  }
}
