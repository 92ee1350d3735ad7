package dev.causeway.router.http1;

import dev.causeway.router.http.DeadlineScan;
import dev.causeway.router.http.OutboundProgress;
import dev.causeway.router.http.OutputEnd;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How one connection ends: what was written can still be read, and nobody is waited for too long.
 */
final class Http1Ending {
  /** How long a client may take to read the last response before a connection is torn down. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  private final LongSupplier clock;

  /** Our half is, or will be, closed. */
  private boolean outputEnding;

  private boolean flushed;
  private boolean resets;

  /** When the end began, or all was flushed. */
  private long since;

  Http1Ending(LongSupplier clock) {
    this.clock = clock;
  }

  /** Closes once what was written before is flushed. */
  void close(ChannelHandlerContext ctx) {
    since = clock.getAsLong();
    ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /** Closes our half once what was written before is flushed. */
  void shutdownOutput(ChannelHandlerContext ctx) {
    outputEnding = true;
    since = clock.getAsLong();
    OutputEnd.afterFlush(ctx, this::flushed);
  }

  /**
   * Resets the connection once the client had the time to take what was written, because a reset
   * destroys what is still on its way.
   */
  void resetLater(ChannelHandlerContext ctx) {
    resets = true;
    since = clock.getAsLong();
    ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> flushed());
  }

  /**
   * The client sends no more: once it has what was written there is nothing left to wait for, but
   * for the reset that tells it of a response that broke off.
   */
  void inputEnded(ChannelHandlerContext ctx) {
    if (!resets) {
      close(ctx);
    }
  }

  private void flushed() {
    flushed = true;
    since = clock.getAsLong();
  }

  /** Tears down a connection that only waits for its client. */
  void check(ChannelHandlerContext ctx, long now, boolean stalled, OutboundProgress outbound) {
    if (stalled || (outbound.pendingBytes() == 0 && DeadlineScan.elapsed(since, now, LINGER))) {
      if (resets) {
        ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
      }
      ctx.close();
    }
  }

  /**
   * Tears down a tunnel whose endpoint has said its last word: until then idle tunnels are the
   * route's business.
   *
   * @param lastRead when the client last said something
   * @param limit how long it may be silent
   */
  void checkTunnel(
      ChannelHandlerContext ctx, long now, boolean stalled, long lastRead, Duration limit) {
    boolean silent = flushed && DeadlineScan.elapsed(Math.max(since, lastRead), now, limit);
    if (outputEnding && (stalled || silent)) {
      ctx.close();
    }
  }
}
