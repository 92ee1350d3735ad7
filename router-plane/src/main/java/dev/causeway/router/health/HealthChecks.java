package dev.causeway.router.health;

import dev.causeway.router.balance.LiveEndpoint;
import dev.causeway.router.balance.LiveUpstream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The health checks of all rules (RO-069 to RO-072). A rule's endpoints are checked only if it has
 * more than one usable endpoint, placeholders of idled Services never. However many rules lead to
 * an endpoint, it is checked once, at the shortest interval that one of them asks for.
 *
 * <p>One thread at a time registers rules and tells of endpoints.
 */
public final class HealthChecks {
  private static final int MOST_PROBES = 2048;

  private final CheckTimer timer;
  private final ProbeLine line;
  private final Map<String, Set<Watch>> watches = new HashMap<>();
  private final Map<CheckKey, EndpointCheck> checks = new HashMap<>();
  private volatile int size;

  /**
   * Creates health checks of nothing.
   *
   * @param timer time and thread
   * @param prober tries endpoints
   */
  public HealthChecks(CheckTimer timer, Prober prober) {
    this.timer = timer;
    this.line = new ProbeLine(prober, MOST_PROBES);
  }

  /** Checks the endpoints of a rule from now on. */
  public Watch watch(WatchedRule rule) {
    Watch watch = new Watch(rule);
    for (LiveUpstream upstream : rule.upstreams()) {
      watches.computeIfAbsent(upstream.name(), name -> new LinkedHashSet<>()).add(watch);
    }
    watch.look();
    return watch;
  }

  /** Takes notice of the current endpoints of upstreams. */
  public void endpointsChanged(Collection<String> upstreams) {
    Set<Watch> affected = new LinkedHashSet<>();
    upstreams.forEach(name -> affected.addAll(watches.getOrDefault(name, Set.of())));
    affected.forEach(Watch::look);
  }

  /** Returns how many endpoints are checked. Any thread. */
  public int size() {
    return size;
  }

  private void join(CheckKey key, LiveEndpoint endpoint, long intervalNanos) {
    checks
        .computeIfAbsent(key, absent -> new EndpointCheck(absent, timer, line))
        .add(endpoint, intervalNanos);
    size = checks.size();
  }

  private void leave(CheckKey key, LiveEndpoint endpoint, long intervalNanos) {
    EndpointCheck check = checks.get(key);
    if (check != null) {
      check.remove(endpoint, intervalNanos);
      if (check.isUnused()) {
        checks.remove(key);
        size = checks.size();
      }
    }
  }

  /** The checks that one rule asks for. */
  public final class Watch {
    private final WatchedRule rule;
    private final long intervalNanos;
    private Map<LiveEndpoint, CheckKey> asked = Map.of();

    private Watch(WatchedRule rule) {
      this.rule = rule;
      this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(rule.intervalMillis());
    }

    private void look() {
      change(rule.wanted());
    }

    private void change(Map<LiveEndpoint, CheckKey> wanted) {
      List<Runnable> changes = new ArrayList<>();
      // Joined before left: a check that goes on keeps what it knows.
      wanted.forEach(
          (endpoint, key) -> {
            if (!asked.containsKey(endpoint)) {
              changes.add(() -> join(key, endpoint, intervalNanos));
            }
          });
      asked.forEach(
          (endpoint, key) -> {
            if (!wanted.containsKey(endpoint)) {
              changes.add(() -> leave(key, endpoint, intervalNanos));
            }
          });
      asked = wanted;
      if (!changes.isEmpty()) {
        timer.execute(() -> changes.forEach(Runnable::run));
      }
    }

    /** Asks for nothing any more. */
    public void close() {
      for (LiveUpstream upstream : rule.upstreams()) {
        watches.computeIfPresent(
            upstream.name(),
            (name, of) -> {
              of.remove(this);
              return of.isEmpty() ? null : of;
            });
      }
      change(Map.of());
    }
  }
}
