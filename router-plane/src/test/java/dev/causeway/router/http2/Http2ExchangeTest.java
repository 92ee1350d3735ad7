package dev.causeway.router.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.exchange.ProxyExchange;
import dev.causeway.router.exchange.RequestHead.Protocol;
import dev.causeway.router.exchange.ResponseHead;
import dev.causeway.router.http2.FrameClient.Frame;
import dev.causeway.router.suite.LeakCheck;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What streams become exchanges and how exchanges become frames. */
@ExtendWith(LeakCheck.class)
class Http2ExchangeTest {
  private final Http2TestServer server = new Http2TestServer(exchange -> {});
  private FrameClient client;

  Http2ExchangeTest() {
    client = server.client();
  }

  @BeforeEach
  void answerWithTheTarget() {
    server.handler = exchange -> Http2TestServer.text(exchange, exchange.request().target());
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void headBecomesRequestHead() {
    client.headers(
        1,
        true,
        ":method",
        "GET",
        ":scheme",
        "http",
        ":path",
        "//a//b?%zz|",
        ":authority",
        "A.test:81",
        "cookie",
        "a=1",
        "x",
        "\u00e9",
        "cookie",
        "b=2",
        "te",
        "trailers");
    assertThat(client.next()).isEqualTo(new Frame("HEADERS", 1, ":status=200", false));
    assertThat(client.body()).isEqualTo("//a//b?%zz|");

    ProxyExchange exchange = Http2TestServer.next(server.exchanges);
    assertThat(exchange.request().protocol()).isEqualTo(Protocol.HTTP_2);
    assertThat(exchange.request().authority()).isEqualTo("A.test:81");
    assertThat(exchange.request().endsHere()).isTrue();
    assertThat(exchange.request().upgrade()).isNull();
    assertThat(exchange.request().headers().entries())
        .extracting(line -> line.getKey() + ": " + line.getValue())
        .containsExactly("host: A.test:81", "x: \u00e9", "te: trailers", "cookie: a=1; b=2");
    assertThat(server.events).containsExactly("over //a//b?%zz|");
  }

  @Test
  void hostStandsInForAuthority() {
    client.headers(1, true, ":method", "GET", ":scheme", "http", ":path", "/", "host", "b.test");
    assertThat(client.next().content()).isEqualTo(":status=200");
    ProxyExchange exchange = Http2TestServer.next(server.exchanges);
    assertThat(exchange.request().authority()).isEqualTo("b.test");
    assertThat(exchange.request().headers().getAll("host")).containsExactly("b.test");
  }

  @Test
  void bodyAndTrailersTravelBothWays() {
    server.handler = Http2TestServer::echo;
    client.post(1, "/echo");
    client.data(1, "one ", false);
    client.data(1, "two", false);
    client.headers(1, true, "grpc-status", "0", "content-length", "7");
    assertThat(client.next().content()).isEqualTo(":status=200");
    var text = new StringBuilder();
    Frame frame = client.next();
    while (frame.type().equals("DATA")) {
      text.append(frame.content());
      frame = client.next();
    }
    assertThat(text.toString()).isEqualTo("one two");
    assertThat(frame).isEqualTo(new Frame("HEADERS", 1, "grpc-status=0", true));
  }

  @Test
  void responseWithoutBodyIsOneFrame() {
    server.handler =
        exchange -> {
          DefaultHttpHeaders headers = new DefaultHttpHeaders();
          headers.set("Content-Length", "5").set("Connection", "x").set("X-Y", "1");
          exchange.respond(
              new ResponseHead(HttpResponseStatus.valueOf(299, "odd"), headers), false);
          exchange.responseBody().write(Unpooled.copiedBuffer("12345", StandardCharsets.US_ASCII));
          exchange.responseBody().end(null);
        };
    client.headers(1, true, ":method", "HEAD", ":scheme", "http", ":path", "/", ":authority", "a");
    assertThat(client.next())
        .isEqualTo(new Frame("HEADERS", 1, ":status=299 content-length=5 x-y=1", true));

    server.handler =
        exchange ->
            exchange.respond(
                new ResponseHead(HttpResponseStatus.NO_CONTENT, new DefaultHttpHeaders()), true);
    client.get(3, "/");
    assertThat(client.next()).isEqualTo(new Frame("HEADERS", 3, ":status=204", true));
  }

  @Test
  void interimResponsesComeFirst() {
    server.handler =
        exchange -> {
          DefaultHttpHeaders hints = new DefaultHttpHeaders();
          hints.set("link", "</a>");
          exchange.inform(new ResponseHead(HttpResponseStatus.EARLY_HINTS, hints));
          Http2TestServer.text(exchange, "done");
        };
    client.get(1, "/");
    assertThat(client.next()).isEqualTo(new Frame("HEADERS", 1, ":status=103 link=</a>", false));
    assertThat(client.next().content()).isEqualTo(":status=200");
    assertThat(client.body()).isEqualTo("done");
  }

  @Test
  void headIsSentByFlush() {
    server.handler = exchange -> exchange.respond(Http2TestServer.ok(), false);
    client.get(1, "/sse");
    ProxyExchange exchange = Http2TestServer.next(server.exchanges);
    exchange.eventLoop().execute(() -> exchange.responseBody().flush());
    assertThat(client.next()).isEqualTo(new Frame("HEADERS", 1, ":status=200", false));
    exchange.eventLoop().execute(() -> exchange.responseBody().end(null));
    assertThat(client.next()).isEqualTo(new Frame("DATA", 1, "", true));
  }

  @Test
  void clientResetCancels() {
    server.handler = exchange -> {};
    client.get(1, "/held");
    ProxyExchange held = Http2TestServer.next(server.exchanges);
    client.reset(1, Http2Error.CANCEL);
    assertThat(Http2TestServer.next(server.events)).isEqualTo("cancelled /held");
    assertThat(Http2TestServer.next(server.events)).isEqualTo("over /held");
    held.eventLoop().execute(() -> Http2TestServer.text(held, "too late"));

    answerWithTheTarget();
    client.get(3, "/next");
    assertThat(client.next().stream()).isEqualTo(3);
  }

  @Test
  void lostConnectionCancelsAllStreams() {
    server.handler = exchange -> {};
    client.get(1, "/a");
    client.post(3, "/b");
    client.data(3, "half", false);
    Http2TestServer.next(server.exchanges);
    Http2TestServer.next(server.exchanges);
    client.close();
    assertThat(Http2TestServer.next(server.events)).startsWith("cancelled ");
    assertThat(Http2TestServer.next(server.events)).startsWith("over ");
    assertThat(Http2TestServer.next(server.events)).startsWith("cancelled ");
    assertThat(Http2TestServer.next(server.events)).startsWith("over ");
  }

  @Test
  void abortResetsTheStream() {
    server.handler =
        exchange -> {
          exchange.respond(Http2TestServer.ok(), false);
          exchange.responseBody().write(Unpooled.copiedBuffer("half", StandardCharsets.US_ASCII));
          exchange.responseBody().flush();
        };
    client.get(1, "/broken");
    assertThat(client.next().content()).isEqualTo(":status=200");
    assertThat(client.next().content()).isEqualTo("half");
    Http2TestServer.next(server.exchanges).abort(new IOException("as the test wants"));
    assertThat(client.next()).isEqualTo(new Frame("RST", 1, "INTERNAL_ERROR", true));
    assertThat(Http2TestServer.next(server.events)).isEqualTo("over /broken");
  }

  @Test
  void abortWithoutAnswerSaysSo() {
    server.handler = exchange -> exchange.abort(new IOException("not welcome"));
    client.get(1, "/");
    assertThat(client.next()).isEqualTo(new Frame("RST", 1, "ENHANCE_YOUR_CALM", true));
  }

  @Test
  void bodyThatMissesItsLengthIsNeverComplete() {
    server.handler =
        exchange -> {
          DefaultHttpHeaders headers = new DefaultHttpHeaders();
          headers.set("content-length", "10");
          exchange.respond(new ResponseHead(HttpResponseStatus.OK, headers), false);
          exchange.responseBody().write(Unpooled.copiedBuffer("short", StandardCharsets.US_ASCII));
          exchange.responseBody().flush();
          exchange.responseBody().end(null);
        };
    client.get(1, "/");
    Frame frame = client.next();
    while (!frame.type().equals("RST")) {
      assertThat(frame.last()).isFalse();
      frame = client.next();
    }
    assertThat(frame.content()).isEqualTo("INTERNAL_ERROR");
  }

  @Test
  void earlyResponseEndsTheUploadWithoutError() {
    client.post(1, "/early");
    assertThat(client.next().content()).isEqualTo(":status=200");
    assertThat(client.body()).isEqualTo("/early");
    assertThat(client.next()).isEqualTo(new Frame("RST", 1, "NO_ERROR", true));
    client.data(1, "still sending", false);
    client.get(3, "/next");
    assertThat(client.next().content()).isEqualTo(":status=200");
    assertThat(client.body()).isEqualTo("/next");
  }

  @Test
  void manyStreamsAreServedAtOnce() {
    server.handler = exchange -> {};
    for (int i = 0; i < 128; i++) {
      client.get(2 * i + 1, "/" + i);
    }
    for (int i = 0; i < 128; i++) {
      ProxyExchange held = Http2TestServer.next(server.exchanges);
      assertThat(held.request().target()).isEqualTo("/" + i);
      held.eventLoop().execute(() -> Http2TestServer.text(held, held.request().target()));
    }
    var bodies = new HashMap<Integer, String>();
    int complete = 0;
    while (complete < 128) {
      Frame frame = client.next();
      assertThat(frame.type()).isNotEqualTo("RST");
      if (frame.type().equals("DATA")) {
        bodies.merge(frame.stream(), frame.content(), String::concat);
      }
      complete += frame.last() ? 1 : 0;
    }
    bodies.forEach((stream, body) -> assertThat(body).isEqualTo("/" + stream / 2));
    assertThat(bodies).hasSize(128);
  }

  @Test
  void streamsAboveTheLimitAreRefused() {
    server.handler = exchange -> {};
    assertThat(Http2TestServer.next(client.settings).maxConcurrentStreams()).isEqualTo(128);
    for (int i = 0; i <= 128; i++) {
      client.get(2 * i + 1, "/");
    }
    assertThat(client.next()).isEqualTo(new Frame("RST", 257, "REFUSED_STREAM", true));
  }

  @Test
  void settingsAreAnnounced() {
    Http2Settings settings = Http2TestServer.next(client.settings);
    assertThat(settings.maxHeaderListSize()).isEqualTo(32768);
    assertThat(settings.initialWindowSize()).isEqualTo(256 * 1024);
    assertThat(settings.connectProtocolEnabled()).isTrue();
  }
}
