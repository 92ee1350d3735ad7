package dev.causeway.demo.origin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

/** Streams a body as fast as the client takes it; byte {@code i} is {@code i mod 256}. */
final class DownloadHandler extends ChannelInboundHandlerAdapter {
  private static final int CHUNK = 16 * 1024;

  private final long length;
  private final Arrivals arrivals;
  private final ByteBuf pattern = Unpooled.buffer(CHUNK, CHUNK);
  private long sent;
  private boolean done;

  DownloadHandler(long length, Arrivals arrivals) {
    this.length = length;
    this.arrivals = arrivals;
    for (int i = 0; i < CHUNK; i++) {
      pattern.writeByte(i);
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    HttpUtil.setContentLength(head, length);
    head.headers().set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_OCTET_STREAM);
    ctx.write(head);
    fill(ctx);
  }

  private void fill(ChannelHandlerContext ctx) {
    while (!done && sent < length && ctx.channel().isWritable()) {
      int size = (int) Math.min(CHUNK, length - sent);
      ctx.write(new DefaultHttpContent(pattern.retainedSlice(0, size)));
      sent += size;
      if (ctx.channel().bytesBeforeUnwritable() < CHUNK) {
        ctx.flush();
      }
    }
    ctx.flush();
    if (!done && sent == length) {
      ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
      finish();
      ctx.pipeline().remove(this);
    }
  }

  private void finish() {
    if (!done) {
      done = true;
      arrivals.end();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    fill(ctx);
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    finish();
    ctx.fireChannelInactive();
  }
}
