package dev.causeway.router.engine;

import java.time.Duration;

/**
 * What no resource sets.
 *
 * @param connectRetries how often connecting is tried again (RO-031)
 * @param connectRetryDelay least time between two attempts to connect
 */
public record EngineOptions(int connectRetries, Duration connectRetryDelay) {
  /** Three retries one second apart, the last one to another endpoint. */
  public static final EngineOptions DEFAULTS = new EngineOptions(3, Duration.ofSeconds(1));
}
