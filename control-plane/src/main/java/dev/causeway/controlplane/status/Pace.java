package dev.causeway.controlplane.status;

import java.util.concurrent.locks.LockSupport;

/** Spreads actions over time: at most a number a second after a burst. Thread-safe. */
final class Pace {
  private final long interval;
  private final long burst;
  private long next;

  /**
   * Makes a pace.
   *
   * @param perSecond actions a second, at least 1
   * @param burst actions that need not wait after a rest
   */
  Pace(int perSecond, int burst) {
    this.interval = 1_000_000_000L / perSecond;
    this.burst = interval * burst;
    this.next = System.nanoTime() - this.burst;
  }

  /** Waits for this action's turn. */
  void await() throws InterruptedException {
    long turn = reserve();
    for (long wait = turn - System.nanoTime(); wait > 0; wait = turn - System.nanoTime()) {
      LockSupport.parkNanos(this, wait);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  private synchronized long reserve() {
    long earliest = System.nanoTime() - burst;
    if (next - earliest < 0) {
      next = earliest;
    }
    next += interval;
    return next;
  }
}
