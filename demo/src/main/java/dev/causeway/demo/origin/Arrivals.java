package dev.causeway.demo.origin;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What reached an origin. Clients in the same JVM tell by {@link System#nanoTime} when they began a
 * request, so that one that was on its way is not taken for one that should have gone elsewhere.
 */
final class Arrivals {
  private static final long NEVER = 0;

  private final AtomicInteger inFlight = new AtomicInteger();
  private final LongAdder late = new LongAdder();
  private volatile long retired = NEVER;

  /** Counts a request that says nothing about when it was begun. */
  void begin() {
    inFlight.incrementAndGet();
  }

  /**
   * Counts a request.
   *
   * @param begun when its client began it
   */
  void begin(long begun) {
    inFlight.incrementAndGet();
    long since = retired;
    if (since != NEVER && begun - since > 0) {
      late.increment();
    }
  }

  void end() {
    inFlight.decrementAndGet();
  }

  void retire() {
    retired = System.nanoTime();
  }

  int inFlight() {
    return inFlight.get();
  }

  long late() {
    return late.sum();
  }
}
