package dev.causeway.router.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.testkit.Behaviour;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A peer that takes as much as a test lets it, between scans a second apart. */
final class OutboundProgressTest {
  private static final int CHUNK = 64 * 1024;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Peer peer = new Peer();
  private final OutboundProgress progress = new OutboundProgress(peer, LIMIT, 0);
  private long now;

  /** A channel whose socket takes a number of bytes, and then no more. */
  private static final class Peer extends EmbeddedChannel {
    private int room;

    @Override
    protected void doWrite(ChannelOutboundBuffer in) {
      while (in.current() instanceof ByteBuf buffer && (room > 0 || !buffer.isReadable())) {
        int taken = Math.min(room, buffer.readableBytes());
        room -= taken;
        in.removeBytes(taken);
      }
    }

    /** Takes bytes; whole chunks that are gone are followed by new ones, as a download's are. */
    void take(int bytes) {
      room = bytes;
      unsafe().flush();
      while (unsafe().outboundBuffer().totalPendingWriteBytes() < 2 * CHUNK) {
        unsafe().write(Unpooled.wrappedBuffer(new byte[CHUNK]), voidPromise());
        unsafe().flush();
      }
    }
  }

  @AfterEach
  void close() {
    peer.close();
  }

  private boolean stalledAfter(int seconds, int bytesPerSecond) {
    for (int i = 0; i < seconds; i++) {
      peer.take(bytesPerSecond);
      now += Duration.ofSeconds(1).toNanos();
      if (progress.isStalled(now)) {
        return true;
      }
    }
    return false;
  }

  @Test
  @Behaviour("RO-002")
  void peerThatTakesLittleButSteadilyIsNotStalled() {
    assertThat(stalledAfter(600, 1_000)).isFalse();
  }

  @Test
  @Behaviour("RO-002")
  void peerThatTakesWholeChunksIsNotStalledThoughAsMuchWaitsAtEveryScan() {
    assertThat(stalledAfter(600, CHUNK)).isFalse();
    assertThat(stalledAfter(600, 2 * CHUNK)).isFalse();
  }

  @Test
  @Behaviour("RO-002")
  void peerThatTakesNothingIsStalledAfterTheLimit() {
    assertThat(stalledAfter(5, CHUNK)).isFalse();
    assertThat(stalledAfter(29, 0)).isFalse();
    assertThat(stalledAfter(3, 0)).isTrue();
  }

  @Test
  void peerThatOwesNothingIsNeverStalled() {
    for (int i = 0; i < 100; i++) {
      now += Duration.ofSeconds(1).toNanos();
      assertThat(progress.isStalled(now)).isFalse();
    }
  }
}
