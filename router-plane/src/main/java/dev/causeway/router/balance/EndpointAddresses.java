package dev.causeway.router.balance;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Turns address literals into socket addresses without ever asking a name service. */
final class EndpointAddresses {
  private EndpointAddresses() {}

  /**
   * Returns the socket address of an IP literal.
   *
   * @throws IllegalArgumentException if {@code literal} is no IPv4 or IPv6 literal
   */
  static InetSocketAddress resolved(String literal, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
  }
}
