package dev.causeway.router.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.http.Refusal;
import dev.causeway.testkit.Behaviour;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What never becomes an exchange, or stops being one. */
@SuppressWarnings("StringConcatToTextBlock") // the line ends are what is tested
class Http1RefusalTest {
  private final TestServer server = new TestServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n",
        "POST / HTTP/1.2\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n",
        "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 4\r\n\r\nabc",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n",
        "GET / HTTP/1.1\nHost: a\n\n",
        "GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: one\r\n two\r\n\r\n",
        "GET / HTTP/1.1\r\n Host: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: a\u0000b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET nothing HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nSec-WebSocket-Key1: 1\r\nSec-WebSocket-Key2: 2\r\n\r\n12345678",
      })
  void ambiguousOrBrokenHeadsAreRefused(String request) {
    try (RawClient client = server.client()) {
      assertThat(client.send(request).restOrReset())
          .startsWith("HTTP/1.1 400 ")
          .contains("connection: close");
      assertThat(TestServer.next(server.refusals)).isEqualTo(Refusal.BAD_REQUEST);
      assertThat(server.handler.exchanges).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: _a$\r\n\r\n",
        "GET http://A:80/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n",
        "GET / HTTP/1.2\r\nHost: a\r\n\r\n",
        "GET / HTTP/2.0\r\nHost: a\r\n\r\n",
        "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "WHATEVER / HTTP/1.1\r\nHost: a\r\n\r\n",
      })
  @Behaviour("TLS-023")
  void oddButClearHeadsAreServed(String request) {
    try (RawClient client = server.client()) {
      assertThat(client.send(request).response()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  @Behaviour("RO-036")
  void emptyContentLengthIsRefused() {
    try (RawClient client = server.client()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: \r\n\r\n");
      assertThat(client.restOrReset()).startsWith("HTTP/1.1 400 ");
    }
  }

  @Test
  void connectIsRefusedBeforeRouting() {
    try (RawClient client = server.client()) {
      client.send("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n");
      assertThat(client.restOrReset()).startsWith("HTTP/1.1 405 ");
    }
  }

  @Test
  void versionsOutsideHttp1AreRefused() {
    try (RawClient client = server.client()) {
      client.send("GET / HTTP/3.0\r\nHost: a\r\n\r\n");
      assertThat(client.restOrReset()).startsWith("HTTP/1.1 505 ");
    }
  }

  @Test
  @Behaviour("RO-035")
  void headsBeyondTheLimitsAreRefused() {
    String start = "GET / HTTP/1.1\r\nHost: a\r\n";
    assertThat(status(start + "X: y\r\n".repeat(99) + "\r\n")).isEqualTo("200");
    assertThat(status(start + "X: y\r\n".repeat(100) + "\r\n")).isEqualTo("400");
    assertThat(status(start + "X: " + "y".repeat(24_000) + "\r\n\r\n")).isEqualTo("200");
    assertThat(status(start + "X: " + "y".repeat(33_000) + "\r\n\r\n")).isEqualTo("431");
    assertThat(status("GET /" + "x".repeat(23_500) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
        .isEqualTo("200");
    assertThat(status("GET /" + "x".repeat(25_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
        .isEqualTo("431");
    assertThat(status("GET /" + "x".repeat(40_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
        .isEqualTo("414");
  }

  private String status(String request) {
    try (RawClient client = server.client()) {
      return client.send(request).head().substring(9, 12);
    }
  }

  @Test
  void aBrokenChunkEndsTheExchange() {
    try (RawClient client = server.client()) {
      client.send(
          "POST /hold HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\n");
      assertThat(client.restOrReset()).startsWith("HTTP/1.1 400 ");
      assertThat(TestServer.next(server.handler.events)).isEqualTo("cancelled /hold");
      assertThat(TestServer.next(server.handler.events)).isEqualTo("over /hold");
    }
  }

  @Test
  void nothingBehindARefusedRequestIsServed() {
    try (RawClient client = server.client()) {
      client.send("GET / HTTP/1.1\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.restOrReset()).startsWith("HTTP/1.1 400 ").doesNotContain("smuggled");
      assertThat(server.handler.exchanges).isEmpty();
    }
  }
}
