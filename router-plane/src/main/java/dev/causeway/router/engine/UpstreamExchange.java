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
}
