package dev.causeway.routing.model;

/**
 * Shard-wide settings of how endpoints are chosen and watched.
 *
 * @param healthCheckIntervalMillis time between two checks of an endpoint, milliseconds, above 0
 *     (RO-010)
 * @param closedClients what becomes of requests without client
 */
public record Balancing(long healthCheckIntervalMillis, ClosedClients closedClients) {
  /** OKD's defaults. */
  public static final Balancing DEFAULTS = new Balancing(5_000, ClosedClients.CONTINUE);
}
