package dev.causeway.router.http2;

import java.time.Duration;

/** Counts what a client may do a limited number of times within a period. */
final class ErrorBudget {
  private final int most;
  private final long periodNanos;
  private long since;
  private int count;

  ErrorBudget(int most, Duration period) {
    this.most = most;
    this.periodNanos = period.toNanos();
    this.since = System.nanoTime();
  }

  /** Counts one more; returns whether that is too many. */
  boolean isExceeded(long now) {
    if (now - since >= periodNanos) {
      since = now;
      count = 0;
    }
    return ++count > most;
  }
}
