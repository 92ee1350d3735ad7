package dev.causeway.router.health;

import dev.causeway.router.balance.LiveEndpoint;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The check of one endpoint: down after three failures in a row, up again after two successes
 * (RO-069), up until something else is known. Belongs to the thread of the checks.
 */
final class EndpointCheck {
  static final int FALL = 3;
  static final int RISE = 2;

  private final CheckKey key;
  private final CheckTimer timer;
  private final ProbeLine line;

  /** How many rules ask for which endpoint and for which interval. */
  private final Map<LiveEndpoint, Integer> endpoints = new HashMap<>();

  private final TreeMap<Long, Integer> intervals = new TreeMap<>();
  private @Nullable Runnable cancel;
  private long dueAt;
  private long startedAt;
  private boolean stopped;
  private boolean up = true;
  private int streak;

  EndpointCheck(CheckKey key, CheckTimer timer, ProbeLine line) {
    this.key = key;
    this.timer = timer;
    this.line = line;
  }

  boolean isUp() {
    return up;
  }

  boolean isUnused() {
    return endpoints.isEmpty();
  }

  /** Takes one more rule that wants to know about an endpoint. */
  void add(LiveEndpoint endpoint, long intervalNanos) {
    boolean first = endpoints.isEmpty();
    endpoints.merge(endpoint, 1, Integer::sum);
    long before = first ? Long.MAX_VALUE : intervals.firstKey();
    intervals.merge(intervalNanos, 1, Integer::sum);
    endpoint.checked(up);
    if (first) {
      // Spread over the interval, the same way in every run: checks must not come in herds.
      double phase = Integer.toUnsignedLong(spread(key.address().hashCode())) / 4294967296.0;
      arm((long) (intervalNanos * phase));
    } else if (intervalNanos < before && cancel != null) {
      arm(Math.min(dueAt - timer.nanoTime(), intervalNanos));
    }
  }

  /** Lets one rule go; an endpoint that no rule asks for counts as up. */
  void remove(LiveEndpoint endpoint, long intervalNanos) {
    intervals.computeIfPresent(intervalNanos, (interval, count) -> count == 1 ? null : count - 1);
    if (endpoints.computeIfPresent(endpoint, (e, count) -> count == 1 ? null : count - 1) == null) {
      endpoint.checked(true);
    }
    if (endpoints.isEmpty()) {
      stopped = true;
      disarm();
    }
  }

  private void arm(long delayNanos) {
    disarm();
    long delay = Math.max(0, delayNanos);
    dueAt = timer.nanoTime() + delay;
    cancel = timer.schedule(this::run, delay);
  }

  private void disarm() {
    Runnable armed = cancel;
    if (armed != null) {
      armed.run();
      cancel = null;
    }
  }

  private void run() {
    cancel = null;
    startedAt = timer.nanoTime();
    line.probe(key, this::found);
  }

  private void found(boolean reached) {
    if (stopped) {
      return;
    }
    if (reached == up) {
      streak = 0;
    } else if (++streak >= (up ? FALL : RISE)) {
      up = reached;
      streak = 0;
      endpoints.keySet().forEach(endpoint -> endpoint.checked(reached));
    }
    arm(intervals.firstKey() - (timer.nanoTime() - startedAt));
  }

  /** Addresses next to each other must not come next to each other in time. */
  private static int spread(int hash) {
    int mixed = hash * 0x9e3779b9;
    return mixed ^ mixed >>> 15;
  }
}
