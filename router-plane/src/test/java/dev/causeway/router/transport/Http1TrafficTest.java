package dev.causeway.router.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.exchange.ProxyExchange;
import dev.causeway.router.exchange.ResponseHead;
import dev.causeway.router.suite.LeakCheck;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/1 requests as raw bytes over real sockets. */
@SuppressWarnings("StringConcatToTextBlock") // the line ends are what is tested
@ExtendWith(LeakCheck.class)
class Http1TrafficTest {
  private final TestServer server = new TestServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() {
    try (RawClient client = server.client()) {
      var requests = new StringBuilder();
      for (int i = 0; i < 70; i++) {
        requests.append("GET /n").append(i).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
      }
      client.send(requests.toString());
      for (int i = 0; i < 70; i++) {
        assertThat(client.response()).endsWith("\r\n\r\nGET /n" + i + " a");
      }
    }
  }

  @Test
  void aHeldRequestDelaysTheOnesBehindIt() {
    try (RawClient client = server.client()) {
      client.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n");
      ProxyExchange held = TestServer.next(server.handler.exchanges);
      held.eventLoop().execute(() -> TestHandler.text(held, "first"));
      assertThat(client.response()).endsWith("first");
      assertThat(client.response()).endsWith("GET /b a");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//a//b",
        "/%2F",
        "/a|b",
        "/[x]",
        "/%zz",
        "/%",
        "/..//",
        "/{}^<>\"",
        "/caf\u00e9",
        "/;p=1?q=%20",
        "/a\\b",
        "http://a/x",
        "/" + "?&="
      })
  void targetsArriveAsTheyWereSent(String target) {
    try (RawClient client = server.client()) {
      client.send("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.response()).endsWith("\r\n\r\nGET " + target + " a");
      assertThat(TestServer.next(server.handler.exchanges).request().target()).isEqualTo(target);
    }
  }

  @Test
  void chunkedBodiesAndTrailersPassBothWays() {
    try (RawClient client = server.client()) {
      client.send(
          "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nX-Sum: 7\r\n\r\n");
      assertThat(client.head()).contains("transfer-encoding: chunked");
      String body = client.exactly("3\r\nabc\r\n4\r\ndefg\r\n0\r\nX-Sum: 7\r\n\r\n".length());
      assertThat(body).contains("abc").contains("defg").contains("0\r\nX-Sum: 7\r\n");
    }
  }

  @Test
  void aFlushedChunkIsComplete() {
    try (RawClient client = server.client()) {
      client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
      for (int i = 0; i < 3; i++) {
        client.send("3\r\nabc\r\n");
        if (i == 0) {
          client.head();
        }
        assertThat(client.exactly(8)).isEqualTo("3\r\nabc\r\n");
      }
      assertThat(client.send("0\r\n\r\n").exactly(5)).isEqualTo("0\r\n\r\n");
    }
  }

  @Test
  void keptConnectionServesPostsAndGets() {
    try (RawClient client = server.client()) {
      for (int i = 0; i < 3; i++) {
        client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
        assertThat(client.response()).endsWith("POST /x a");
        client.send("GET /y HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(client.response()).endsWith("GET /y a");
      }
    }
  }

  @Test
  void http10ClientsGetCloseDelimitedBodies() {
    try (RawClient client = server.client()) {
      client.send("POST /echo HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello");
      String answer = client.rest();
      assertThat(answer).contains("connection: close").endsWith("\r\n\r\nhello");
      assertThat(answer).doesNotContain("chunked");
    }
  }

  @Test
  void aClientThatTalksOnLosesNothingOfABodyThatEndsWithTheConnection() {
    int total = 1 << 20;
    try (RawClient client = server.client()) {
      client.send("GET /hold HTTP/1.0\r\nHost: a\r\n\r\n");
      ProxyExchange held = TestServer.next(server.handler.exchanges);
      held.eventLoop()
          .execute(
              () -> {
                held.respond(
                    new ResponseHead(HttpResponseStatus.OK, new DefaultHttpHeaders()), false);
                held.responseBody().write(Unpooled.wrappedBuffer(new byte[total]));
                held.responseBody().end(null);
              });
      assertThat(client.head()).contains("connection: close");
      assertThat(TestServer.next(server.handler.events)).isEqualTo("over /hold");
      client.send(new byte[100_000]);
      assertThat(client.rest()).hasSize(total);
    }
  }

  @Test
  void interimResponsesReachTheClientBeforeTheBodyIsSent() {
    try (RawClient client = server.client()) {
      client.send(
          "POST /continue HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      assertThat(client.head()).startsWith("HTTP/1.1 100 ");
      client.send("hi");
      assertThat(client.head()).startsWith("HTTP/1.1 200 ");
      assertThat(client.exactly(5)).isEqualTo("2\r\nhi");
    }
  }

  @Test
  void earlyResponseToAnUnreadBodyClosesTheConnection() {
    try (RawClient client = server.client()) {
      client.send("POST /early HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nabc");
      assertThat(client.rest()).startsWith("HTTP/1.1 200").endsWith("POST /early a");
    }
  }

  @Test
  void headAnswersKeepTheirLengthWithoutABody() {
    try (RawClient client = server.client()) {
      client.send("HEAD /x HTTP/1.1\r\nHost: a\r\n\r\nGET /y HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.head()).contains("content-length: 9");
      assertThat(client.response()).endsWith("GET /y a");
    }
  }

  @Test
  void responseHeadersAreWrittenAsLatin1AndCannotSplit() {
    try (RawClient client = server.client()) {
      client.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
      ProxyExchange held = TestServer.next(server.handler.exchanges);
      var headers =
          DefaultHttpHeadersFactory.headersFactory()
              .withValidation(false)
              .newHeaders()
              .set("x-name", "caf\u00e9")
              .set("x-bad", "a\r\nx-evil: 1");
      held.eventLoop()
          .execute(
              () ->
                  held.respond(
                      new ResponseHead(HttpResponseStatus.valueOf(299, "Odd"), headers), true));
      String head = client.head();
      assertThat(head).startsWith("HTTP/1.1 299 Odd\r\n").contains("x-name: caf\u00e9\r\n");
      assertThat(head).contains("x-bad: a  x-evil: 1\r\n").contains("content-length: 0");
    }
  }

  @Test
  void upgradeBecomesATunnelThatLosesNoByte() {
    try (RawClient client = server.client()) {
      client.send(
          "GET /ws HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: custom\r\n\r\n"
              + "early");
      assertThat(client.head()).startsWith("HTTP/1.1 101 ").contains("upgrade: custom");
      assertThat(client.exactly(5)).isEqualTo("early");
      client.send("GET / HTTP/1.1\r\n\r\n");
      assertThat(client.exactly(18)).isEqualTo("GET / HTTP/1.1\r\n\r\n");
      client.shutdownOutput();
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void truncatedResponsesAreNotTakenForComplete() {
    try (RawClient client = server.client()) {
      client.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
      ProxyExchange held = TestServer.next(server.handler.exchanges);
      held.eventLoop()
          .execute(
              () -> {
                held.respond(
                    new ResponseHead(HttpResponseStatus.OK, new DefaultHttpHeaders()), false);
                held.responseBody()
                    .write(Unpooled.copiedBuffer("part", StandardCharsets.ISO_8859_1));
                TestHandler.abort(held);
              });
      assertThat(client.rest()).contains("4\r\npart").doesNotContain("\r\n0\r\n");
    }
  }

  @Test
  void theBreakOfAResponseDoesNotDestroyWhatCameBeforeIt() {
    try (RawClient client = server.client()) {
      client.send("POST /hold HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
      client.send(new byte[300_000]);
      ProxyExchange held = TestServer.next(server.handler.exchanges);
      held.eventLoop()
          .execute(
              () -> {
                held.requestBody();
                held.respond(
                    new ResponseHead(HttpResponseStatus.OK, new DefaultHttpHeaders()), false);
                held.responseBody()
                    .write(Unpooled.copiedBuffer("part", StandardCharsets.ISO_8859_1));
                TestHandler.abort(held);
              });
      // An orderly end, no reset: what the client has not sent yet is read and dropped.
      assertThat(client.rest()).contains("4\r\npart").doesNotContain("\r\n0\r\n");
    }
  }

  @Test
  void disconnectCancelsTheExchange() {
    server.finishesWithoutClient = false;
    try (RawClient client = server.client()) {
      client.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
      TestServer.next(server.handler.exchanges);
    }
    assertThat(TestServer.next(server.handler.events)).isEqualTo("cancelled /hold");
    assertThat(TestServer.next(server.handler.events)).isEqualTo("over /hold");
  }
}
