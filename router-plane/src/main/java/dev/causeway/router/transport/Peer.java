package dev.causeway.router.transport;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;

/** Who a client connection is from and to: what a PROXY header told, else what the socket tells. */
final class Peer {
  private static final AttributeKey<ProxyHeader> HEADER =
      AttributeKey.valueOf(Peer.class, "header");

  private Peer() {}

  /** Keeps what the header of {@code channel} told. */
  static void remember(Channel channel, ProxyHeader header) {
    channel.attr(HEADER).set(header);
  }

  /** Returns the address of the client. */
  static InetSocketAddress remote(Channel channel) {
    ProxyHeader header = channel.attr(HEADER).get();
    InetSocketAddress told = header == null ? null : header.source();
    return told != null ? told : (InetSocketAddress) channel.remoteAddress();
  }

  /** Returns the address that the client connected to. */
  static InetSocketAddress local(Channel channel) {
    ProxyHeader header = channel.attr(HEADER).get();
    InetSocketAddress told = header == null ? null : header.destination();
    return told != null ? told : (InetSocketAddress) channel.localAddress();
  }
}
