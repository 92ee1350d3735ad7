package dev.causeway.routing.model;

/**
 * How a router begins and ends client connections.
 *
 * @param proxyProtocol whether every connection must begin with a PROXY header (RO-023, RO-065)
 * @param ignoresEmpty whether connections that send nothing are closed without an answer (RO-066)
 * @param defersIdle whether idle connections may bring one more request while the router shuts
 *     down, instead of being closed at once (RO-067)
 * @param hardStopMillis when the last connections are cut, counted from the begin of the shutdown;
 *     0 for no such limit (RO-017)
 */
public record ClientConnections(
    boolean proxyProtocol, boolean ignoresEmpty, boolean defersIdle, long hardStopMillis) {
  /** OKD's defaults. */
  public static final ClientConnections DEFAULTS = new ClientConnections(false, false, false, 0);
}
