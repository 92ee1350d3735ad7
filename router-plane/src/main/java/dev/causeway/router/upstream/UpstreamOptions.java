package dev.causeway.router.upstream;

import java.time.Duration;

/**
 * Limits of the upstream side that no route sets.
 *
 * @param maxHeadBytes largest response head accepted, bytes; beyond it the answer is 502 (RO-035)
 * @param idleTimeout how long an unused connection is kept
 * @param idlePerEndpoint most idle connections per endpoint and event loop
 * @param idleTotal most idle connections of the router
 * @param maxConnections most connections of the router; beyond it requests are refused (RO-012)
 * @param unrepeatableIdle longest idle time of a connection that a request which cannot be repeated
 *     is sent on; endpoints close idle connections after some seconds, and such a request would be
 *     lost if it crossed the close
 */
public record UpstreamOptions(
    int maxHeadBytes,
    Duration idleTimeout,
    int idlePerEndpoint,
    int idleTotal,
    int maxConnections,
    Duration unrepeatableIdle) {
  /** The limits used unless an administrator sets others. */
  public static final UpstreamOptions DEFAULTS =
      new UpstreamOptions(
          32768, Duration.ofSeconds(60), 256, 10_000, 50_000, Duration.ofSeconds(1));
}
