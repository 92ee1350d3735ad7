package dev.causeway.router.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/** Closes our half of a client connection; what the client still sends can be read. */
public final class OutputEnd {
  private OutputEnd() {}

  /**
   * Closes it once everything written is on its way.
   *
   * @param flushed runs just before
   */
  public static void afterFlush(ChannelHandlerContext ctx, Runnable flushed) {
    SslHandler tls = ctx.pipeline().get(SslHandler.class);
    ctx.writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            written -> {
              flushed.run();
              if (tls != null) {
                tls.closeOutbound();
              } else if (ctx.channel() instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
              } else {
                ctx.close();
              }
            });
  }
}
