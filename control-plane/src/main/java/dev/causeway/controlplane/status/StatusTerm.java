package dev.causeway.controlplane.status;

import dev.causeway.controlplane.leader.Leadership;
import dev.causeway.controlplane.work.KeyQueue;
import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.routing.compile.CompileUpdate;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.ObjectKey;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.openshift.api.model.Route;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work of one leader, from gaining the Lease to losing it: compares every Route with the board
 * and writes what differs, as things change on either side.
 *
 * <p>A Route is planned by one worker at a time, from what the watch or the last write showed; the
 * write names that version, so it fails if anybody else wrote since, and is planned again when the
 * watch has caught up.
 */
final class StatusTerm implements StatusBoard.Listener, RouteWatch.Listener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatusTerm.class);

  /**
   * How long an entry must be without a verdict that this process never had one for. Its compiler
   * may not have heard yet of a Route whose entry its predecessor wrote a moment ago.
   */
  static final Duration UNCLAIMED_GRACE = Duration.ofSeconds(5);

  private final StatusBoard board;
  private final StatusOptions options;
  private final Leadership leadership;
  private final RouteEvents events;
  private final Clock clock;
  private final StatusMeters meters;
  private final KubernetesClient client;
  private final RouteStatusApi api;
  private final Contention contention;
  private final KeyQueue<ObjectKey> queue = new KeyQueue<>();
  private final Pace pace;
  private final Semaphore writing;
  private final Map<ObjectKey, RouteState> states = new ConcurrentHashMap<>();
  private final Set<ObjectKey> decided = ConcurrentHashMap.newKeySet();
  private final Map<ObjectKey, Long> unclaimedSince = new ConcurrentHashMap<>();
  private final Map<ObjectKey, Set<RouteEvent>> noticed = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private final @Nullable Activations activations;
  private @Nullable RouteWatch watch;
  private volatile boolean contentionLogged;

  StatusTerm(
      KubernetesClient client,
      StatusBoard board,
      StatusOptions options,
      Leadership leadership,
      RouteEvents events,
      Clock clock,
      StatusMeters meters,
      @Nullable StatusActivation activation) {
    this.client = client;
    this.board = board;
    this.options = options;
    this.leadership = leadership;
    this.events = events;
    this.clock = clock;
    this.meters = meters;
    this.api = new RouteStatusApi(client, options.forbiddenRetry(), meters);
    this.contention = new Contention(options.contentionInterval(), System::nanoTime);
    this.pace = new Pace(options.writesPerSecond(), options.parallelism());
    this.writing = new Semaphore(options.parallelism());
    this.activations = activation == null ? null : new Activations(activation, queue::add, meters);
  }

  void start() {
    board.listen(this);
    for (int i = 0; i < options.parallelism(); i++) {
      threads.add(Thread.ofVirtual().name("status-" + i).start(this::work));
    }
    threads.add(Thread.ofVirtual().name("status-events").start(events::run));
    watch = new RouteWatch(client, this);
  }

  /** Returns when no write is under way any more, which the request's own limit bounds. */
  @Override
  public void close() {
    board.listen(null);
    if (watch != null) {
      watch.close();
    }
    // An interrupted request could still arrive, after the Lease was given back.
    writing.acquireUninterruptibly(options.parallelism());
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    if (activations != null) {
      activations.close();
    }
  }

  @Override
  public void published(CompileUpdate update) {
    meters.decisions.increment(update.verdicts().size() + update.forgotten().size());
    if (activations != null) {
      activations.affected(update).forEach(queue::add);
    }
  }

  @Override
  public void changed(Set<ObjectKey> routes) {
    for (ObjectKey route : routes) {
      decided.add(route);
      queue.add(route);
    }
  }

  @Override
  public void allChanged() {
    states.keySet().forEach(queue::add);
  }

  @Override
  public void gone(Route route) {
    ObjectKey key = key(route);
    RouteState gone = RouteState.of(route);
    states.computeIfPresent(key, (_, state) -> state.uid().equals(gone.uid()) ? null : state);
    contention.forget(gone.uid());
    queue.add(key);
  }

  @Override
  public void seen(Route route) {
    ObjectKey key = key(route);
    RouteState now = RouteState.of(route);
    RouteState before = replace(key, now);
    if (before != null && before.uid().equals(now.uid())) {
      if (before.ingress().equals(now.ingress())) {
        return;
      }
      judge(key, before, now);
    }
    queue.add(key);
  }

  /** Keeps the newer of what is known and {@code now}; returns what was known before. */
  private @Nullable RouteState replace(ObjectKey key, RouteState now) {
    while (true) {
      RouteState before = states.putIfAbsent(key, now);
      if (before == null) {
        return null;
      }
      if (now.isOlderThan(before)) {
        // Nothing is new.
        return now;
      }
      if (states.replace(key, before, now)) {
        return before;
      }
    }
  }

  private void judge(ObjectKey key, RouteState before, RouteState now) {
    List<StatusPlan.Wish> wishes = board.wishes(key, now.uid());
    if (wishes == null) {
      return;
    }
    for (StatusPlan.Wish wish : wishes) {
      String name = wish.router().routerName();
      Contention.Finding finding =
          contention.changed(
              now.uid(),
              name,
              StatusPlanner.entryOf(before.ingress(), name),
              StatusPlanner.entryOf(now.ingress(), name));
      if (finding == Contention.Finding.CONTENDED) {
        meters.contended.increment();
        events.tell(
            new RouteEvent(
                key,
                now.uid(),
                RouteEvent.CONTENTION,
                "another writer keeps changing the status entry of router "
                    + name
                    + "; it is left alone for "
                    + options.contentionInterval().toSeconds()
                    + " s. Give routers of different installations different names"));
        logContention(key, name);
      }
    }
  }

  private void logContention(ObjectKey key, String name) {
    boolean stopped = contention.isStopped();
    if (!contentionLogged || stopped) {
      contentionLogged = true;
      LOG.warn(
          "another writer keeps changing status entries of router {}, {} among them; {} for {} s."
              + " Two installations whose routers have the same name do this: set"
              + " causeway.status.router-name-prefix in one of them",
          name,
          key,
          stopped ? "no entry that exists is changed" : "the entry is left alone",
          options.contentionInterval().toSeconds());
    }
  }

  static ObjectKey key(Route route) {
    return new ObjectKey(
        InputKind.ROUTE,
        Objects.requireNonNullElse(route.getMetadata().getNamespace(), ""),
        route.getMetadata().getName());
  }

  private void work() {
    try {
      while (true) {
        ObjectKey key = queue.take();
        try {
          process(key);
        } catch (RuntimeException e) {
          LOG.error("writing the status of {} failed, which is a bug", key, e);
          queue.addLater(key, options.forbiddenRetry());
        } finally {
          queue.done(key);
        }
      }
    } catch (InterruptedException e) {
      // The term ended.
    }
  }

  private void process(ObjectKey key) throws InterruptedException {
    RouteState state = states.get(key);
    if (state == null) {
      decided.remove(key);
      unclaimedSince.remove(key);
      noticed.remove(key);
      api.forget(key);
      if (activations != null) {
        activations.forget(key);
      }
      return;
    }
    List<StatusPlan.Wish> wishes = board.wishes(key, state.uid());
    if (wishes == null) {
      return;
    }
    tellNotices(key, state.uid());
    List<StatusPlan.Wish> claimed = claimed(key, state, wishes);
    if (activations != null) {
      claimed = activations.complete(key, state, claimed);
    }
    StatusPlan plan = StatusPlanner.plan(state.ingress(), claimed, now());
    if (plan.isEmpty()) {
      api.forget(key);
      return;
    }
    Duration rest = rest(key, state, plan, claimed);
    if (rest.isPositive()) {
      queue.addLater(key, rest);
      return;
    }
    pace.await();
    writing.acquire();
    try {
      if (leadership.leads()) {
        write(key, state, plan, claimed);
      }
    } finally {
      writing.release();
    }
  }

  private Instant now() {
    return clock.instant();
  }

  /** Leaves out removals that have to wait; all others wish what they wish. */
  private List<StatusPlan.Wish> claimed(
      ObjectKey key, RouteState state, List<StatusPlan.Wish> wishes) {
    boolean unclaimed =
        wishes.stream()
            .anyMatch(
                wish ->
                    wish.verdict() == null
                        && StatusPlanner.entryOf(state.ingress(), wish.router().routerName())
                            != null);
    if (!unclaimed || decided.contains(key)) {
      unclaimedSince.remove(key);
      return wishes;
    }
    long nano = System.nanoTime();
    long since = unclaimedSince.computeIfAbsent(key, _ -> nano);
    long rest = UNCLAIMED_GRACE.toNanos() - (nano - since);
    if (rest <= 0) {
      return wishes;
    }
    queue.addLater(key, Duration.ofNanos(rest));
    return wishes.stream().filter(wish -> wish.verdict() != null).toList();
  }

  private Duration rest(
      ObjectKey key, RouteState state, StatusPlan plan, List<StatusPlan.Wish> wishes) {
    Duration rest = api.rest(key);
    if (activations != null) {
      Duration patience = activations.patience(key, plan, wishes);
      rest = patience.compareTo(rest) > 0 ? patience : rest;
    }
    for (StatusPlan.Change change : plan.changes()) {
      if (change.kind() != StatusPlan.Kind.CREATE) {
        Duration contended = contention.rest(state.uid(), change.routerName());
        rest = contended.compareTo(rest) > 0 ? contended : rest;
      }
    }
    return rest;
  }

  private void write(
      ObjectKey key, RouteState state, StatusPlan plan, List<StatusPlan.Wish> wishes) {
    for (StatusPlan.Change change : plan.changes()) {
      contention.writing(
          state.uid(),
          change.routerName(),
          StatusPlanner.entryOf(plan.ingress(), change.routerName()));
    }
    switch (api.write(key, state, plan.ingress())) {
      case RouteStatusApi.Written written -> {
        replace(key, written.state());
        if (activations != null) {
          activations.written(key, state, plan, wishes);
        }
        tellVerdicts(state.uid(), plan);
      }
      case RouteStatusApi.Later later -> queue.addLater(key, later.delay());
      case RouteStatusApi.Gone() -> states.remove(key, state);
    }
  }

  private void tellVerdicts(String uid, StatusPlan plan) {
    for (StatusPlan.Change change : plan.changes()) {
      Verdict verdict = change.verdict();
      if (verdict != null && !verdict.admitted()) {
        events.tell(RouteEvent.rejected(uid, verdict));
      }
    }
  }

  /** Tells notices that are new; what comes back after it was gone is new. */
  private void tellNotices(ObjectKey key, String uid) {
    Set<RouteEvent> now = new HashSet<>();
    for (Notice notice : board.notices(key)) {
      now.add(RouteEvent.notice(uid, notice));
    }
    Set<RouteEvent> before = now.isEmpty() ? noticed.remove(key) : noticed.put(key, now);
    for (RouteEvent event : now) {
      if (before == null || !before.contains(event)) {
        events.tell(event);
      }
    }
  }
}
