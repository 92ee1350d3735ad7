package dev.causeway.controlplane.status;

import dev.causeway.controlplane.meters.ControlPlaneMeter;
import dev.causeway.controlplane.status.ShadowReport.Standing;
import dev.causeway.controlplane.work.KeyQueue;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.ObjectKey;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.openshift.api.model.Route;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the status that another implementation's routers write with what we would write, and
 * writes nothing. Every replica may; it needs no Lease.
 *
 * <p>A Route is compared again whenever either side changes, so a difference stands as long as it
 * is there. One that stands only until the other router has caught up is seen and goes by itself.
 */
public final class StatusShadow
    implements StatusBoard.Listener, RouteWatch.Listener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatusShadow.class);

  /** Most differences that a report lists. */
  static final int LIMIT = 1_000;

  /** Time between lines of the log, so that a burst of Routes is one line. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /** Stands for the line of the log in the queue of Routes. */
  private static final ObjectKey LINE = new ObjectKey(InputKind.ROUTE, "", "");

  private final KubernetesClient client;
  private final StatusBoard board;
  private final CompletionStage<?> everythingPublished;
  private final Clock clock;
  private final KeyQueue<ObjectKey> queue = new KeyQueue<>();
  private final Map<ObjectKey, RouteState> states = new ConcurrentHashMap<>();
  private final Map<ObjectKey, List<Standing>> found = new TreeMap<>();
  private final Map<ShadowDifference.Kind, Integer> counts =
      new EnumMap<>(ShadowDifference.Kind.class);
  private Map<ShadowDifference.Kind, Integer> told = Map.of();
  private @Nullable Instant compared;
  private @Nullable RouteWatch watch;
  private @Nullable Thread worker;
  private volatile boolean listed;
  private volatile boolean published;
  private boolean settled;

  /**
   * Makes a comparison that does nothing yet.
   *
   * @param client the cluster's client
   * @param board what we would write
   * @param everythingPublished completes when every shard has told the board all it decided
   * @param clock tells since when a difference stands
   * @param registry takes gauges, which are no number until everything was compared
   */
  public StatusShadow(
      KubernetesClient client,
      StatusBoard board,
      CompletionStage<?> everythingPublished,
      Clock clock,
      MeterRegistry registry) {
    this.client = client;
    this.board = board;
    this.everythingPublished = everythingPublished;
    this.clock = clock;
    ControlPlaneMeter.SHADOW_ROUTES.gauge(this, StatusShadow::routes).register(registry);
    for (ShadowDifference.Kind kind : ShadowDifference.Kind.values()) {
      counts.put(kind, 0);
      ControlPlaneMeter.SHADOW_DIFFERENCES
          .gauge(this, shadow -> shadow.count(kind))
          .tag("kind", kind.text())
          .register(registry);
    }
  }

  /** Begins to read and compare. */
  public void start() {
    board.listen(this);
    worker = Thread.ofVirtual().name("status-shadow").start(this::work);
    watch = new RouteWatch(client, this);
    // The board has told its listener by then, so all there is waits in the queue.
    everythingPublished.thenRun(
        () -> {
          allChanged();
          published = true;
          queue.add(LINE);
        });
  }

  @Override
  public void close() {
    board.listen(null);
    if (watch != null) {
      watch.close();
    }
    if (worker != null) {
      worker.interrupt();
    }
  }

  @Override
  public void changed(Set<ObjectKey> routes) {
    routes.forEach(queue::add);
  }

  @Override
  public void allChanged() {
    states.keySet().forEach(queue::add);
  }

  @Override
  public void gone(Route route) {
    ObjectKey key = StatusTerm.key(route);
    states.remove(key);
    queue.add(key);
  }

  @Override
  public void listed() {
    listed = true;
    queue.add(LINE);
  }

  @Override
  public void seen(Route route) {
    ObjectKey key = StatusTerm.key(route);
    states.put(key, RouteState.of(route));
    queue.add(key);
  }

  private void work() {
    try {
      while (true) {
        ObjectKey key = queue.take();
        try {
          if (key.equals(LINE)) {
            tell();
          } else {
            compare(key);
          }
        } catch (RuntimeException e) {
          LOG.error("comparing the status of {} failed, which is a bug", key, e);
        } finally {
          queue.done(key);
        }
        settle();
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private void compare(ObjectKey key) {
    RouteState state = states.get(key);
    List<StatusPlan.Wish> wishes = state == null ? null : board.wishes(key, state.uid());
    if (state == null || wishes == null) {
      stands(key, null);
    } else {
      stands(key, ShadowComparison.compare(key, state.ingress(), wishes));
    }
  }

  /** Keeps what was found about a Route; null where there is nothing to compare. */
  private synchronized void stands(ObjectKey key, @Nullable List<ShadowDifference> now) {
    Instant instant = clock.instant();
    List<Standing> before = found.getOrDefault(key, List.of());
    List<Standing> after =
        now == null
            ? List.of()
            : now.stream()
                .map(
                    difference ->
                        before.stream()
                            .filter(standing -> standing.difference().equals(difference))
                            .findFirst()
                            .orElse(new Standing(difference, instant)))
                .toList();
    before.forEach(standing -> counts.merge(standing.difference().kind(), -1, Integer::sum));
    after.forEach(standing -> counts.merge(standing.difference().kind(), 1, Integer::sum));
    if (now == null) {
      found.remove(key);
    } else {
      found.put(key, after);
    }
    compared = instant;
    if (settled && !counts.equals(told)) {
      queue.addLater(LINE, PAUSE);
    }
  }

  private synchronized void settle() {
    if (!settled && listed && published && queue.size() == 0) {
      settled = true;
      queue.add(LINE);
    }
  }

  private synchronized void tell() {
    if (settled && !counts.equals(told)) {
      told = new EnumMap<>(counts);
      LOG.info(
          "shadow: {} differences from the status of other routers in {} Routes{};"
              + " /actuator/shadow lists them",
          total(),
          found.size(),
          counts.entrySet().stream()
              .filter(entry -> entry.getValue() > 0)
              .map(entry -> ", " + entry.getKey().text() + " " + entry.getValue())
              .collect(Collectors.joining()));
    }
  }

  private int total() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  private synchronized double routes() {
    return settled ? found.size() : Double.NaN;
  }

  private synchronized double count(ShadowDifference.Kind kind) {
    return settled ? counts.getOrDefault(kind, 0) : Double.NaN;
  }

  /** Returns what was found so far. */
  public synchronized ShadowReport report() {
    if (!settled) {
      return new ShadowReport(false, null, board.routers(), 0, 0, Map.of(), List.of());
    }
    return new ShadowReport(
        true,
        compared,
        board.routers(),
        found.size(),
        total(),
        counts,
        found.values().stream().flatMap(Collection::stream).limit(LIMIT).toList());
  }
}
