package dev.causeway.router.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;

/** Hands the frames of a connection that mean something to it. */
final class Http2Frames extends Http2FrameAdapter {
  private final Http2Connection connection;

  Http2Frames(Http2Connection connection) {
    this.connection = connection;
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream)
      throws Http2Exception {
    return connection.onData(streamId, data, padding, endOfStream);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean endStream)
      throws Http2Exception {
    connection.onHeaders(ctx, streamId, (InboundHead) headers, endStream);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx,
      int streamId,
      Http2Headers headers,
      int streamDependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean endStream)
      throws Http2Exception {
    connection.onHeaders(ctx, streamId, (InboundHead) headers, endStream);
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode)
      throws Http2Exception {
    connection.onReset(streamId, errorCode);
    connection.onReplyOwed();
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings)
      throws Http2Exception {
    connection.onReplyOwed();
  }

  @Override
  public void onPingRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
    connection.onReplyOwed();
  }

  @Override
  public void onPingAckRead(ChannelHandlerContext ctx, long data) {
    connection.onPingAck(data);
  }
}
