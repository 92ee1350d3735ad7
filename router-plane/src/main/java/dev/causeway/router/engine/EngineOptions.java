package dev.causeway.router.engine;

import dev.causeway.router.balance.ConnectRetries;
import dev.causeway.router.balance.Ejector;

/**
 * What no resource sets.
 *
 * @param retries how connecting is tried again (RO-031)
 * @param ejector told of failures and successes of endpoints
 * @param times told how long exchanges took
 */
public record EngineOptions(ConnectRetries retries, Ejector ejector, ExchangeTimes times) {
  /** Returns OKD's retries. */
  public static EngineOptions with(Ejector ejector, ExchangeTimes times) {
    return new EngineOptions(ConnectRetries.DEFAULTS, ejector, times);
  }
}
