package dev.causeway.router.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.tls.UpstreamTlsContexts;
import dev.causeway.router.transport.IoTransport;
import dev.causeway.router.upstream.EndpointTls;
import dev.causeway.routing.model.UpstreamTls;
import dev.causeway.testkit.Behaviour;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a probe finds, over real sockets. */
final class LoopChecksTest {
  private final LoopChecks checks = new LoopChecks(IoTransport.best());

  @AfterEach
  void close() {
    checks.close();
  }

  private boolean reached(int port, @Nullable EndpointTls tls) throws Exception {
    CompletableFuture<Boolean> found = new CompletableFuture<>();
    checks.probe(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), tls, found::complete);
    return found.get(20, TimeUnit.SECONDS);
  }

  /** Returns the thread that accepts; the port is closed once it has ended. */
  private static Thread acceptAll(ServerSocket server, boolean hangUp) {
    return Thread.ofVirtual()
        .start(
            () -> {
              while (!server.isClosed()) {
                try {
                  Socket socket = server.accept();
                  if (hangUp) {
                    socket.close();
                  } else {
                    Thread.ofVirtual().start(() -> readAll(socket));
                  }
                } catch (IOException closed) {
                  return;
                }
              }
            });
  }

  private static void readAll(Socket socket) {
    try (socket) {
      assertThat(socket.getInputStream().readAllBytes()).isNotNull();
    } catch (IOException reset) {
      // A probe ends with a reset.
    }
  }

  @Test
  @Behaviour("RO-069")
  void connectingIsEnoughForClearText() throws Exception {
    int port;
    Thread accepting;
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
      accepting = acceptAll(server, false);
      assertThat(reached(port, null)).isTrue();
    }
    accepting.join();
    assertThat(reached(port, null)).isFalse();
  }

  @Test
  @Behaviour("RO-011")
  void endpointThatKeepsSilentIsDownAfterFiveSeconds() throws Exception {
    EndpointTls tls =
        new EndpointTls(new UpstreamTlsContexts().of(new UpstreamTls(null, null), null), true);
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      acceptAll(silent, false);
      long start = System.nanoTime();
      assertThat(reached(silent.getLocalPort(), tls)).isFalse();
      assertThat(System.nanoTime() - start).isBetween(4_900_000_000L, 9_000_000_000L);
    }
  }

  @Test
  @Behaviour("RO-069")
  void reencryptNeedsAHandshake() throws Exception {
    EndpointTls tls =
        new EndpointTls(new UpstreamTlsContexts().of(new UpstreamTls(null, null), null), true);
    X509Bundle own =
        new CertificateBuilder()
            .subject("CN=svc")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.toKeyManagerFactory().getKeyManagers(), null, null);
    try (ServerSocket secure =
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        ServerSocket plain = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      acceptAll(secure, false);
      acceptAll(plain, true);
      assertThat(reached(secure.getLocalPort(), tls)).isTrue();
      assertThat(reached(plain.getLocalPort(), tls)).isFalse();
      assertThat(reached(plain.getLocalPort(), null)).isTrue();
    }
  }
}
