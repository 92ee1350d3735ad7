package dev.causeway.router.engine;

import dev.causeway.router.balance.Ejector;
import java.time.Duration;

/**
 * What no resource sets.
 *
 * @param connectRetries how often connecting is tried again (RO-031)
 * @param connectRetryDelay least time between two attempts to connect
 * @param ejector told of failures and successes of endpoints
 * @param times told how long exchanges took
 */
public record EngineOptions(
    int connectRetries, Duration connectRetryDelay, Ejector ejector, ExchangeTimes times) {
  /** Returns three retries one second apart, the last one to another endpoint. */
  public static EngineOptions with(Ejector ejector, ExchangeTimes times) {
    return new EngineOptions(3, Duration.ofSeconds(1), ejector, times);
  }
}
