package dev.causeway.router.boot;

import dev.causeway.router.balance.EjectionPolicy;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When endpoints are taken out of balancing because requests to them fail.
 *
 * @param failures failures in a row that take an endpoint out: connections that cannot be opened,
 *     answers 502, 503 and 504, no answer in time; 0 means never. At most half of the endpoints of
 *     a Service are out at a time
 * @param baseTime how long an endpoint stays out for the first time, and how much longer each time
 *     after, above 0
 * @param longestTime longest time out, not below {@code base-time}
 */
public record EjectionProperties(
    @DefaultValue("0") int failures,
    @DefaultValue("30s") Duration baseTime,
    @DefaultValue("5m") Duration longestTime) {

  /** Checks every value, so that a wrong one stops the start with a sentence that names its key. */
  public EjectionProperties {
    if (failures < 0) {
      throw new IllegalArgumentException("causeway.router.ejection.failures must not be negative");
    }
    if (!baseTime.isPositive()) {
      throw new IllegalArgumentException("causeway.router.ejection.base-time must be above 0");
    }
    if (longestTime.compareTo(baseTime) < 0) {
      throw new IllegalArgumentException(
          "causeway.router.ejection.longest-time must not be below base-time");
    }
  }

  EjectionPolicy policy() {
    return failures == 0 ? EjectionPolicy.OFF : new EjectionPolicy(failures, baseTime, longestTime);
  }
}
