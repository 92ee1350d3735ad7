package dev.causeway.router.upstream;

import dev.causeway.router.exchange.BodySink;

/** One request on one connection. */
public interface UpstreamCall {
  /**
   * Returns where the request body goes; of no use for requests that end with their head. Writes
   * after the call is over are dropped.
   */
  BodySink requestBody();

  /**
   * Gives the call up: the connection is closed or the stream reset, buffers are released, the body
   * of a response already handed out breaks off. The listener hears {@link CallListener#onOver}
   * only. Does nothing once the call is over.
   */
  void abort(Throwable cause);
}
