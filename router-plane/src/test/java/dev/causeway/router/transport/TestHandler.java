package dev.causeway.router.transport;

import dev.causeway.router.exchange.BodyListener;
import dev.causeway.router.exchange.BodySink;
import dev.causeway.router.exchange.BodySource;
import dev.causeway.router.exchange.ExchangeHandler;
import dev.causeway.router.exchange.ProxyExchange;
import dev.causeway.router.exchange.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Answers exchanges in the ways a target names, and keeps what happened for the test. */
final class TestHandler implements ExchangeHandler {
  final BlockingQueue<ProxyExchange> exchanges = new LinkedBlockingQueue<>();
  final BlockingQueue<String> events = new LinkedBlockingQueue<>();

  @Override
  public void handle(ProxyExchange exchange) {
    exchange.onCancel(cause -> events.add("cancelled " + exchange.request().target()));
    exchange.onOver(() -> events.add("over " + exchange.request().target()));
    exchanges.add(exchange);
    String target = exchange.request().target();
    if (exchange.request().upgrade() != null) {
      exchange.acceptUpgrade(new DefaultHttpHeaders().set("x-tunnel", "yes"));
      pipe(exchange.requestBody(), exchange.responseBody(), false);
    } else if (target.startsWith("/hold")) {
      // The test answers.
    } else if (target.startsWith("/echo")) {
      exchange.respond(new ResponseHead(HttpResponseStatus.OK, new DefaultHttpHeaders()), false);
      pipe(exchange.requestBody(), exchange.responseBody(), true);
    } else if (target.startsWith("/continue")) {
      exchange.inform(new ResponseHead(HttpResponseStatus.CONTINUE, new DefaultHttpHeaders()));
      exchange.respond(new ResponseHead(HttpResponseStatus.OK, new DefaultHttpHeaders()), false);
      pipe(exchange.requestBody(), exchange.responseBody(), true);
    } else {
      String host = exchange.request().authority();
      text(exchange, exchange.request().method() + " " + target + " " + host);
    }
  }

  static void text(ProxyExchange exchange, String text) {
    ByteBuf body = Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    HttpHeaders headers = new DefaultHttpHeaders();
    headers.set("content-length", body.readableBytes());
    exchange.respond(new ResponseHead(HttpResponseStatus.OK, headers), false);
    exchange.responseBody().write(body);
    exchange.responseBody().end(null);
  }

  /** Copies with back-pressure, as a tunnel or an echo does. */
  static void pipe(BodySource source, BodySink sink, boolean withTrailers) {
    source.start(
        new BodyListener() {
          @Override
          public void onData(ByteBuf data) {
            sink.write(data);
            if (!sink.isWritable()) {
              source.pause();
            }
          }

          @Override
          public void onReadComplete() {
            sink.flush();
          }

          @Override
          public void onEnd(@Nullable HttpHeaders trailers) {
            sink.end(withTrailers ? trailers : null);
          }

          @Override
          public void onAbort(Throwable cause) {
            sink.abort(cause);
          }
        });
    sink.onWritable(source::resume);
    source.resume();
  }

  static void abort(ProxyExchange exchange) {
    exchange.responseBody().abort(new IOException("as the test wants"));
  }
}
