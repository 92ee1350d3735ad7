package dev.causeway.router.upstream;

import dev.causeway.router.exchange.RequestHead;

/** A connection that is ready for a request of the caller. */
public interface UpstreamConnection {
  /** Returns whether the connection carried requests before. */
  boolean isReused();

  /**
   * Sends a request.
   *
   * @param head head as it goes out, hop-by-hop headers already settled
   * @param timeouts limits
   * @param listener told what becomes of it; may be called before this method returns
   */
  UpstreamCall send(RequestHead head, CallTimeouts timeouts, CallListener listener);

  /** Gives an unused connection back. */
  void giveBack();
}
