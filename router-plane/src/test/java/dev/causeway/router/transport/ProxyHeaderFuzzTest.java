package dev.causeway.router.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** First bytes behind a load balancer: a header is told from anything else, however it is cut. */
final class ProxyHeaderFuzzTest {
  private static final String SIGNATURE = "\r\n\r\n\0\r\nQUIT\n";

  /** What the bytes so far are known to be. */
  private sealed interface Known {}

  private record Incomplete() implements Known {}

  private record Refused() implements Known {}

  private record Complete(ProxyHeader header) implements Known {}

  @FuzzTest
  void headersAreToldFromAnythingElse(byte[] data) {
    int most = Math.min(data.length, ProxyHeader.MAX_BYTES + 64);
    Known known = new Incomplete();
    for (int length = 0; length <= most; length++) {
      Known now = known(Unpooled.wrappedBuffer(data, 0, length));
      // What was decided stays so, whatever follows.
      if (!(known instanceof Incomplete)) {
        assertThat(now).isEqualTo(known);
      } else if (now instanceof Complete complete) {
        assertThat(complete.header().length()).isEqualTo(length);
      }
      known = now;
    }
    if (most == ProxyHeader.MAX_BYTES + 64) {
      assertThat(known).as("nobody waits for ever").isNotInstanceOf(Incomplete.class);
    }
    if (known instanceof Complete complete && complete.header().source() != null) {
      expectTheSame(complete.header(), written(complete.header(), false));
      expectTheSame(complete.header(), written(complete.header(), true));
    }
  }

  private static Known known(ByteBuf in) {
    try {
      ProxyHeader header = ProxyHeader.parse(in);
      assertThat(in.readerIndex()).isZero();
      return header == null ? new Incomplete() : new Complete(header);
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank();
      return new Refused();
    }
  }

  private static void expectTheSame(ProxyHeader header, ByteBuf written) {
    ProxyHeader again = ProxyHeader.parse(written);
    assertThat(again).isNotNull();
    assertThat(again.source()).isEqualTo(header.source());
    assertThat(again.destination()).isEqualTo(header.destination());
    assertThat(again.length()).isEqualTo(written.readableBytes());
  }

  private static ByteBuf written(ProxyHeader header, boolean binary) {
    InetSocketAddress source = present(header.source());
    InetSocketAddress destination = present(header.destination());
    boolean four =
        source.getAddress() instanceof Inet4Address
            && destination.getAddress() instanceof Inet4Address;
    int size = four ? 4 : 16;
    if (binary) {
      return Unpooled.buffer()
          .writeBytes(SIGNATURE.getBytes(StandardCharsets.ISO_8859_1))
          .writeByte(0x21)
          .writeByte(four ? 0x11 : 0x21)
          .writeShort(2 * size + 4)
          .writeBytes(bytes(source.getAddress(), size))
          .writeBytes(bytes(destination.getAddress(), size))
          .writeShort(source.getPort())
          .writeShort(destination.getPort());
    }
    String line =
        String.join(
            " ",
            "PROXY",
            four ? "TCP4" : "TCP6",
            text(source.getAddress(), size),
            text(destination.getAddress(), size),
            Integer.toString(source.getPort()),
            Integer.toString(destination.getPort()));
    return Unpooled.copiedBuffer(line + "\r\n", StandardCharsets.US_ASCII);
  }

  /** The JDK turns IPv4-mapped addresses into IPv4 ones; beside an IPv6 one it is mapped again. */
  private static byte[] bytes(InetAddress address, int size) {
    byte[] bytes = address.getAddress();
    if (bytes.length == size) {
      return bytes;
    }
    byte[] mapped = new byte[size];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    System.arraycopy(bytes, 0, mapped, 12, bytes.length);
    return mapped;
  }

  private static String text(InetAddress address, int size) {
    boolean mapped = address.getAddress().length != size;
    return (mapped ? "::ffff:" : "") + address.getHostAddress();
  }

  private static InetSocketAddress present(@Nullable InetSocketAddress address) {
    assertThat(address).isNotNull();
    return address;
  }
}
