package dev.causeway.router.transport;

/**
 * One listener.
 *
 * @param kind what the port speaks
 * @param address IP literal or name of the interface to bind, {@code 0.0.0.0} for all of them
 * @param port TCP port, 0 for any free one
 * @param publicPort port that clients connect to where something in front of the listener maps it,
 *     0 where it is the listener's own (RO-059)
 */
public record BindSpec(Kind kind, String address, int port, int publicPort) {
  /** What a port speaks. */
  public enum Kind {
    /** HTTP/1.1, and HTTP/2 with prior knowledge. */
    HTTP,
    /** TLS: relayed or terminated by SNI name. */
    HTTPS
  }

  /** Checks the bounds of the ports. */
  public BindSpec {
    checkPort(port);
    checkPort(publicPort);
  }

  /** A listener that clients connect to by its own port. */
  public BindSpec(Kind kind, String address, int port) {
    this(kind, address, port, 0);
  }

  private static void checkPort(int port) {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is outside 0..65535");
    }
  }
}
