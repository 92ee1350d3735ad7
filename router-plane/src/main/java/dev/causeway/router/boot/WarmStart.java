package dev.causeway.router.boot;

import dev.causeway.router.warmup.WarmUp;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rehearses once there is a configuration to serve, and then opens the listeners, whatever became
 * of the rehearsal.
 */
final class WarmStart implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(WarmStart.class);

  /** Enough for the compiler to have seen what matters; more takes longer than it gains. */
  private static final int REQUESTS = 4_000;

  private final WarmUp warmUp;
  private final Duration limit;
  private final Runnable open;

  /**
   * Creates the start.
   *
   * @param limit how long the rehearsal may take; 0 for none
   * @param open opens the listeners
   */
  WarmStart(WarmUp warmUp, Duration limit, Runnable open) {
    this.warmUp = warmUp;
    this.limit = limit;
    this.open = open;
  }

  @Override
  public void run() {
    try {
      if (limit.isPositive()) {
        rehearse();
      }
    } finally {
      open.run();
    }
  }

  private void rehearse() {
    long start = System.nanoTime();
    try {
      WarmUp.Outcome outcome = warmUp.run(limit, REQUESTS);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      if (outcome.failed() > 0) {
        log.warn(
            "The warm-up was broken off after {} requests, {} failed: the first requests will be"
                + " slow",
            outcome.answered(),
            outcome.failed());
      } else {
        log.info(
            "Warmed up with {} requests and {} TLS handshakes of its own in {} ms",
            outcome.answered(),
            outcome.handshakes(),
            took.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      log.warn("The warm-up failed: the first requests will be slow", e);
    }
  }
}
