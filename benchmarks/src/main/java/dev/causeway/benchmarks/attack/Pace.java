package dev.causeway.benchmarks.attack;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets an attacker do so many things a second and no more, so that what is measured is what the
 * router makes of them and not a machine without processor time. Any thread may use it.
 */
final class Pace {
  private static final long STEP_NANOS = 2_000_000;

  private final double perNano;
  private final long start = System.nanoTime();
  private final long end;
  private final AtomicLong given = new AtomicLong();
  private final AtomicInteger cuts = new AtomicInteger();

  /**
   * Starts now.
   *
   * @param perSecond events a second, above 0
   */
  Pace(int perSecond, Duration length) {
    this.perNano = perSecond / 1e9;
    this.end = start + length.toNanos();
  }

  /** Returns how many events are due, at most {@code most}, waiting for one; 0 at the end. */
  int take(int most) {
    while (!over()) {
      long due = (long) ((System.nanoTime() - start) * perNano);
      long before = given.get();
      int count = (int) Math.min(most, due - before);
      if (count <= 0) {
        LockSupport.parkNanos(STEP_NANOS);
      } else if (given.compareAndSet(before, before + count)) {
        return count;
      }
    }
    return 0;
  }

  /** Returns whether the attack is over. */
  boolean over() {
    return System.nanoTime() - end >= 0;
  }

  /** Notes that the router ended a connection. */
  void cut() {
    cuts.incrementAndGet();
  }

  /** Returns the events so far. */
  long events() {
    return given.get();
  }

  /** Returns how many connections the router ended. */
  int cuts() {
    return cuts.get();
  }
}
