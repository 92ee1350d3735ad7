package dev.causeway.demo.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;

/** Makes a stream of HTTP/2 that began with CONNECT a stream of bytes (RFC 8441). */
final class Http2Tunnel extends ChannelDuplexHandler {
  /** What is fired behind this handler. */
  enum Event {
    /** The peer agreed to the tunnel. */
    OPEN
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    switch (message) {
      case Http2HeadersFrame head -> {
        String status = String.valueOf(head.headers().status());
        if (status.equals("200")) {
          ctx.fireUserEventTriggered(Event.OPEN);
        } else {
          ctx.fireExceptionCaught(new IOException("CONNECT was answered with " + status));
        }
        if (head.isEndStream()) {
          ctx.close();
        }
      }
      case Http2DataFrame data -> {
        ctx.fireChannelRead(data.content());
        if (data.isEndStream()) {
          ctx.writeAndFlush(new DefaultHttp2DataFrame(true))
              .addListener(ChannelFutureListener.CLOSE);
        }
      }
      default -> ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof Http2ResetFrame frame) {
      ctx.fireExceptionCaught(new IOException("stream reset with code " + frame.errorCode()));
    }
    ReferenceCountUtil.release(event);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    ctx.write(
        message instanceof ByteBuf bytes ? new DefaultHttp2DataFrame(bytes, false) : message,
        promise);
  }
}
