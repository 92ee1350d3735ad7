package dev.causeway.router.http2;

import dev.causeway.router.http.OutputEnd;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/**
 * What goes out on a connection. Flushes of all streams are gathered: what several endpoints answer
 * within one turn of the event loop leaves in one write.
 */
final class Http2Output {
  /** Written but not flushed bytes beyond which we do not wait for the end of the turn. */
  private static final int FLUSH_AT = 128 * 1024;

  private final Http2ConnectionHandler handler;
  private final ChannelHandlerContext ctx;
  private final FrameBudget budget;
  private boolean reading;
  private boolean scheduled;
  private int unflushed;

  Http2Output(Http2ConnectionHandler handler, ChannelHandlerContext ctx, FrameBudget budget) {
    this.handler = handler;
    this.ctx = ctx;
    this.budget = budget;
  }

  /** Tells whether a burst of reads is under way, whose end flushes in any case. */
  void reading(boolean reading) {
    this.reading = reading;
  }

  ChannelFuture headers(Http2Stream stream, Http2Headers headers, boolean last) {
    return handler.encoder().writeHeaders(ctx, stream.id(), headers, 0, last, ctx.newPromise());
  }

  ChannelFuture data(Http2Stream stream, ByteBuf data, boolean last) {
    unflushed += data.readableBytes();
    budget.sent(data.readableBytes());
    ChannelFuture written =
        handler.encoder().writeData(ctx, stream.id(), data, 0, last, ctx.newPromise());
    if (unflushed >= FLUSH_AT) {
      flush();
    }
    return written;
  }

  /** Flushes at the end of this turn of the event loop at the latest. */
  void requestFlush() {
    if (!reading && !scheduled) {
      scheduled = true;
      ctx.channel().eventLoop().execute(this::flushScheduled);
    }
  }

  private void flushScheduled() {
    scheduled = false;
    flush();
  }

  private void flush() {
    unflushed = 0;
    handler.flush(ctx);
  }

  /** Resets a stream; does nothing if it is closed. */
  void reset(Http2Stream stream, Http2Error code) {
    if (stream.state() != Http2Stream.State.CLOSED) {
      handler.encoder().writeRstStream(ctx, stream.id(), code.code(), ctx.newPromise());
      requestFlush();
    }
  }

  /** Tells the client, once it has the whole response, that the rest of its request is useless. */
  void refuseRest(Http2Stream stream, @Nullable ChannelFuture lastFrame) {
    resetAfter(stream, lastFrame, Http2Error.NO_ERROR);
  }

  /**
   * Resets a stream once its last frame is on its way. A reset at once would overtake, and drop,
   * the data that waits for the flush or for the client's window.
   */
  void resetAfter(Http2Stream stream, @Nullable ChannelFuture lastFrame, Http2Error code) {
    if (lastFrame == null) {
      reset(stream, code);
    } else {
      requestFlush();
      lastFrame.addListener(
          written -> {
            if (written.isSuccess()) {
              reset(stream, code);
            }
          });
    }
  }

  boolean isWritable(Http2Stream stream) {
    return handler.encoder().flowController().isWritable(stream);
  }

  /** Returns the client's window for a stream that has frames waiting, otherwise -1. */
  int pendingWindow(Http2Stream stream) {
    Http2RemoteFlowController flow = handler.encoder().flowController();
    return flow.hasFlowControlled(stream) ? Math.max(0, flow.windowSize(stream)) : -1;
  }

  /** Bytes of a body have found their taker: the client may send as many again. */
  void consumed(Http2Stream stream, int bytes) {
    try {
      if (bytes > 0 && handler.decoder().flowController().consumeBytes(stream, bytes)) {
        requestFlush();
      }
    } catch (Http2Exception e) {
      handler.onError(ctx, true, e);
    }
  }

  /** Announces that no stream above {@code lastStream} will be served. */
  void goAway(int lastStream) {
    handler
        .encoder()
        .writeGoAway(
            ctx, lastStream, Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER, ctx.newPromise());
    ctx.flush();
  }

  /**
   * Says why the connection ends, and closes our half only: a socket with unread bytes closes with
   * a reset, which can destroy the GOAWAY on its way.
   */
  void end(int lastStream, Http2Exception why) {
    ByteBuf text = Http2CodecUtil.toByteBuf(ctx, why);
    handler
        .encoder()
        .frameWriter()
        .writeGoAway(ctx, lastStream, why.error().code(), text, ctx.newPromise());
    OutputEnd.afterFlush(ctx, () -> {});
  }

  void ping(long data) {
    handler.encoder().writePing(ctx, false, data, ctx.newPromise());
    ctx.flush();
  }
}
