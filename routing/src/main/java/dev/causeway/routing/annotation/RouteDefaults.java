package dev.causeway.routing.annotation;

import dev.causeway.routing.model.ForwardedPolicy;

/**
 * What holds for Routes of a shard that say nothing themselves.
 *
 * @param serverTimeoutMillis inactivity limit towards endpoints, milliseconds, above 0 (RO-004)
 * @param tunnelTimeoutMillis idle limit of upgraded and passthrough connections (RO-008)
 * @param forwarded forwarded headers (RO-020)
 * @param strict whether annotations with a wrong value reject their Route
 */
public record RouteDefaults(
    long serverTimeoutMillis, long tunnelTimeoutMillis, ForwardedPolicy forwarded, boolean strict) {
  /** OKD's defaults. */
  public static final RouteDefaults OKD =
      new RouteDefaults(
          Defaults.SERVER_TIMEOUT_MILLIS,
          Defaults.TUNNEL_TIMEOUT_MILLIS,
          Defaults.FORWARDED,
          false);
}
