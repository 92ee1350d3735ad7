package dev.causeway.router.upstream;

import dev.causeway.router.exchange.BodySink;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import org.jspecify.annotations.Nullable;

/** Sends a request body on an HTTP/2 stream. */
final class Http2RequestSink implements BodySink {
  private final Http2Call call;
  private boolean complete;
  private boolean dead;
  private @Nullable Http2StreamChannel stream;
  private @Nullable Runnable writable;

  Http2RequestSink(Http2Call call, boolean complete) {
    this.call = call;
    this.complete = complete;
  }

  void opened(Http2StreamChannel opened) {
    stream = opened;
    writabilityChanged();
  }

  boolean isComplete() {
    return complete;
  }

  boolean waitsForEndpoint() {
    return complete || dead || !isWritable();
  }

  void kill() {
    if (!dead) {
      dead = true;
      Runnable waiting = writable;
      writable = null;
      if (waiting != null && !complete) {
        waiting.run();
      }
    }
  }

  void writabilityChanged() {
    Runnable waiting = writable;
    if (waiting != null && isWritable()) {
      waiting.run();
    }
  }

  @Override
  public void write(ByteBuf data) {
    Http2StreamChannel open = stream;
    if (dead || complete || open == null || !data.isReadable()) {
      data.release();
    } else {
      open.write(new DefaultHttp2DataFrame(data, false));
    }
  }

  @Override
  public void flush() {
    Http2StreamChannel open = stream;
    if (!dead && open != null) {
      call.progress();
      open.flush();
    }
  }

  @Override
  public void end(@Nullable HttpHeaders trailers) {
    Http2StreamChannel open = stream;
    if (dead || complete || open == null) {
      return;
    }
    complete = true;
    call.progress();
    if (trailers == null || trailers.isEmpty()) {
      open.writeAndFlush(new DefaultHttp2DataFrame(true));
    } else {
      open.writeAndFlush(new DefaultHttp2HeadersFrame(Http2Heads.trailers(trailers), true));
    }
  }

  @Override
  public void abort(Throwable cause) {
    call.onLoop(
        () -> {
          if (!dead && !complete) {
            dead = true;
            call.requestBroken(cause);
          }
        });
  }

  @Override
  public boolean isWritable() {
    Http2StreamChannel open = stream;
    return dead || (open != null && open.isWritable());
  }

  @Override
  public void onWritable(Runnable callback) {
    writable = callback;
  }
}
