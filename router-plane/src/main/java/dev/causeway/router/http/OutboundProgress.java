package dev.causeway.router.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a peer has stopped taking what is written to it; asked at every scan, on the event
 * loop.
 *
 * <p>How many bytes wait says little: they can be as many at every scan while the peer takes one
 * after the other and new ones follow. So the place in the first of them counts too, and a mark
 * that is written behind what waits, because it comes out once all of that is taken.
 */
public final class OutboundProgress {
  private final Channel channel;
  private final long limitNanos;
  private long since;
  private long pending;
  private long place;
  private @Nullable ChannelPromise mark;

  /**
   * Watches {@code channel}.
   *
   * @param limit how long the peer may take nothing although there is something
   * @param now time of the scan in nanoseconds
   */
  public OutboundProgress(Channel channel, Duration limit, long now) {
    this.channel = channel;
    this.limitNanos = limit.toNanos();
    this.since = now;
  }

  /** Returns how many bytes wait to be written to the socket. */
  public long pendingBytes() {
    ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
    return outbound == null ? 0 : outbound.totalPendingWriteBytes();
  }

  /** Returns whether bytes wait and none were taken for the whole limit. */
  public boolean isStalled(long now) {
    ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
    long left = outbound == null ? 0 : outbound.totalPendingWriteBytes();
    if (left == 0) {
      moved(now, 0, 0);
      return false;
    }
    long reached = outbound.currentProgress();
    if (left != pending || reached != place || (mark != null && mark.isDone())) {
      moved(now, left, reached);
    }
    if (mark == null) {
      mark = channel.newPromise();
      channel.unsafe().write(Unpooled.EMPTY_BUFFER, mark);
      channel.unsafe().flush();
    }
    return now - since >= limitNanos;
  }

  private void moved(long now, long left, long reached) {
    since = now;
    pending = left;
    place = reached;
    if (mark != null && mark.isDone()) {
      mark = null;
    }
  }
}
