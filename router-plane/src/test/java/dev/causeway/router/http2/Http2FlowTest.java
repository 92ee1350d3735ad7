package dev.causeway.router.http2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.exchange.BodyListener;
import dev.causeway.router.exchange.ProxyExchange;
import dev.causeway.router.http.ClientTimeouts;
import dev.causeway.router.http2.FrameClient.Frame;
import dev.causeway.router.suite.LeakCheck;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http2.Http2Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bytes move at the pace of who takes them; who takes none for too long is cut off; tunnels. */
@ExtendWith(LeakCheck.class)
class Http2FlowTest {
  private static final int WINDOW = Http2Limits.DEFAULTS.streamWindow();

  private final Http2TestServer server = new Http2TestServer(Http2TestServer::echo);
  private FrameClient client = server.client();

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  /** A listener that takes when told to. */
  private static final class Taker implements BodyListener {
    final AtomicLong taken = new AtomicLong();
    final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

    @Override
    public void onData(ByteBuf data) {
      taken.addAndGet(data.readableBytes());
      data.release();
    }

    @Override
    public void onReadComplete() {}

    @Override
    public void onEnd(@Nullable HttpHeaders trailers) {
      ends.add("end");
    }

    @Override
    public void onAbort(Throwable cause) {
      ends.add("abort");
    }
  }

  @Test
  void clientWindowOpensOnlyAsTheListenerTakes() {
    server.handler = exchange -> {};
    client.post(1, "/slow");
    ProxyExchange exchange = Http2TestServer.next(server.exchanges);
    Taker taker = new Taker();
    exchange.eventLoop().execute(() -> exchange.requestBody().start(taker));
    String chunk = "x".repeat(16 * 1024);
    for (int sent = 0; sent < WINDOW; sent += chunk.length()) {
      client.data(1, chunk, false);
    }
    client.write(ctx -> client.writer().writePing(ctx, false, 7, ctx.newPromise()));
    assertThat(client.next()).isEqualTo(new Frame("PONG", 0, "7", true));
    assertThat(taker.taken).hasValue(0);
    assertThat(client.windowUpdates).isEmpty();

    exchange.eventLoop().execute(() -> exchange.requestBody().resume());
    long given = 0;
    while (given < WINDOW / 2) {
      Frame update = Http2TestServer.next(client.windowUpdates);
      given += update.stream() == 1 ? Long.parseLong(update.content()) : 0;
    }
    assertThat(taker.taken).hasValue(WINDOW);
    client.data(1, "the last", true);
    assertThat(Http2TestServer.next(taker.ends)).isEqualTo("end");
    assertThat(taker.taken).hasValue(WINDOW + 8L);
    exchange.eventLoop().execute(() -> Http2TestServer.text(exchange, "thanks"));
    assertThat(client.next().content()).isEqualTo(":status=200");
  }

  @Test
  void clientThatIgnoresTheWindowIsDisconnected() {
    server.handler = exchange -> {};
    client.post(1, "/");
    Http2TestServer.next(server.exchanges);
    String chunk = "x".repeat(16 * 1024);
    for (int sent = 0; sent <= WINDOW; sent += chunk.length()) {
      client.data(1, chunk, false);
    }
    assertThat(client.next().content()).isEqualTo("FLOW_CONTROL_ERROR");
    assertThat(Http2TestServer.next(server.events)).startsWith("cancelled");
  }

  @Test
  void discardedBodyIsGivenBack() {
    server.handler = exchange -> exchange.requestBody().discard();
    client.post(1, "/");
    ProxyExchange exchange = Http2TestServer.next(server.exchanges);
    String chunk = "x".repeat(16 * 1024);
    for (int sent = 0; sent < WINDOW; sent += chunk.length()) {
      client.data(1, chunk, false);
    }
    Http2TestServer.next(client.windowUpdates);
    client.data(1, "", true);
    exchange.eventLoop().execute(() -> Http2TestServer.text(exchange, "done"));
    assertThat(client.next().content()).isEqualTo(":status=200");
    assertThat(client.body()).isEqualTo("done");
  }

  @Test
  void responseStopsAtTheClientsWindow() {
    client.close();
    client = new FrameClient(server.plain(), new Http2Settings().initialWindowSize(1000));
    client.givesWindowBack = false;
    server.handler = exchange -> {};
    client.get(1, "/");
    ProxyExchange exchange = Http2TestServer.next(server.exchanges);
    BlockingQueue<Boolean> writable = new LinkedBlockingQueue<>();
    BlockingQueue<String> wakes = new LinkedBlockingQueue<>();
    exchange
        .eventLoop()
        .execute(
            () -> {
              exchange.respond(Http2TestServer.ok(), false);
              exchange.responseBody().onWritable(() -> wakes.add("writable"));
              writable.add(exchange.responseBody().isWritable());
              exchange.responseBody().write(Unpooled.wrappedBuffer(new byte[1500]));
              exchange.responseBody().flush();
              writable.add(exchange.responseBody().isWritable());
            });
    assertThat(Http2TestServer.next(writable)).isTrue();
    assertThat(Http2TestServer.next(writable)).isFalse();
    assertThat(client.next().content()).isEqualTo(":status=200");
    assertThat(client.next().content()).hasSize(1000);
    wakes.clear();
    client.windowUpdate(1, 1000);
    assertThat(client.next().content()).hasSize(500);
    assertThat(Http2TestServer.next(wakes)).isEqualTo("writable");
    exchange.eventLoop().execute(() -> exchange.responseBody().end(null));
    assertThat(client.next().last()).isTrue();
  }

  @Test
  void whatWasWrittenIsDeliveredBeforeTheBreak() {
    server.handler =
        exchange -> {
          exchange.respond(Http2TestServer.ok(), false);
          exchange.responseBody().write(Unpooled.copiedBuffer("partial", ISO_8859_1));
          exchange.responseBody().abort(new IOException("cut short"));
        };
    client.get(1, "/");
    assertThat(client.next().content()).isEqualTo(":status=200");
    assertThat(client.next()).isEqualTo(new Frame("DATA", 1, "partial", false));
    assertThat(client.next()).isEqualTo(new Frame("RST", 1, "INTERNAL_ERROR", true));
    assertThat(Http2TestServer.next(server.events)).isEqualTo("over /");
  }

  @Test
  void headIsDeliveredBeforeTheBreak() {
    server.handler =
        exchange -> {
          exchange.respond(Http2TestServer.ok(), false);
          exchange.abort(new IOException("cut short"));
        };
    client.get(1, "/");
    assertThat(client.next()).isEqualTo(new Frame("HEADERS", 1, ":status=200", false));
    assertThat(client.next()).isEqualTo(new Frame("RST", 1, "INTERNAL_ERROR", true));
  }

  @Test
  void breakWaitsForTheWindowButNotForever() {
    server.timeouts = new ClientTimeouts(seconds(10), seconds(10), Duration.ofMillis(300));
    client.close();
    client = new FrameClient(server.plain(), new Http2Settings().initialWindowSize(1000));
    client.givesWindowBack = false;
    server.handler =
        exchange -> {
          exchange.respond(Http2TestServer.ok(), false);
          exchange.responseBody().write(Unpooled.wrappedBuffer(new byte[1500]));
          exchange.responseBody().abort(new IOException("cut short"));
        };
    client.get(1, "/");
    assertThat(client.next().content()).isEqualTo(":status=200");
    assertThat(client.next().content()).hasSize(1000);
    client.windowUpdate(1, 1000);
    assertThat(client.next().content()).hasSize(500);
    assertThat(client.next()).isEqualTo(new Frame("RST", 1, "INTERNAL_ERROR", true));

    client.get(3, "/never-taken");
    assertThat(client.next().content()).isEqualTo(":status=200");
    assertThat(client.next().content()).hasSize(1000);
    assertThat(client.next()).isEqualTo(new Frame("RST", 3, "CANCEL", true));
  }

  @Test
  void stalledStreamIsResetAndTheOthersGoOn() {
    server.timeouts = new ClientTimeouts(seconds(10), seconds(10), Duration.ofMillis(300));
    client.close();
    client = new FrameClient(server.plain(), new Http2Settings().initialWindowSize(10));
    client.givesWindowBack = false;
    server.handler = exchange -> Http2TestServer.text(exchange, "x".repeat(20));
    client.get(1, "/");
    assertThat(client.next().content()).isEqualTo(":status=200");
    assertThat(client.next().content()).hasSize(10);
    assertThat(client.next()).isEqualTo(new Frame("RST", 1, "CANCEL", true));

    server.handler =
        exchange -> {
          Taker taker = new Taker();
          exchange.requestBody().start(taker);
          exchange.requestBody().resume();
        };
    client.post(3, "/stalled");
    assertThat(client.next()).isEqualTo(new Frame("RST", 3, "CANCEL", true));
    server.handler = exchange -> Http2TestServer.text(exchange, "short");
    client.get(5, "/");
    assertThat(client.next().content()).isEqualTo(":status=200");
  }

  @Test
  void idleConnectionIsClosedGracefully() {
    server.timeouts = new ClientTimeouts(seconds(10), Duration.ofMillis(300), seconds(10));
    client.close();
    client = server.client();
    client.get(1, "/");
    assertThat(client.next()).isEqualTo(new Frame("HEADERS", 1, ":status=200", true));
    assertThat(client.next()).isEqualTo(new Frame("GOAWAY", 1, "NO_ERROR", true));
    client.awaitClose();
  }

  @Test
  void drainAnnouncesThenServesWhatHadArrived() {
    server.handler = exchange -> {};
    client.get(1, "/held");
    ProxyExchange held = Http2TestServer.next(server.exchanges);
    server.drain();
    assertThat(client.next()).isEqualTo(new Frame("GOAWAY", Integer.MAX_VALUE, "NO_ERROR", true));
    assertThat(client.next()).isEqualTo(new Frame("GOAWAY", 1, "NO_ERROR", true));
    client.get(3, "/late");
    assertThat(client.next()).isEqualTo(new Frame("RST", 3, "REFUSED_STREAM", true));
    held.eventLoop().execute(() -> Http2TestServer.text(held, "served"));
    assertThat(client.next().content()).isEqualTo(":status=200");
    assertThat(client.body()).isEqualTo("served");
    client.awaitClose();
    assertThat(server.exchanges).isEmpty();
  }

  @Test
  void connectionThatAppearsWhileDrainingHearsOfIt() {
    client.close();
    server.draining = true;
    client = server.client();
    assertThat(client.next()).isEqualTo(new Frame("GOAWAY", Integer.MAX_VALUE, "NO_ERROR", true));
    assertThat(client.next()).isEqualTo(new Frame("GOAWAY", 0, "NO_ERROR", true));
    client.awaitClose();
  }

  @Test
  void silentClientIsNotStalledWhileTheResponseFlows() {
    server.timeouts = new ClientTimeouts(seconds(10), seconds(10), Duration.ofMillis(300));
    client.close();
    client = server.client();
    server.handler =
        exchange -> {
          exchange.respond(Http2TestServer.ok(), false);
          exchange.requestBody().start(new Taker());
          exchange.requestBody().resume();
          exchange
              .eventLoop()
              .scheduleAtFixedRate(
                  () -> {
                    exchange.responseBody().write(Unpooled.copiedBuffer("x", ISO_8859_1));
                    exchange.responseBody().flush();
                  },
                  0,
                  50,
                  MILLISECONDS);
        };
    client.post(1, "/stream");
    assertThat(client.next().content()).isEqualTo(":status=200");
    for (int i = 0; i < 40; i++) {
      assertThat(client.next()).isEqualTo(new Frame("DATA", 1, "x", false));
    }
  }

  @Test
  void extendedConnectIsATunnel() {
    server.handler =
        exchange -> {
          var headers = new DefaultHttpHeaders();
          headers.set("connection", "upgrade").set("upgrade", "websocket");
          headers.set("sec-websocket-accept", "x").set("sec-websocket-protocol", "chat");
          exchange.acceptUpgrade(headers);
          Http2TestServer.pipe(exchange.requestBody(), exchange.responseBody());
        };
    client.headers(
        1,
        false,
        ":method",
        "CONNECT",
        ":scheme",
        "http",
        ":path",
        "/chat",
        ":authority",
        "a",
        ":protocol",
        "websocket",
        "sec-websocket-version",
        "13");
    assertThat(client.next())
        .isEqualTo(new Frame("HEADERS", 1, ":status=200 sec-websocket-protocol=chat", false));
    ProxyExchange exchange = Http2TestServer.next(server.exchanges);
    assertThat(exchange.request().method().name()).isEqualTo("GET");
    assertThat(exchange.request().upgrade()).isEqualTo("websocket");
    assertThat(exchange.request().endsHere()).isTrue();
    assertThat(exchange.request().headers().get("sec-websocket-key")).hasSize(24);
    client.data(1, "ping", false);
    assertThat(client.next()).isEqualTo(new Frame("DATA", 1, "ping", false));
    client.data(1, "bye", true);
    assertThat(client.body()).isEqualTo("bye");
    assertThat(Http2TestServer.next(server.events)).isEqualTo("over /chat");
    assertThat(server.events).isEmpty();
  }

  @Test
  void ourHalfOfATunnelMayEndFirst() {
    Taker taker = new Taker();
    server.handler =
        exchange -> {
          exchange.acceptUpgrade(new DefaultHttpHeaders());
          exchange.requestBody().start(taker);
          exchange.requestBody().resume();
          exchange.responseBody().end(null);
        };
    client.headers(
        1,
        false,
        ":method",
        "CONNECT",
        ":scheme",
        "http",
        ":path",
        "/",
        ":authority",
        "a",
        ":protocol",
        "websocket");
    assertThat(client.next().content()).isEqualTo(":status=200");
    assertThat(client.next()).isEqualTo(new Frame("DATA", 1, "", true));
    client.data(1, "more", true);
    assertThat(Http2TestServer.next(taker.ends)).isEqualTo("end");
    assertThat(taker.taken).hasValue(4);
    assertThat(Http2TestServer.next(server.events)).isEqualTo("over /");
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
