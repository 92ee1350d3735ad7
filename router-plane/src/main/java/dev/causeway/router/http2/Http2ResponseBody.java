package dev.causeway.router.http2;

import dev.causeway.router.exchange.BodySink;
import dev.causeway.router.exchange.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The response of a stream, or our half of its tunnel. The head waits for the first body byte, for
 * a flush or for the end, so that a response without a body is a single frame.
 */
final class Http2ResponseBody implements BodySink {
  private static final long UNKNOWN = -1;

  private final Http2Exchange exchange;
  private final Http2Output output;
  private final boolean bodiless;
  private @Nullable Http2Headers head;
  private long left;
  private @Nullable ChannelFuture lastData;
  private boolean ended;
  private @Nullable Runnable writable;

  /**
   * Creates the body of a response.
   *
   * @param bodiless whether the response has no body whatever its headers say
   * @param endsHere whether nothing but the end will come
   */
  Http2ResponseBody(
      Http2Exchange exchange,
      Http2Output output,
      ResponseHead response,
      boolean bodiless,
      boolean endsHere) {
    this.exchange = exchange;
    this.output = output;
    this.bodiless = bodiless;
    HttpHeaders headers = response.headers();
    String length = bodiless ? null : headers.get(HttpHeaderNames.CONTENT_LENGTH);
    if (length != null && endsHere) {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO);
      length = null;
    }
    this.left = length == null ? UNKNOWN : FieldSyntax.parseLength(AsciiString.of(length.strip()));
    this.head = OutboundHeads.response(response.status(), headers);
  }

  private Http2ResponseBody(Http2Exchange exchange, Http2Output output) {
    this.exchange = exchange;
    this.output = output;
    this.bodiless = true;
    this.ended = true;
  }

  /** Returns a sink that drops everything. */
  static Http2ResponseBody closed(Http2Exchange exchange, Http2Output output) {
    return new Http2ResponseBody(exchange, output);
  }

  @Override
  public void write(ByteBuf data) {
    int bytes = data.readableBytes();
    if (isClosed() || bodiless || bytes == 0) {
      data.release();
      return;
    }
    if (left != UNKNOWN) {
      if (bytes > left) {
        data.release();
        exchange.abort(new IOException("the body is longer than its content-length"));
        return;
      }
      left -= bytes;
    }
    writeHead(false);
    exchange.written(bytes);
    lastData = output.data(exchange.stream(), data, false);
  }

  @Override
  public void flush() {
    if (!isClosed()) {
      writeHead(bodiless);
      output.requestFlush();
    }
  }

  @Override
  public void end(@Nullable HttpHeaders trailers) {
    if (isClosed()) {
      return;
    }
    if (left > 0) {
      exchange.abort(new IOException("the body is shorter than its content-length"));
      return;
    }
    ended = true;
    ChannelFuture last = writeEnd(bodiless ? null : trailers);
    if (!exchange.isRequestEnded() && !exchange.isTunnel()) {
      output.refuseRest(exchange.stream(), last);
    }
    output.requestFlush();
    exchange.responseEnded();
  }

  private @Nullable ChannelFuture writeEnd(@Nullable HttpHeaders trailers) {
    if (trailers != null && !trailers.isEmpty()) {
      writeHead(false);
      return output.headers(exchange.stream(), OutboundHeads.trailers(trailers), true);
    }
    if (head != null) {
      return writeHead(true);
    }
    return bodiless ? null : output.data(exchange.stream(), Unpooled.EMPTY_BUFFER, true);
  }

  private @Nullable ChannelFuture writeHead(boolean last) {
    Http2Headers waiting = head;
    if (waiting == null) {
      return null;
    }
    head = null;
    return output.headers(exchange.stream(), waiting, last);
  }

  @Override
  public void abort(Throwable cause) {
    exchange.abort(cause);
  }

  /** Resets the stream behind what was written, so that the client sees how far the body came. */
  void breakOff() {
    ended = true;
    writeHead(false);
    output.resetAfter(exchange.stream(), lastData, Http2Error.INTERNAL_ERROR);
  }

  @Override
  public boolean isWritable() {
    return isClosed() || output.isWritable(exchange.stream());
  }

  @Override
  public void onWritable(Runnable callback) {
    writable = callback;
  }

  void writable() {
    Runnable waiting = writable;
    if (waiting != null && isWritable()) {
      waiting.run();
    }
  }

  private boolean isClosed() {
    return ended || exchange.isOver();
  }
}
