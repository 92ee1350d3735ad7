package dev.causeway.demo.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for a condition in another process, which has nothing to notify us by. */
public final class Waiting {
  private static final Duration STEP = Duration.ofMillis(2);

  private Waiting() {}

  /**
   * Waits until the condition holds, looking every two milliseconds.
   *
   * @param what what is waited for, for the failure's sentence
   * @return how long it took
   * @throws DemoException if it does not hold within the limit
   */
  public static Duration until(String what, Duration limit, BooleanSupplier condition) {
    return until(what, limit, STEP, condition);
  }

  /**
   * Waits until the condition holds.
   *
   * @param what what is waited for, for the failure's sentence
   * @param step time between two looks; a look takes CPU time that what is waited for may need
   * @return how long it took
   * @throws DemoException if it does not hold within the limit
   */
  public static Duration until(
      String what, Duration limit, Duration step, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > limit.toNanos()) {
        throw new DemoException(
            "waited " + limit.toSeconds() + " s in vain for this: " + what + ".");
      }
      if (Thread.interrupted()) {
        throw new DemoException("interrupted while waiting for this: " + what + ".");
      }
      LockSupport.parkNanos(step.toNanos());
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
