package dev.causeway.controlplane.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The timers of one session; each only wakes the session's executor. */
final class SessionTimers {
  private final ScheduledExecutorService scheduler;
  private final SessionOptions options;
  private final List<Future<?>> pending = new ArrayList<>();

  SessionTimers(ScheduledExecutorService scheduler, SessionOptions options) {
    this.scheduler = scheduler;
    this.options = options;
  }

  synchronized void start(Runnable heartbeat, Runnable ofAge) {
    long beat = options.heartbeat().toMillis();
    pending.add(scheduler.scheduleAtFixedRate(heartbeat, beat, beat, TimeUnit.MILLISECONDS));
    if (options.maxAge().isPositive()) {
      pending.add(scheduler.schedule(ofAge, varied(options.maxAge()), TimeUnit.MILLISECONDS));
    }
  }

  /** Varies a duration, or all routers that came at once would leave at once. */
  private static long varied(Duration age) {
    long millis = age.toMillis();
    return millis - millis / 10 + ThreadLocalRandom.current().nextLong(millis / 5 + 1);
  }

  synchronized void afterCatchUpLimit(Runnable action) {
    pending.add(
        scheduler.schedule(action, options.catchUpLimit().toMillis(), TimeUnit.MILLISECONDS));
  }

  synchronized void stop() {
    pending.forEach(timer -> timer.cancel(false));
    pending.clear();
  }
}
