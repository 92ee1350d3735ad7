package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.router.suite.TestClient.Call;
import dev.causeway.router.suite.TestClient.Stream;
import dev.causeway.testkit.Behaviour;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** WebSocket and other upgrades: HTTP/1.1 clients by 101, HTTP/2 clients by RFC 8441. */
abstract class UpgradeSuite extends StreamingSuite {

  private static final byte[] FRAME = {(byte) 0x81, 0x05, 'h', 'e', 'l', 'l', 'o'};

  @Test
  @Behaviour("RO-068")
  void tunnelsAWebSocket() throws Exception {
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      Stream stream = open(client, "app.apps.test");
      assertThat(stream.head().status()).isEqualTo(http2() ? 200 : 101);
      assertThat(one().nextRequest().header("upgrade")).isEqualTo("websocket");
      for (int i = 0; i < 3; i++) {
        stream.data(FRAME);
        assertThat(StreamingSuite.readText(stream, FRAME.length)).endsWith("hello");
      }
      stream.end();
      assertThat(stream.read()).isNull();
    }
  }

  @Test
  void closesTheEndpointWhenTheTunnelsClientLeaves() throws Exception {
    proxied(1);
    TestClient client = client("app.apps.test");
    Stream stream = open(client, "app.apps.test");
    assertThat(stream.head().status()).isIn(101, 200);
    stream.data(FRAME);
    assertThat(StreamingSuite.readText(stream, FRAME.length)).endsWith("hello");
    stream.abandon();
    client.close();
  }

  @Test
  void tunnelsOverReencryption() throws Exception {
    proxied(1);
    try (TestClient client = client("reencrypt.apps.test")) {
      talkThenHangUp(open(client, "reencrypt.apps.test"));
    }
  }

  @Test
  void tunnelsFromTlsOverReencryption() throws Exception {
    proxied(1);
    try (TestClient client = tls("reencrypt.apps.test")) {
      talkThenHangUp(open(client, "reencrypt.apps.test"));
    }
  }

  @Test
  void closesTheTlsEndpointWhenTheTunnelsClientLeaves() throws Exception {
    proxied(1);
    TestClient client = client("reencrypt.apps.test");
    Stream stream = open(client, "reencrypt.apps.test");
    stream.data(FRAME);
    assertThat(StreamingSuite.readText(stream, FRAME.length)).endsWith("hello");
    // Connections of earlier requests may be kept beside the tunnel's.
    int open = secure().connections();
    stream.abandon();
    client.close();
    await().atMost(PATIENCE).until(() -> secure().connections() < open);
  }

  private void talkThenHangUp(Stream stream) throws Exception {
    assertThat(stream.head().status()).isIn(101, 200);
    assertThat(secure().nextRequest().header("upgrade")).isEqualTo("websocket");
    for (int i = 0; i < 3; i++) {
      stream.data(FRAME);
      assertThat(StreamingSuite.readText(stream, FRAME.length)).endsWith("hello");
    }
    stream.end();
    assertThat(stream.read()).isNull();
  }

  @Test
  void eachHalfOfATunnelEndsByItself() throws Exception {
    proxied(2);
    for (String host : List.of("app.apps.test", "reencrypt.apps.test")) {
      try (TestClient client = client(host)) {
        Stream stream = open(client, host, "/ws-late");
        assertThat(stream.head().status()).isIn(101, 200);
        stream.data(FRAME);
        stream.end();
        assertThat(StreamingSuite.readText(stream, 7)).as(host).isEqualTo("at last");
        assertThat(stream.read()).isNull();
      }
    }
  }

  @Test
  void passesARefusedUpgradeOn() throws Exception {
    proxied(1);
    try (TestClient client = plain()) {
      Stream stream =
          client.send(
              Call.get("app.apps.test", "/error", "Connection: Upgrade", "Upgrade: chat/2"));
      assertThat(stream.head().status()).isEqualTo(503);
      assertThat(new String(stream.answer().bytes(), java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo("origin says 503");
    }
  }

  @Test
  void tunnelsOtherProtocolsToo() throws Exception {
    proxied(1);
    try (TestClient client = plain()) {
      Stream stream =
          client.send(
              new Call(
                  "GET",
                  "app.apps.test",
                  "/ws",
                  List.of("Connection: Upgrade", "Upgrade: chat/2"),
                  true));
      assertThat(stream.head().first("upgrade")).isEqualTo("chat/2");
      stream.data(TestOrigin.text("hi"));
      assertThat(StreamingSuite.readText(stream, 2)).isEqualTo("hi");
    }
  }

  @Test
  void offersExtendedConnect() throws Exception {
    try (Http2Client client = h2("app.apps.test")) {
      Http2Settings settings = client.settings();
      assertThat(settings.get((char) 8)).isEqualTo(1L);
    }
  }

  private Stream open(TestClient client, String host) throws Exception {
    return open(client, host, "/ws");
  }

  static Stream open(TestClient client, String host, String target) throws Exception {
    if (client instanceof Http2Client h2) {
      return h2.connectWebSocket(host, target);
    }
    return client.send(
        Call.get(
            host,
            target,
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: 13"));
  }
}
