package dev.causeway.router.http2;

import dev.causeway.router.http.ClientTimeouts;
import dev.causeway.router.http.DeadlineScan;
import dev.causeway.router.http.OutboundProgress;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.time.Duration;

/**
 * The deadlines of a connection and its way out. Draining takes two steps (RFC 9113, 6.8): first
 * the client hears that it should open no more streams, then, when what it had sent by then must
 * have arrived, which streams are served. Afterwards the client has a moment to close by itself, so
 * that no response on its way is destroyed by a reset.
 */
final class Http2Watch {
  /** How long we wait for the client, first for its PING to come back, last for its close. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** How often streams are looked at. */
  private static final Duration STREAM_CHECK = Duration.ofMillis(500);

  private static final long DRAIN_PING = 0x63617573_65776179L;

  private enum Phase {
    SERVING,
    /** The first GOAWAY is sent. */
    ANNOUNCED,
    /** The second GOAWAY is sent; streams are running out. */
    ENDING,
    /** No streams are left. */
    CLOSING
  }

  private final Http2Connection connection;
  private final Channel channel;
  private final DeadlineScan scan;
  private final DeadlineScan.Entry entry;
  private final OutboundProgress progress;
  private final ClientTimeouts timeouts;
  private Phase phase = Phase.SERVING;
  private boolean first = true;

  /** When the phase began, or the last stream ended. */
  private long since;

  private long streamsChecked;

  Http2Watch(
      Http2Connection connection, Channel channel, DeadlineScan scan, ClientTimeouts timeouts) {
    this.connection = connection;
    this.channel = channel;
    this.scan = scan;
    this.timeouts = timeouts;
    this.entry = scan.register(this::check);
    this.since = scan.now();
    this.streamsChecked = since;
    this.progress = new OutboundProgress(channel, timeouts.client(), since);
  }

  void stop() {
    scan.remove(entry);
  }

  /** A request began. */
  void requested() {
    first = false;
  }

  /** An exchange or a stream ended. */
  void active() {
    if (phase == Phase.SERVING) {
      since = scan.now();
    }
  }

  void drain() {
    if (phase == Phase.SERVING) {
      enter(Phase.ANNOUNCED);
      connection.output().goAway(Integer.MAX_VALUE);
      connection.output().ping(DRAIN_PING);
    }
  }

  void pingAcknowledged(long data) {
    if (phase == Phase.ANNOUNCED && data == DRAIN_PING) {
      end();
    }
  }

  private void end() {
    enter(Phase.ENDING);
    connection.output().goAway(connection.connection().remote().lastStreamCreated());
  }

  /** Our half is closed: the client has a moment to hear why. */
  void closing() {
    enter(Phase.CLOSING);
  }

  private void enter(Phase next) {
    phase = next;
    since = scan.now();
  }

  private void check(long now) {
    if (progress.isStalled(now)) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      channel.close();
      return;
    }
    checkStreams(now);
    boolean idle = connection.connection().numActiveStreams() == 0;
    switch (phase) {
      case SERVING -> {
        Duration limit = first ? timeouts.requestHead() : timeouts.keepAlive();
        if (idle && now - since >= limit.toNanos()) {
          end();
        }
      }
      case ANNOUNCED -> {
        if (now - since >= PATIENCE.toNanos()) {
          end();
        }
      }
      case ENDING -> {
        if (idle && progress.pendingBytes() == 0) {
          enter(Phase.CLOSING);
        }
      }
      case CLOSING -> {
        if (now - since >= PATIENCE.toNanos()) {
          channel.close();
        }
      }
    }
  }

  private void checkStreams(long now) {
    if (now - streamsChecked < STREAM_CHECK.toNanos()) {
      return;
    }
    streamsChecked = now;
    connection.resetOverdue(now);
  }
}
