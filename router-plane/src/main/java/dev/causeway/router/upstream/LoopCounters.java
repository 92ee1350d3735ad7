package dev.causeway.router.upstream;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counters of one event loop: one thread writes without contention, any thread reads. */
final class LoopCounters {
  private static final int CONNECTS = 0;
  private static final int REUSES = 1;
  private static final int FAILED_CONNECTS = 2;

  private final AtomicLongArray values = new AtomicLongArray(3);

  void connected() {
    add(CONNECTS);
  }

  void reused() {
    add(REUSES);
  }

  void connectFailed() {
    add(FAILED_CONNECTS);
  }

  long connects() {
    return values.get(CONNECTS);
  }

  long reuses() {
    return values.get(REUSES);
  }

  long failedConnects() {
    return values.get(FAILED_CONNECTS);
  }

  private void add(int index) {
    values.setRelease(index, values.getPlain(index) + 1);
  }
}
