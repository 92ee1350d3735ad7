package dev.causeway.router.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;

/** The end of one direction of a relayed connection, after what was written before. */
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
}
