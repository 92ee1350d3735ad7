package dev.causeway.routing.model;

/**
 * One address of an upstream.
 *
 * @param id stable identity in the form of RO-047
 * @param address IPv4 or IPv6 literal without brackets
 * @param port TCP port, 1 to 65535
 * @param protocol what the port speaks
 * @param placeholder whether it stands in for the endpoints of an idled Service (EP-011); such are
 *     never checked (RO-071)
 */
public record Endpoint(
    String id, String address, int port, AppProtocol protocol, boolean placeholder) {
  /** Checks the bounds of the port. */
  public Endpoint {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is outside 1..65535");
    }
  }

  /** An endpoint of a Service that is not idled. */
  public Endpoint(String id, String address, int port, AppProtocol protocol) {
    this(id, address, port, protocol, false);
  }
}
