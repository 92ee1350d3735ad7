package dev.causeway.router.balance;

import java.util.concurrent.atomic.AtomicInteger;

/** What an {@link Ejector} remembers of one endpoint. Any thread may call it. */
final class EjectionRecord {
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger times = new AtomicInteger();
  private volatile long backAt;

  /** Returns failures in a row. */
  int failures() {
    return failures.get();
  }

  int countFailure() {
    return failures.incrementAndGet();
  }

  void clearFailures() {
    failures.set(0);
  }

  /** Returns how often it was out lately. */
  int times() {
    return times.get();
  }

  int ejected() {
    return times.incrementAndGet();
  }

  long backAt() {
    return backAt;
  }

  void back(long now) {
    backAt = now;
    failures.set(0);
  }

  void forget() {
    times.set(0);
  }
}
