package dev.causeway.routing.model;

/**
 * One address of an upstream.
 *
 * @param id stable identity in the form of RO-047
 * @param address IPv4 or IPv6 literal without brackets
 * @param port TCP port, 1 to 65535
 * @param protocol what the port speaks
 */
public record Endpoint(String id, String address, int port, AppProtocol protocol) {
  /** Checks the bounds of the port. */
  public Endpoint {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is outside 1..65535");
    }
  }
}
