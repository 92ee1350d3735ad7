package dev.causeway.router.upstream;

import dev.causeway.router.failure.ProxyFailure;

/** Told of the outcome of asking for a connection, exactly once, on the event loop. */
public interface ConnectListener {
  /** A connection is ready; send on it or give it back. */
  void onConnected(UpstreamConnection connection);

  /** There is no connection. */
  void onConnectFailed(ProxyFailure failure);
}
