package dev.causeway.demo.client;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Collects the answer of one HTTP/2 stream. */
final class Http2ReplyHandler extends ChannelInboundHandlerAdapter {
  private final CompletableFuture<Reply> reply;
  private final Map<String, String> headers = new HashMap<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  Http2ReplyHandler(CompletableFuture<Reply> reply) {
    this.reply = reply;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      switch (message) {
        case Http2HeadersFrame frame -> {
          frame
              .headers()
              .forEach(
                  header -> headers.put(header.getKey().toString(), header.getValue().toString()));
          if (frame.isEndStream()) {
            finish();
          }
        }
        case Http2DataFrame frame -> {
          body.writeBytes(ByteBufUtil.getBytes(frame.content()));
          if (frame.isEndStream()) {
            finish();
          }
        }
        case Http2ResetFrame frame ->
            reply.completeExceptionally(
                new IOException("stream reset with code " + frame.errorCode()));
        default -> {}
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void finish() {
    String status = headers.getOrDefault(":status", "0");
    reply.complete(
        new Reply(Integer.parseInt(status), headers, body.toString(StandardCharsets.UTF_8)));
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    reply.completeExceptionally(Http2Connection.cutOff());
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof Http2ResetFrame frame) {
      reply.completeExceptionally(new IOException("stream reset with code " + frame.errorCode()));
    }
    ReferenceCountUtil.release(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    reply.completeExceptionally(cause);
    ctx.close();
  }
}
