package dev.causeway.demo.check;

import dev.causeway.demo.system.Readiness;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Whether a router takes new requests, by its readiness, as a load balancer would see it. */
final class Gate {
  private static final long PERIOD_MILLIS = 50;

  private volatile boolean open = true;

  /** Starts to ask. */
  static Gate watching(ScheduledExecutorService executor, Readiness readiness, int managementPort) {
    Gate gate = new Gate();
    executor.scheduleWithFixedDelay(
        () -> gate.open = readiness.isReady(managementPort),
        0,
        PERIOD_MILLIS,
        TimeUnit.MILLISECONDS);
    return gate;
  }

  /** Opens or closes a gate that nothing watches. */
  void set(boolean isOpen) {
    open = isOpen;
  }

  boolean isOpen() {
    return open;
  }
}
