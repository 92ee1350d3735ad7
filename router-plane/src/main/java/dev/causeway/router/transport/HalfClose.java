package dev.causeway.router.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;

/** The ways to end a relayed connection, each after what was written before. */
final class HalfClose {
  private HalfClose() {}

  /** Closes the outgoing half; closes all if the other half is closed already. */
  static void afterFlush(Channel channel) {
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            flushed -> {
              if (!(channel instanceof DuplexChannel duplex) || duplex.isInputShutdown()) {
                channel.close();
              } else {
                duplex.shutdownOutput();
              }
            });
  }

  /** Closes both halves. */
  static void closeAfterFlush(Channel channel) {
    if (channel.isActive()) {
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  /** Lets the peer see that the connection broke, instead of an orderly end. */
  static void reset(Channel channel) {
    if (channel.isActive()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
    }
    channel.close();
  }
}
