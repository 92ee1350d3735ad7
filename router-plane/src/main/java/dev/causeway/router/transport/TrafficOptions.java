package dev.causeway.router.transport;

/**
 * What is fixed for the life of a {@link TrafficServer}.
 *
 * @param io how sockets are driven
 * @param eventLoops number of event loops, above 0
 * @param backlog length of the queue of connections not accepted yet
 */
public record TrafficOptions(IoTransport io, int eventLoops, int backlog) {

  /** Checks the bounds. */
  public TrafficOptions {
    if (eventLoops < 1) {
      throw new IllegalArgumentException("at least one event loop is needed");
    }
  }

  /** Returns the options for this machine: one event loop per processor. */
  public static TrafficOptions defaults() {
    return new TrafficOptions(IoTransport.best(), Runtime.getRuntime().availableProcessors(), 4096);
  }
}
