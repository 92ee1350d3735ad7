package dev.causeway.router.http2;

import dev.causeway.router.http.Cut;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2FrameReader;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sees every frame before the codec does: keeps the client within its budgets, and tells frames of
 * streams that are gone from frames that crossed our reset.
 */
final class FrameGuard implements Http2FrameReader {
  private final Http2FrameReader reader;
  private final Http2Connection streams;
  private final ClosedStreams closed;
  private final FrameBudget budget;
  private final Supplier<Http2LocalFlowController> windows;
  private @Nullable Guarded guarded;
  private boolean ended;

  /**
   * Creates the guard of a connection.
   *
   * @param windows what counts bytes of bodies; asked only while reading
   */
  FrameGuard(
      Http2FrameReader reader,
      Http2Connection streams,
      ClosedStreams closed,
      FrameBudget budget,
      Supplier<Http2LocalFlowController> windows) {
    this.reader = reader;
    this.streams = streams;
    this.closed = closed;
    this.budget = budget;
    this.windows = windows;
  }

  @Override
  public void readFrame(ChannelHandlerContext ctx, ByteBuf input, Http2FrameListener listener)
      throws Http2Exception {
    if (ended) {
      input.skipBytes(input.readableBytes());
      return;
    }
    Guarded known = guarded;
    if (known == null || !known.codec.equals(listener)) {
      // The codec changes its listener once, behind the client's preface.
      known = new Guarded(listener);
      guarded = known;
    }
    reader.readFrame(ctx, input, known);
  }

  /** Drops whatever still comes. */
  void end() {
    ended = true;
  }

  @Override
  public Configuration configuration() {
    return reader.configuration();
  }

  @Override
  public void close() {
    reader.close();
  }

  private static void within(@Nullable Cut cut) throws Http2Exception {
    if (cut != null) {
      throw new CutException(cut);
    }
  }

  private final class Guarded extends Http2FrameListenerDecorator {
    private final Http2FrameListener codec;

    Guarded(Http2FrameListener codec) {
      super(codec);
      this.codec = codec;
    }

    @Override
    public int onDataRead(
        ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean last)
        throws Http2Exception {
      within(budget.data(data.readableBytes(), last));
      if (isRefused(streamId)) {
        int bytes = data.readableBytes() + padding;
        windows.get().receiveFlowControlledFrame(null, data, padding, last);
        return bytes;
      }
      return super.onDataRead(ctx, streamId, data, padding, last);
    }

    /** Returns whether we refused to open a stream for which the client had begun to send. */
    private boolean isRefused(int streamId) {
      return !streams.streamMayHaveExisted(streamId) && closed.wasReset(streamId);
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean last)
        throws Http2Exception {
      if (isExpected(streamId)) {
        super.onHeadersRead(ctx, streamId, headers, padding, last);
      }
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext ctx,
        int streamId,
        Http2Headers headers,
        int dependency,
        short weight,
        boolean exclusive,
        int padding,
        boolean last)
        throws Http2Exception {
      if (isExpected(streamId)) {
        super.onHeadersRead(ctx, streamId, headers, dependency, weight, exclusive, padding, last);
      }
    }

    /**
     * Returns whether the codec should see a header block; false for one that crossed our reset.
     */
    private boolean isExpected(int streamId) throws Http2Exception {
      Http2Stream open = streams.stream(streamId);
      if (open != null) {
        if (open.state() == Http2Stream.State.HALF_CLOSED_REMOTE) {
          throw Http2Exception.streamError(
              streamId, Http2Error.STREAM_CLOSED, "the client has ended stream %d", streamId);
        }
        return true;
      }
      if (closed.wasReset(streamId)) {
        return false;
      }
      if (!streams.remote().isValidStreamId(streamId)) {
        return true;
      }
      if (streams.streamMayHaveExisted(streamId)) {
        // RFC 9113, 5.1: numbers only grow, and nothing opens a stream a second time.
        throw Http2Exception.connectionError(
            closed.wasLeftOut(streamId) ? Http2Error.PROTOCOL_ERROR : Http2Error.STREAM_CLOSED,
            "stream %d is closed",
            streamId);
      }
      closed.opened(streamId);
      budget.request();
      return true;
    }

    @Override
    public void onPriorityRead(
        ChannelHandlerContext ctx, int streamId, int dependency, short weight, boolean exclusive)
        throws Http2Exception {
      within(budget.overhead());
      super.onPriorityRead(ctx, streamId, dependency, weight, exclusive);
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long code)
        throws Http2Exception {
      within(budget.reset());
      if (!isRefused(streamId)) {
        super.onRstStreamRead(ctx, streamId, code);
      }
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings)
        throws Http2Exception {
      within(budget.settings());
      super.onSettingsRead(ctx, settings);
    }

    @Override
    public void onSettingsAckRead(ChannelHandlerContext ctx) throws Http2Exception {
      within(budget.overhead());
      super.onSettingsAckRead(ctx);
    }

    @Override
    public void onPingRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
      within(budget.overhead());
      super.onPingRead(ctx, data);
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
      within(budget.overhead());
      super.onPingAckRead(ctx, data);
    }

    @Override
    public void onWindowUpdateRead(ChannelHandlerContext ctx, int streamId, int increment)
        throws Http2Exception {
      within(budget.overhead());
      if (!isRefused(streamId)) {
        super.onWindowUpdateRead(ctx, streamId, increment);
      }
    }

    @Override
    public void onUnknownFrame(
        ChannelHandlerContext ctx, byte type, int streamId, Http2Flags flags, ByteBuf payload)
        throws Http2Exception {
      within(budget.overhead());
      super.onUnknownFrame(ctx, type, streamId, flags, payload);
    }
  }
}
