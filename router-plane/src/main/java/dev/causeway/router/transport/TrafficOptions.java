package dev.causeway.router.transport;

/**
 * What is fixed for the life of a {@link TrafficServer}.
 *
 * @param io how sockets are driven
 * @param eventLoops number of event loops, above 0
 * @param backlog length of the queue of connections not accepted yet
 * @param proxyProtocol whether every connection must begin with a PROXY header (RO-065)
 * @param answersEmpty whether a client that connects and sends nothing is answered with 408, or
 *     closed without a word (RO-066)
 */
public record TrafficOptions(
    IoTransport io, int eventLoops, int backlog, boolean proxyProtocol, boolean answersEmpty) {

  /** Checks the bounds. */
  public TrafficOptions {
    if (eventLoops < 1) {
      throw new IllegalArgumentException("at least one event loop is needed");
    }
  }

  /** Creates options with OKD's defaults for the rest. */
  public TrafficOptions(IoTransport io, int eventLoops, int backlog) {
    this(io, eventLoops, backlog, false, true);
  }

  /** Returns the options for this machine: one event loop per processor. */
  public static TrafficOptions defaults() {
    return new TrafficOptions(IoTransport.best(), Runtime.getRuntime().availableProcessors(), 4096);
  }
}
