package dev.causeway.router.limit;

import dev.causeway.routing.model.RateLimits;

/**
 * What one source uses of one rule. Immutable; every event makes a new one.
 *
 * @param connections connections, or requests of an HTTP rule, of {@link #CONNECTION_PERIOD}
 * @param requests requests of {@link #REQUEST_PERIOD}
 * @param concurrent connections, or requests of an HTTP rule, under way
 * @param seen time of the latest event, milliseconds
 */
record Usage(Window connections, Window requests, int concurrent, long seen) {
  /** Period of new connections, milliseconds (AN-017). */
  static final long CONNECTION_PERIOD = 3_000;

  /** Period of requests, milliseconds (AN-018). */
  static final long REQUEST_PERIOD = 10_000;

  /** Stands where an entry was removed: whoever finds it starts anew. */
  static final Usage GONE = new Usage(Window.empty(0), Window.empty(0), -1, 0);

  static Usage none(long now) {
    return new Usage(Window.empty(now), Window.empty(now), 0, now);
  }

  /** Counts a connection, or a request of an HTTP rule, that begins; refused ones count too. */
  Usage begun(long now) {
    return new Usage(
        connections.plusOne(now, CONNECTION_PERIOD),
        requests.plusOne(now, REQUEST_PERIOD),
        concurrent + 1,
        now);
  }

  /** Counts the end of what {@link #begun} counted. */
  Usage ended(long now) {
    return new Usage(connections, requests, concurrent - 1, now);
  }

  /**
   * Returns whether what has just begun is beyond a limit. The first two limits name the one that
   * is refused, the third how many pass (AN-040 as OKD's router behaves).
   */
  boolean exceeds(RateLimits limits, long now) {
    Integer most = limits.concurrent();
    if (most != null && concurrent >= most) {
      return true;
    }
    most = limits.connections();
    if (most != null && connections.count(now, CONNECTION_PERIOD) >= most) {
      return true;
    }
    most = limits.requests();
    return most != null && requests.count(now, REQUEST_PERIOD) > most;
  }
}
