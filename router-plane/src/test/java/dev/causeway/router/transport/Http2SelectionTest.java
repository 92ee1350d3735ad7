package dev.causeway.router.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.testkit.Behaviour;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a connection speaks HTTP/2. */
@SuppressWarnings("StringConcatToTextBlock") // the line ends are what is tested
class Http2SelectionTest {
  private final TestServer server = new TestServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  @Behaviour("TLS-019")
  void alpnChoosesHttp2WhereItIsOffered() throws Exception {
    server.serve("localhost", true, TestCertificates.ec("localhost"));
    SSLContext trustAll = SSLContext.getInstance("TLS");
    trustAll.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
    try (HttpClient client = HttpClient.newBuilder().sslContext(trustAll).build()) {
      URI uri = URI.create("https://localhost:" + server.https().getPort() + "/echo");
      for (int i = 0; i < 3; i++) {
        HttpResponse<String> response =
            client.send(
                HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString("hello" + i)).build(),
                BodyHandlers.ofString());
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(response.body()).isEqualTo("hello" + i);
      }
    }
  }

  @Test
  void http11IsSpokenWhereHttp2IsNotOffered() {
    server.serve("a.example", false, TestCertificates.ec("a.example"));
    try (TlsClient client = TlsClient.connect(server.https(), "a.example")) {
      assertThat(client.protocol()).isEqualTo("http/1.1");
    }
  }

  @Test
  @Behaviour("TLS-023")
  void thePlainPortTakesHttp2WithPriorKnowledge() {
    try (RawClient client = server.client()) {
      client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").send(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
      byte[] frame = client.exactly(9).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
      assertThat(frame[3]).as("type of the first frame: SETTINGS").isEqualTo((byte) 4);
    }
  }

  @Test
  void upgradeToHttp2IsNotHonoured() {
    try (RawClient client = server.client()) {
      client.send(
          "GET /x HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\n"
              + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n\r\n");
      assertThat(client.response()).startsWith("HTTP/1.1 200").endsWith("GET /x a");
    }
  }
}
