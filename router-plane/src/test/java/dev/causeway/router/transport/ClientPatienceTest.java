package dev.causeway.router.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causeway.router.exchange.ProxyExchange;
import dev.causeway.router.exchange.ResponseHead;
import dev.causeway.router.http.ClientTimeouts;
import dev.causeway.routing.model.ClientConnections;
import dev.causeway.testkit.Behaviour;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slow clients, slow takers, timeouts and draining. */
@SuppressWarnings("StringConcatToTextBlock") // the line ends are what is tested
class ClientPatienceTest {
  private static final int TOTAL = 64 * 1024 * 1024;
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(200);
  private final TestServer server = new TestServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  @Behaviour("RO-006")
  void aHeadThatDoesNotArriveInTimeIsAnsweredWith408() {
    server.timeouts = new ClientTimeouts(SHORT, LONG, LONG);
    try (RawClient client = server.client()) {
      assertThat(client.send("GET / HTTP/1.1\r\nHos").restOrReset()).startsWith("HTTP/1.1 408 ");
    }
  }

  /** The limit is for the whole head: whoever trickles it does not get more time with each byte. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Behaviour("RO-006")
  void aHeadThatTricklesInIsAnsweredWith408AllTheSame(boolean first) {
    server.timeouts = new ClientTimeouts(SHORT, LONG, LONG);
    try (RawClient client = server.client()) {
      if (!first) {
        client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(client.response()).endsWith("GET /x a");
      }
      client.send("GET /slow HTTP/1.1\r\nHost: a\r\nX-Slow: ");
      Future<?> trickling =
          server
              .server
              .loops()
              .next()
              .scheduleAtFixedRate(() -> client.send("a"), 50, 50, TimeUnit.MILLISECONDS);
      assertThat(client.restOrReset()).startsWith("HTTP/1.1 408 ");
      trickling.cancel(false);
    }
  }

  @Test
  @Behaviour("RO-007")
  void idleConnectionsAreClosedWithoutAWord() {
    server.timeouts = new ClientTimeouts(LONG, SHORT, LONG);
    try (RawClient client = server.client()) {
      client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.response()).endsWith("GET /x a");
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  @Behaviour("RO-002")
  void aBodyThatNeverComesEndsTheExchange() {
    server.timeouts = new ClientTimeouts(LONG, LONG, SHORT);
    try (RawClient client = server.client()) {
      client.send("POST /hold HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab");
      ProxyExchange held = TestServer.next(server.handler.exchanges);
      held.eventLoop()
          .execute(() -> TestHandler.pipe(held.requestBody(), held.responseBody(), true));
      assertThat(client.restOrReset()).startsWith("HTTP/1.1 400 ");
      assertThat(TestServer.next(server.handler.events)).isEqualTo("cancelled /hold");
    }
  }

  /** A client that takes nothing holds little of our memory, however much there is to take. */
  @Test
  void whatWaitsForAClientIsLittle() throws Exception {
    int piece = 16 * 1024;
    try (RawClient client = server.client()) {
      client.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
      ProxyExchange held = TestServer.next(server.handler.exchanges);
      Future<Long> waiting =
          held.eventLoop()
              .submit(
                  () -> {
                    held.respond(
                        new ResponseHead(HttpResponseStatus.OK, new DefaultHttpHeaders()), false);
                    while (held.responseBody().isWritable()) {
                      held.responseBody().write(Unpooled.wrappedBuffer(new byte[piece]));
                      held.responseBody().flush();
                    }
                    return held.channel().unsafe().outboundBuffer().totalPendingWriteBytes();
                  });
      assertThat(waiting.get()).isBetween(1L, 128L * 1024);
      held.abort(new IOException("the test is over"));
    }
  }

  @Test
  void aSilentClientIsNotGivenUpWhileTheResponseFlows() {
    server.timeouts = new ClientTimeouts(LONG, LONG, SHORT);
    try (RawClient client = server.client()) {
      client.send("POST /hold HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab");
      ProxyExchange held = TestServer.next(server.handler.exchanges);
      held.eventLoop()
          .execute(
              () -> {
                var headers = new DefaultHttpHeaders().set("content-length", 100);
                held.respond(new ResponseHead(HttpResponseStatus.OK, headers), false);
                TestHandler.pipe(held.requestBody(), held.responseBody(), true);
              });
      held.eventLoop()
          .scheduleAtFixedRate(
              () -> {
                held.responseBody().write(Unpooled.wrappedBuffer(new byte[] {'x'}));
                held.responseBody().flush();
              },
              50,
              50,
              TimeUnit.MILLISECONDS);
      client.head();
      assertThat(client.exactly(32)).isEqualTo("ab" + "x".repeat(30));
    }
  }

  @Test
  void aBodyNobodyTakesStaysWithTheClient() throws Exception {
    try (RawClient client = server.client()) {
      client.send("POST /hold HTTP/1.1\r\nHost: a\r\nContent-Length: " + TOTAL + "\r\n\r\n");
      ProxyExchange held = TestServer.next(server.handler.exchanges);
      CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> client.send(new byte[TOTAL]));
      assertThatThrownBy(() -> sent.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      held.eventLoop()
          .execute(
              () -> {
                held.respond(
                    new ResponseHead(HttpResponseStatus.OK, new DefaultHttpHeaders()), false);
                TestHandler.pipe(held.requestBody(), held.responseBody(), true);
              });
      client.head();
      long echoed = client.skipChunks();
      assertThat(echoed).isEqualTo(TOTAL);
      sent.get();
    }
  }

  @Test
  void aClientThatDoesNotReadStopsTheProducer() {
    try (RawClient client = server.client()) {
      client.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
      ProxyExchange held = TestServer.next(server.handler.exchanges);
      Producer producer = new Producer(held);
      held.eventLoop().execute(producer::start);
      int written = producer.stopped.join();
      assertThat(written).isLessThan(TOTAL / 2);
      client.head();
      assertThat(client.exactly(TOTAL)).hasSize(TOTAL);
    }
  }

  @Test
  void aClientThatNeverReadsIsGivenUp() {
    server.timeouts = new ClientTimeouts(LONG, LONG, SHORT);
    try (RawClient client = server.client()) {
      client.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
      ProxyExchange held = TestServer.next(server.handler.exchanges);
      held.eventLoop().execute(new Producer(held)::start);
      assertThat(TestServer.next(server.handler.events)).isEqualTo("cancelled /hold");
    }
  }

  @Test
  @Behaviour("RO-079")
  void drainingFinishesWhatIsUnderWayAndClosesWhatIsIdle() {
    try (RawClient busy = server.client();
        RawClient idle = server.client()) {
      idle.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(idle.response()).endsWith("GET /x a");
      TestServer.next(server.handler.exchanges);
      busy.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
      ProxyExchange held = TestServer.next(server.handler.exchanges);
      CompletableFuture<Boolean> drained =
          CompletableFuture.supplyAsync(() -> server.server.drain(LONG));
      assertThat(idle.rest()).isEmpty();
      held.eventLoop().execute(() -> TestHandler.text(held, "late"));
      assertThat(busy.rest()).contains("connection: close").endsWith("late");
      assertThat(drained.join()).isTrue();
    }
  }

  @Test
  @Behaviour("RO-067")
  void drainingClosesIdleConnectionsAtOnce() {
    try (RawClient idle = server.client()) {
      idle.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(idle.response()).endsWith("GET /x a");
      CompletableFuture<Boolean> drained =
          CompletableFuture.supplyAsync(() -> server.server.drain(LONG));
      assertThat(idle.rest()).isEmpty();
      assertThat(drained.join()).isTrue();
    }
  }

  @Test
  @Behaviour("RO-067")
  void drainingLeavesIdleConnectionsOneMoreRequestWhereThatIsWanted() {
    server.connections = new ClientConnections(false, false, true, 0);
    try (RawClient idle = server.client();
        RawClient unused = server.client()) {
      idle.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(idle.response()).endsWith("GET /x a");
      unused.send("GET /y HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(unused.response()).endsWith("GET /y a");
      CompletableFuture<Boolean> drained =
          CompletableFuture.supplyAsync(() -> server.server.drain(Duration.ofSeconds(2)));
      TestServer.await("nobody listens any more", () -> server.server.addresses().isEmpty());
      idle.send("GET /z HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(idle.rest()).contains("connection: close").endsWith("GET /z a");
      assertThat(drained.join()).as("the unused one was cut").isFalse();
      assertThat(unused.restOrReset()).isEmpty();
    }
  }

  @Test
  void aConnectionWithoutAnyByteYetIsDrainedToo() {
    try (RawClient young = server.client()) {
      TestServer.await("the connection is known", () -> server.server.connectionCount() == 1);
      CompletableFuture<Boolean> drained =
          CompletableFuture.supplyAsync(() -> server.server.drain(LONG));
      TestServer.await("nobody listens any more", () -> server.server.addresses().isEmpty());
      young.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(young.rest()).contains("connection: close").endsWith("GET /x a");
      assertThat(drained.join()).isTrue();
    }
  }

  /** Writes while it may, and tells how much that was when it had to stop for the first time. */
  private static final class Producer {
    private final ProxyExchange exchange;
    private final CompletableFuture<Integer> stopped = new CompletableFuture<>();
    private int written;

    Producer(ProxyExchange exchange) {
      this.exchange = exchange;
    }

    void start() {
      var headers = new DefaultHttpHeaders().set("content-length", TOTAL);
      exchange.respond(new ResponseHead(HttpResponseStatus.OK, headers), false);
      exchange.responseBody().onWritable(this::produce);
      produce();
    }

    private void produce() {
      while (written < TOTAL && exchange.responseBody().isWritable()) {
        byte[] block = new byte[64 * 1024];
        written += block.length;
        exchange.responseBody().write(Unpooled.wrappedBuffer(block));
        exchange.responseBody().flush();
      }
      if (written == TOTAL) {
        exchange.responseBody().end(null);
      }
      stopped.complete(written);
    }
  }
}
