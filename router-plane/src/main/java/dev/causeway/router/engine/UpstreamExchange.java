package dev.causeway.router.engine;

/** A request on its way to an endpoint, over as many attempts as it takes. */
public interface UpstreamExchange {
  /**
   * Gives up: closes the connection or resets the stream and releases what is queued. Any thread
   * may call it; does nothing once the exchange with the endpoint is complete.
   *
   * @param cause why, for whoever reads the body
   */
  void abort(Throwable cause);

  /**
   * Takes notice that the client went away. A request that arrived completely and has no answer yet
   * goes on where the shard wants that (RO-040): its answer is thrown away, and {@link #abort} does
   * nothing any more. Every other one is given up. On the exchange's event loop only.
   *
   * @param cause why the client went away
   */
  void clientGone(Throwable cause);
}
