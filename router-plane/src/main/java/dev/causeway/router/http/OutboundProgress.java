package dev.causeway.router.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.time.Duration;

/** Notices that a peer has stopped taking what is written to it; asked at every scan. */
public final class OutboundProgress {
  private final Channel channel;
  private final long limitNanos;
  private long since;
  private long pending;

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
    long left = pendingBytes();
    if (left == 0 || left != pending) {
      pending = left;
      since = now;
    }
    return now - since >= limitNanos;
  }
}
