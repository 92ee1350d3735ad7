package dev.causeway.router.http1;

import dev.causeway.router.exchange.BodySink;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** Our half of a tunnel: raw bytes to the client. */
final class TunnelSink implements BodySink {
  private final Http1Exchange exchange;
  private final ChannelHandlerContext ctx;
  private boolean ended;
  private @Nullable Runnable writable;

  TunnelSink(Http1Exchange exchange, ChannelHandlerContext ctx) {
    this.exchange = exchange;
    this.ctx = ctx;
  }

  @Override
  public void write(ByteBuf data) {
    if (ended || exchange.isOver()) {
      data.release();
    } else {
      exchange.written(data.readableBytes());
      ctx.write(data, ctx.voidPromise());
    }
  }

  @Override
  public void flush() {
    ctx.flush();
  }

  @Override
  public void end(@Nullable HttpHeaders trailers) {
    if (!ended && !exchange.isOver()) {
      ended = true;
      ctx.flush();
      exchange.responseEnded();
    }
  }

  @Override
  public void abort(Throwable cause) {
    exchange.abort(cause);
  }

  @Override
  public boolean isWritable() {
    return ctx.channel().isWritable();
  }

  @Override
  public void onWritable(Runnable callback) {
    writable = callback;
  }

  void writable() {
    if (writable != null) {
      writable.run();
    }
  }
}
