package dev.causeway.systemtests;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Conditions in other processes, which can only be asked for again. */
final class Eventually {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final long STEP_NANOS = Duration.ofMillis(10).toNanos();

  private Eventually() {}

  /** An assertion that may not hold yet. */
  interface Assertion {
    void check() throws Exception;
  }

  /** Repeats an assertion until it holds; after the limit its failure is the test's. */
  static void holds(Assertion assertion) {
    long start = System.nanoTime();
    while (true) {
      try {
        assertion.check();
        return;
      } catch (Exception | AssertionError e) {
        if (System.nanoTime() - start > LIMIT.toNanos()) {
          throw new AssertionError("did not hold within " + LIMIT.toSeconds() + " s", e);
        }
        LockSupport.parkNanos(STEP_NANOS);
      }
    }
  }

  /** Repeats a question until the answer is the expected one. */
  static void equal(Object expected, Supplier<?> question) {
    holds(
        () -> {
          Object answer = question.get();
          if (!expected.equals(answer)) {
            throw new AssertionError("expected " + expected + " but it is " + answer);
          }
        });
  }
}
