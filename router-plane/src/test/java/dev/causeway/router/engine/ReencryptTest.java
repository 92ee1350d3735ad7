package dev.causeway.router.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.failure.FailureCategory;
import dev.causeway.router.suite.LeakCheck;
import dev.causeway.routing.model.Bytes;
import dev.causeway.routing.model.TrustBundle;
import dev.causeway.routing.model.UpstreamTls;
import dev.causeway.testkit.Behaviour;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** TLS towards endpoints. */
@ExtendWith(LeakCheck.class)
final class ReencryptTest {
  private static final String NAME = "ns/svc:https~1";
  private static final String GET = "GET / HTTP/1.1\r\nHost: app.test\r\n\r\n";

  private final X509Bundle authority;
  private final SSLServerSocket server;
  private final LinkedBlockingQueue<Integer> serverNames = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Integer> clientCertificates = new LinkedBlockingQueue<>();
  private final TestRouter router = new TestRouter();
  private volatile boolean saysGoodbye;

  ReencryptTest() throws Exception {
    authority = TlsListener.authority("authority");
    server = TlsListener.listen(TlsListener.leaf(authority));
    server.setWantClientAuth(true);
    Thread.ofVirtual().start(this::serve);
  }

  /** Returns how many certificates the router showed when it was asked for one. */
  private static int certificates(SSLSocket socket) {
    try {
      return socket.getSession().getPeerCertificates().length;
    } catch (SSLPeerUnverifiedException none) {
      return 0;
    }
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        SSLSocket socket = (SSLSocket) server.accept();
        Thread.ofVirtual()
            .start(
                () -> {
                  try (Wire wire = new Wire(socket)) {
                    wire.head();
                    clientCertificates.add(certificates(socket));
                    serverNames.add(
                        ((ExtendedSSLSession) socket.getSession())
                            .getRequestedServerNames()
                            .size());
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ntls");
                    if (saysGoodbye) {
                      socket.shutdownOutput();
                    }
                    wire.rest();
                  } catch (UncheckedIOException | IOException refused) {
                    // The router did not like our certificate.
                  }
                });
      } catch (IOException closed) {
        return;
      }
    }
  }

  @AfterEach
  void close() throws Exception {
    router.close();
    server.close();
  }

  private String answer(X509Bundle trusted, @Nullable String verifyName) throws Exception {
    TrustBundle bundle =
        new TrustBundle(
            Routes.SHARD, "anchors", List.of(Bytes.of(trusted.getCertificate().getEncoded())));
    router.endpoints(NAME, Origin.endpoint(server.getLocalPort()));
    router.with(
        bundle,
        Routes.upstream(NAME, new UpstreamTls("anchors", verifyName)),
        Routes.host("app.test", Routes.reencrypt(NAME)));
    try (Wire client = router.client()) {
      client.send(GET);
      return client.message();
    }
  }

  @Test
  @Behaviour({"TLS-033", "TLS-037", "HO-046"})
  void trustedEndpointAnswersAndHearsNoServerName() throws Exception {
    assertThat(answer(authority, null)).startsWith("HTTP/1.1 200 ").endsWith("tls");
    assertThat(serverNames.take()).isZero();
    assertThat(clientCertificates.take()).as("although it was asked for").isZero();
  }

  @Test
  @Behaviour({"TLS-034", "TLS-037"})
  void nameIsCheckedWhereOneIsAskedFor() throws Exception {
    assertThat(answer(authority, "svc.ns.svc")).startsWith("HTTP/1.1 200 ");
    assertThat(serverNames.take()).as("verified only, not sent").isZero();
  }

  @Test
  void idleConnectionIsClosedWhenTheEndpointClosesTls() throws Exception {
    saysGoodbye = true;
    assertThat(answer(authority, null)).startsWith("HTTP/1.1 200 ");
    TestRouter.await("the connection is closed", () -> router.engine.upstreamOpen() == 0);
  }

  @Test
  @Behaviour({"TLS-034", "TLS-036"})
  void wrongNameIs503() throws Exception {
    assertThat(answer(authority, "other.ns.svc")).startsWith("HTTP/1.1 503 ");
    TestRouter.await(
        "the failure is counted",
        () ->
            router.engine.requests(TrafficPath.EXPRESS, 5, FailureCategory.UPSTREAM_TLS_FAILED)
                == 1);
  }

  @Test
  @Behaviour({"TLS-033", "TLS-036"})
  void untrustedEndpointIs503() throws Exception {
    X509Bundle stranger =
        new CertificateBuilder()
            .subject("CN=stranger")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    assertThat(answer(stranger, null)).startsWith("HTTP/1.1 503 ");
  }
}
