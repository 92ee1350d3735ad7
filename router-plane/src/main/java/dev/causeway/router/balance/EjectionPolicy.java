package dev.causeway.router.balance;

import java.time.Duration;

/**
 * When endpoints are taken out of balancing because of what traffic saw of them, and for how long.
 *
 * @param failures failures in a row that take an endpoint out; 0 means never
 * @param baseTime how long it stays out for the first time, and how much longer each time after
 * @param longestTime longest time out; an endpoint that was in for that long begins anew
 */
public record EjectionPolicy(int failures, Duration baseTime, Duration longestTime) {
  /** Nothing is ever taken out. */
  public static final EjectionPolicy OFF = new EjectionPolicy(0, Duration.ZERO, Duration.ZERO);
}
