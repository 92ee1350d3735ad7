package dev.causeway.router.transport;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;

/**
 * Who a client connection is from and to: what a PROXY header told, else what the socket and its
 * listener tell.
 */
final class Peer {
  /** The {@link BindSpec#publicPort} of a listener. */
  static final AttributeKey<Integer> PUBLIC_PORT = AttributeKey.valueOf(Peer.class, "publicPort");

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

  /**
   * Returns the address that the client connected to. Where the listener has a public port, the
   * port is that one: a Service or a container engine maps it, so the socket knows another.
   */
  static InetSocketAddress local(Channel channel) {
    ProxyHeader header = channel.attr(HEADER).get();
    InetSocketAddress told = header == null ? null : header.destination();
    return told != null ? told : published((InetSocketAddress) channel.localAddress(), channel);
  }

  private static InetSocketAddress published(InetSocketAddress bound, Channel channel) {
    Channel listener = channel.parent();
    Integer port = listener == null ? null : listener.attr(PUBLIC_PORT).get();
    return port == null || port == 0 || bound == null
        ? bound
        : new InetSocketAddress(bound.getAddress(), port);
  }
}
