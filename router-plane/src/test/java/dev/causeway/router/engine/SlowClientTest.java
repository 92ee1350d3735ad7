package dev.causeway.router.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.exchange.BodySink;
import dev.causeway.router.exchange.ProxyExchange;
import dev.causeway.router.suite.LeakCheck;
import dev.causeway.router.upstream.UpstreamOptions;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An endpoint ends, or breaks off, what a client has not taken yet. */
@ExtendWith(LeakCheck.class)
final class SlowClientTest {
  private static final String GET = "GET /held HTTP/1.1\r\nHost: app.test\r\n\r\n";

  private final Http2Origin origin = new Http2Origin();
  private final BlockingQueue<Gate> gates = new LinkedBlockingQueue<>();
  private final TestRouter router =
      new TestRouter(UpstreamOptions.DEFAULTS, engine -> exchange -> engine.handle(gated(exchange)))
          .serving(origin.endpoint());

  @AfterEach
  void close() {
    router.close();
    origin.close();
  }

  /** An exchange whose client takes nothing until its gate opens. */
  private ProxyExchange gated(ProxyExchange exchange) {
    Gate gate = new Gate(exchange);
    return (ProxyExchange)
        Proxy.newProxyInstance(
            SlowClientTest.class.getClassLoader(),
            new Class<?>[] {ProxyExchange.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("responseBody")) {
                return gate;
              }
              Object result = method.invoke(exchange, arguments);
              if (method.getName().equals("respond")) {
                gates.add(gate);
              }
              return result;
            });
  }

  private static final class Gate implements BodySink {
    private final ProxyExchange exchange;
    private boolean open;
    private @Nullable Runnable writable;

    Gate(ProxyExchange exchange) {
      this.exchange = exchange;
    }

    void open() {
      exchange
          .eventLoop()
          .execute(
              () -> {
                open = true;
                if (writable != null) {
                  writable.run();
                }
              });
    }

    @Override
    public void write(ByteBuf data) {
      exchange.responseBody().write(data);
    }

    @Override
    public void flush() {
      exchange.responseBody().flush();
    }

    @Override
    public void end(@Nullable HttpHeaders trailers) {
      exchange.responseBody().end(trailers);
    }

    @Override
    public void abort(Throwable cause) {
      exchange.responseBody().abort(cause);
    }

    @Override
    public boolean isWritable() {
      return open;
    }

    @Override
    public void onWritable(Runnable callback) {
      writable = callback;
    }
  }

  private static Object head() {
    return new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status("200"), false);
  }

  private static Object data(String text, boolean last) {
    return new DefaultHttp2DataFrame(
        Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1), last);
  }

  private <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T value = queue.poll(10, TimeUnit.SECONDS);
    if (value == null) {
      throw new AssertionError("nothing within 10 s");
    }
    return value;
  }

  @Test
  void bytesBeforeAResetReachTheClient() throws Exception {
    try (Wire client = router.client()) {
      client.send(GET);
      Channel stream = next(origin.held);
      origin.play(stream, head());
      origin.play(
          stream,
          data("part", false),
          data("ial", false),
          new DefaultHttp2ResetFrame(Http2Error.INTERNAL_ERROR));
      next(gates).open();
      assertThat(client.rest()).contains("part").contains("ial").doesNotContain("\r\n0\r\n");
    }
    assertThat(origin.resets).isEmpty();
  }

  @Test
  void completeResponseBeforeAResetIsComplete() throws Exception {
    try (Wire client = router.client()) {
      client.send("POST /held HTTP/1.1\r\nHost: app.test\r\nTransfer-Encoding: chunked\r\n\r\n");
      Channel stream = next(origin.held);
      origin.play(stream, head());
      origin.play(stream, data("all of it", true), new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
      next(gates).open();
      assertThat(client.rest()).contains("all of it").endsWith("\r\n0\r\n\r\n");
    }
    assertThat(origin.resets).isEmpty();
  }

  @Test
  void bytesBeforeAClosedConnectionReachTheClient() throws Exception {
    try (Wire client = router.client()) {
      client.send(GET);
      Channel stream = next(origin.held);
      origin.play(stream, head());
      origin.play(stream, data("partial", false));
      stream.parent().close().sync();
      TestRouter.await("the router has seen it", () -> router.engine.upstreamOpen() == 0);
      next(gates).open();
      assertThat(client.rest()).contains("partial").doesNotContain("\r\n0\r\n");
    }
  }
}
