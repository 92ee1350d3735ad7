package dev.causeway.router.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.exchange.ProxyExchange;
import dev.causeway.router.suite.LeakCheck;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An independent client over TLS, with HTTP/2 agreed on by ALPN. */
@ExtendWith(LeakCheck.class)
class Http2JdkClientTest {
  private final Http2TestServer server = new Http2TestServer(Http2TestServer::echo);
  private final HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build();

  private SSLContext trusting() {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("ca", server.certificate.getCertificate());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + server.securePort() + path));
  }

  @Test
  void largeBodiesTravelBothWays() throws Exception {
    byte[] body = new byte[10_000_000];
    for (int i = 0; i < body.length; i++) {
      body[i] = (byte) ((i * 31) >> 8);
    }
    HttpResponse<byte[]> response =
        client.send(
            request("/echo").POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(response.body()).isEqualTo(body);
    ProxyExchange exchange = Http2TestServer.next(server.exchanges);
    assertThat(exchange.client().secure()).isTrue();
    assertThat(exchange.request().headers().get("content-length")).isEqualTo("10000000");
  }

  @Test
  void manyRequestsShareOneConnection() {
    server.handler = exchange -> Http2TestServer.text(exchange, exchange.request().target());
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    assertThat(get("/first").join().body()).isEqualTo("/first");
    for (int i = 0; i < 100; i++) {
      answers.add(get("/" + i));
    }
    for (int i = 0; i < 100; i++) {
      assertThat(answers.get(i).join().body()).isEqualTo("/" + i);
    }
    assertThat(server.connections.size()).isEqualTo(1);
  }

  private CompletableFuture<HttpResponse<String>> get(String path) {
    return client.sendAsync(request(path).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void slowReaderHoldsTheSourceBack() throws Exception {
    AtomicLong written = new AtomicLong();
    BlockingQueue<Boolean> stopped = new LinkedBlockingQueue<>();
    long size = 64L * 1024 * 1024;
    server.handler =
        exchange -> {
          exchange.respond(Http2TestServer.ok(), false);
          Runnable pump =
              () -> {
                while (exchange.responseBody().isWritable() && written.get() < size) {
                  exchange.responseBody().write(Unpooled.wrappedBuffer(new byte[64 * 1024]));
                  written.addAndGet(64 * 1024);
                }
                exchange.responseBody().flush();
                if (written.get() < size) {
                  stopped.add(true);
                } else {
                  exchange.responseBody().end(null);
                }
              };
          exchange.responseBody().onWritable(pump);
          pump.run();
        };
    HttpResponse<InputStream> response =
        client.send(request("/large").build(), HttpResponse.BodyHandlers.ofInputStream());
    Http2TestServer.next(stopped);
    try (InputStream body = response.body()) {
      // Whatever the client buffers by itself: the windows it gave and what the socket holds.
      assertThat(written.get()).isLessThan(size / 2);
      assertThat(body.transferTo(java.io.OutputStream.nullOutputStream())).isEqualTo(size);
    }
  }

  @Test
  void brokenBodyIsAnError() {
    server.handler =
        exchange -> {
          exchange.respond(Http2TestServer.ok(), false);
          exchange.responseBody().write(Unpooled.wrappedBuffer(new byte[100]));
          exchange.responseBody().flush();
          exchange.abort(new IOException("as the test wants"));
        };
    assertThat(get("/").handle((answer, failure) -> failure).join()).isNotNull();
    server.handler = exchange -> Http2TestServer.text(exchange, "again");
    assertThat(get("/").join().body()).isEqualTo("again");
  }
}
