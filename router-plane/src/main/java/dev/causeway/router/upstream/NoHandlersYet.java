package dev.causeway.router.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;

/**
 * Begins a connection to an endpoint: handlers are added when it stands. What fails before is told
 * by the futures of connecting and of the handshake.
 */
public final class NoHandlersYet extends ChannelInitializer<Channel> {
  @Override
  public boolean isSharable() {
    return true;
  }

  @Override
  protected void initChannel(Channel channel) {
    channel.pipeline().addLast(new SwallowFailure());
  }

  /** The connection stands: from now on failures reach the handlers that are added. */
  static void standing(Channel channel) {
    channel.pipeline().remove(SwallowFailure.class);
  }

  private static final class SwallowFailure extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
