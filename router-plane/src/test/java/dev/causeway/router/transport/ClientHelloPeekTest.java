package dev.causeway.router.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.http.DeadlineScan;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientHelloPeekTest {
  private final List<ClientHello> hellos = new ArrayList<>();

  @Test
  void everySplitIntoTwoSegmentsGivesTheSameHelloAndLosesNoByte() {
    byte[] hello = ClientHellos.of("www.example.com");
    for (int cut = 1; cut < hello.length; cut++) {
      passesOn(hello, Arrays.copyOf(hello, cut), Arrays.copyOfRange(hello, cut, hello.length));
    }
    assertThat(hellos)
        .hasSize(hello.length - 1)
        .containsOnly(new ClientHello("www.example.com", true));
  }

  @Test
  void everySplitIntoTwoRecordsGivesTheSameHello() {
    byte[] hello = ClientHellos.of("www.example.com");
    for (int cut = 1; cut < hello.length - 5; cut++) {
      byte[] records = twoRecords(hello, cut);
      passesOn(records, records);
    }
    assertThat(hellos)
        .hasSize(hello.length - 6)
        .containsOnly(new ClientHello("www.example.com", true));
  }

  @Test
  void byteByByteWorksToo() {
    byte[] hello = ClientHellos.of("www.example.com");
    byte[][] single = new byte[hello.length][];
    for (int i = 0; i < hello.length; i++) {
      single[i] = new byte[] {hello[i]};
    }
    passesOn(hello, single);
    assertThat(hellos).containsExactly(new ClientHello("www.example.com", true));
  }

  @Test
  void aHelloWithoutServerNameHasNone() {
    byte[] hello = ClientHellos.of(null);
    passesOn(hello, hello);
    assertThat(hellos).containsExactly(new ClientHello(null, true));
  }

  @Test
  void whatIsNoHelloIsClosed() {
    byte[] tooLong = {22, 3, 1, 0, 4, 1, 0, 0x50, 0};
    byte[] wrongType = {22, 3, 1, 0, 4, 2, 0, 0, 40};
    byte[] emptyRecord = {22, 3, 1, 0, 0};
    byte[] sslv2 = {(byte) 0x80, 0x2e, 1, 0, 2};
    byte[] garbageInside = new byte[9 + 40];
    System.arraycopy(new byte[] {22, 3, 1, 0, 44, 1, 0, 0, 40}, 0, garbageInside, 0, 9);
    Arrays.fill(garbageInside, 9, garbageInside.length, (byte) 0xff);
    for (byte[] bytes : List.of(tooLong, wrongType, emptyRecord, sslv2, garbageInside)) {
      EmbeddedChannel channel = channel();
      channel.writeInbound(Unpooled.wrappedBuffer(bytes));
      assertThat(channel.isActive()).isFalse();
      channel.finishAndReleaseAll();
    }
    assertThat(hellos).isEmpty();
  }

  private EmbeddedChannel channel() {
    EmbeddedChannel channel = new EmbeddedChannel();
    ClientHelloPeek peek =
        new ClientHelloPeek(
            new DeadlineScan(channel.eventLoop()),
            Duration.ofSeconds(5),
            (ctx, hello) -> {
              hellos.add(hello);
              ctx.pipeline().remove(ctx.handler());
            });
    channel.pipeline().addLast(peek);
    return channel;
  }

  private void passesOn(byte[] expected, byte[]... segments) {
    EmbeddedChannel channel = channel();
    for (byte[] segment : segments) {
      channel.writeInbound(Unpooled.wrappedBuffer(segment));
    }
    ByteBuf passed = Unpooled.buffer();
    for (ByteBuf part = channel.readInbound(); part != null; part = channel.readInbound()) {
      passed.writeBytes(part);
      part.release();
    }
    assertThat(passed).isEqualTo(Unpooled.wrappedBuffer(expected));
    channel.finishAndReleaseAll();
  }

  private static byte[] twoRecords(byte[] hello, int cut) {
    int length = hello.length - 5;
    ByteBuffer out = ByteBuffer.allocate(hello.length + 5);
    out.put(hello, 0, 3).putShort((short) cut).put(hello, 5, cut);
    out.put(hello, 0, 3).putShort((short) (length - cut)).put(hello, 5 + cut, length - cut);
    return out.array();
  }
}
