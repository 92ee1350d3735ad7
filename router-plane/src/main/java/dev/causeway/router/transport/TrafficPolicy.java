package dev.causeway.router.transport;

import dev.causeway.router.http.ClientTimeouts;

/** What the listeners ask the active configuration; any event loop, must not block. */
public interface TrafficPolicy {
  /** Returns the limits for a connection accepted now. */
  ClientTimeouts timeouts();
}
