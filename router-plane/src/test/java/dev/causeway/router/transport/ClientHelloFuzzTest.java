package dev.causeway.router.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.causeway.router.http.DeadlineScan;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** First bytes of a TLS connection: what is read does not depend on how they were cut. */
final class ClientHelloFuzzTest {

  /** The first byte is the length of the pieces, the rest is what a client sends. */
  @FuzzTest
  void piecesAreReadAsTheWhole(byte[] data) {
    if (data.length < 2) {
      return;
    }
    int piece = 1 + (data[0] & 0xff);
    assertThat(peek(data, piece)).isEqualTo(peek(data, data.length));
  }

  private static List<Object> peek(byte[] data, int piece) {
    EmbeddedChannel channel = new EmbeddedChannel();
    List<Object> seen = new ArrayList<>();
    channel
        .pipeline()
        .addLast(
            new ClientHelloPeek(
                new DeadlineScan(channel.eventLoop()),
                Duration.ofHours(1),
                (context, hello) -> seen.add(hello)));
    for (int at = 1; at < data.length && channel.isOpen(); at += piece) {
      ByteBuf part = Unpooled.copiedBuffer(data, at, Math.min(piece, data.length - at));
      channel.writeInbound(part);
    }
    if (!channel.isOpen()) {
      seen.add("refused");
    }
    channel.finishAndReleaseAll();
    return seen;
  }
}
