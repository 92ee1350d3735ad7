package dev.causeway.router.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The header of the PROXY protocol, version 1 or 2, that a load balancer puts before a connection.
 *
 * @param length bytes that it takes
 * @param source address of the client as the load balancer saw it, or null where it tells none
 * @param destination address that the client connected to, null together with {@code source}
 */
record ProxyHeader(
    int length, @Nullable InetSocketAddress source, @Nullable InetSocketAddress destination) {
  /** Most bytes of a header accepted; version 1 has at most 107 of them, version 2 tells. */
  static final int MAX_BYTES = 4096;

  private static final String V1 = "PROXY ";
  private static final int V1_MAX_BYTES = 107;
  private static final String V2 = "\r\n\r\n\0\r\nQUIT\n";
  private static final int V2_FIXED_BYTES = 16;
  private static final int LOCAL = 0x20;
  private static final int PROXY = 0x21;
  private static final int TCP_OVER_IPV4 = 0x11;
  private static final int TCP_OVER_IPV6 = 0x21;
  private static final int MAX_PORT = 65535;

  /**
   * Reads the header at the reader index, which does not move.
   *
   * @return the header, or null if it is not complete yet
   * @throws IllegalArgumentException if these bytes can never become a header
   */
  static @Nullable ProxyHeader parse(ByteBuf in) {
    if (!in.isReadable()) {
      return null;
    }
    return in.getByte(in.readerIndex()) == V2.charAt(0) ? binary(in) : text(in);
  }

  private static void expect(ByteBuf in, String prefix) {
    int seen = Math.min(in.readableBytes(), prefix.length());
    for (int i = 0; i < seen; i++) {
      if (in.getByte(in.readerIndex() + i) != prefix.charAt(i)) {
        throw new IllegalArgumentException("no PROXY header");
      }
    }
  }

  private static @Nullable ProxyHeader text(ByteBuf in) {
    expect(in, V1);
    int start = in.readerIndex();
    int readable = Math.min(in.readableBytes(), V1_MAX_BYTES);
    int lineFeed = in.indexOf(start, start + readable, (byte) '\n');
    if (lineFeed < 0) {
      if (readable == V1_MAX_BYTES) {
        throw new IllegalArgumentException("a PROXY line without end");
      }
      return null;
    }
    int length = lineFeed + 1 - start;
    if (length < V1.length() + 2 || in.getByte(lineFeed - 1) != '\r') {
      throw new IllegalArgumentException("a PROXY line that does not end with CR LF");
    }
    String line = in.toString(start, length - 2, StandardCharsets.US_ASCII);
    String[] words = line.split(" ", -1);
    if (words[1].equals("UNKNOWN")) {
      // What follows is to be ignored, says the protocol.
      return new ProxyHeader(length, null, null);
    }
    int addressBytes = words[1].equals("TCP4") ? 4 : words[1].equals("TCP6") ? 16 : 0;
    if (words.length != 6 || addressBytes == 0) {
      throw new IllegalArgumentException("a PROXY line without two addresses");
    }
    return new ProxyHeader(
        length,
        new InetSocketAddress(address(words[2], addressBytes), port(words[4])),
        new InetSocketAddress(address(words[3], addressBytes), port(words[5])));
  }

  private static InetAddress address(String text, int length) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    if (bytes == null || bytes.length != length) {
      throw new IllegalArgumentException("a PROXY line with a wrong address");
    }
    return address(bytes);
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no address", e);
    }
  }

  private static int port(String digits) {
    boolean plausible = !digits.isEmpty() && digits.length() <= 5;
    int port = 0;
    for (int i = 0; plausible && i < digits.length(); i++) {
      char digit = digits.charAt(i);
      plausible = digit >= '0' && digit <= '9';
      port = port * 10 + (digit - '0');
    }
    if (!plausible || port > MAX_PORT) {
      throw new IllegalArgumentException("a PROXY line with a wrong port");
    }
    return port;
  }

  private static @Nullable ProxyHeader binary(ByteBuf in) {
    expect(in, V2);
    if (in.readableBytes() < V2_FIXED_BYTES) {
      return null;
    }
    int start = in.readerIndex();
    int command = in.getUnsignedByte(start + V2.length());
    int family = in.getUnsignedByte(start + V2.length() + 1);
    int rest = in.getUnsignedShort(start + V2.length() + 2);
    int length = V2_FIXED_BYTES + rest;
    if ((command != LOCAL && command != PROXY) || length > MAX_BYTES) {
      throw new IllegalArgumentException("a PROXY header of an unknown kind or size");
    }
    if (in.readableBytes() < length) {
      return null;
    }
    // Whatever stands behind the addresses are extensions, of which none concerns a router.
    return command == LOCAL
        ? new ProxyHeader(length, null, null)
        : switch (family) {
          case TCP_OVER_IPV4 -> addressed(in, start + V2_FIXED_BYTES, rest, length, 4);
          case TCP_OVER_IPV6 -> addressed(in, start + V2_FIXED_BYTES, rest, length, 16);
          default -> new ProxyHeader(length, null, null);
        };
  }

  private static ProxyHeader addressed(ByteBuf in, int at, int rest, int length, int size) {
    if (rest < 2 * size + 4) {
      throw new IllegalArgumentException("a PROXY header without its addresses");
    }
    return new ProxyHeader(
        length,
        new InetSocketAddress(
            address(ByteBufUtil.getBytes(in, at, size)), in.getUnsignedShort(at + 2 * size)),
        new InetSocketAddress(
            address(ByteBufUtil.getBytes(in, at + size, size)),
            in.getUnsignedShort(at + 2 * size + 2)));
  }
}
