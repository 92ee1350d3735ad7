package dev.causeway.router.engine;

import dev.causeway.router.failure.FailureCategory;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/** Counters of one event loop: one thread writes without contention, any thread reads. */
final class LoopTraffic {
  static final int STATUS_CLASSES = 6;
  static final int OUTCOMES = FailureCategory.values().length + 1;

  private final AtomicLongArray requests =
      new AtomicLongArray(TrafficPath.values().length * STATUS_CLASSES * OUTCOMES);
  private final AtomicLongArray active = new AtomicLongArray(1);

  void begun() {
    active.setRelease(0, active.getPlain(0) + 1);
  }

  void over(TrafficPath path, int status, @Nullable FailureCategory failure) {
    active.setRelease(0, active.getPlain(0) - 1);
    int statusClass = status < 100 || status > 599 ? 0 : status / 100;
    int index = index(path, statusClass, outcome(failure));
    requests.setRelease(index, requests.getPlain(index) + 1);
  }

  long requests(TrafficPath path, int statusClass, @Nullable FailureCategory failure) {
    return requests.get(index(path, statusClass, outcome(failure)));
  }

  long active() {
    return active.get(0);
  }

  @SuppressWarnings("EnumOrdinal") // positions in a table that never leaves the process
  private static int outcome(@Nullable FailureCategory failure) {
    return failure == null ? 0 : failure.ordinal() + 1;
  }

  @SuppressWarnings("EnumOrdinal")
  private static int index(TrafficPath path, int statusClass, int outcome) {
    return (path.ordinal() * STATUS_CLASSES + statusClass) * OUTCOMES + outcome;
  }
}
