package dev.causeway.benchmarks.attack;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The router that is attacked; on loopback, whatever is asked for.
 *
 * @param pid its process
 * @param httpPort port of plain HTTP, where HTTP/2 is spoken by prior knowledge too
 * @param httpsPort port of TLS
 * @param managementPort port of its meters
 */
record Target(long pid, int httpPort, int httpsPort, int managementPort) {
  /** The attacked host; an address, so that programs need no name service to reach it. */
  static final String HOST = "127.0.0.1";

  /** The bystander's host, whose Route has a certificate and an origin of its own. */
  static final String BYSTANDER = "bench.localhost";

  /** Returns the address of plain HTTP. */
  InetSocketAddress plain() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), httpPort);
  }

  /** Returns the address of TLS. */
  InetSocketAddress secure() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), httpsPort);
  }
}
