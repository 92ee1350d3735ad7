package dev.causeway.controlplane.stream;

import dev.causeway.routing.compile.CompileUpdate;
import dev.causeway.routing.version.SnapshotId;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots of all shards and the routers that follow them.
 *
 * <p>{@link #publish} is called by one thread per shard, the pipeline's; everything else by any
 * thread. Publishing never waits for a router.
 */
public final class SnapshotShelf {
  private final String replica;
  private final Clock clock;
  private final StreamStatistics statistics = new StreamStatistics();
  private final ConcurrentMap<String, ShardShelf> shards = new ConcurrentHashMap<>();
  private final Set<SubscriberSession> sessions = ConcurrentHashMap.newKeySet();
  private final Set<EffectiveWait> waits = ConcurrentHashMap.newKeySet();
  private final Set<HeldWatch> heldWatches = ConcurrentHashMap.newKeySet();

  /**
   * Makes an empty shelf.
   *
   * @param replica name of this control plane, for labels
   * @param clock stamps labels
   */
  public SnapshotShelf(String replica, Clock clock) {
    this.replica = replica;
    this.clock = clock;
  }

  /** Publishes the state of {@code shard} after {@code update}, from a source without versions. */
  public ShelfSnapshot publish(String shard, CompileUpdate update) {
    return publish(shard, update, SourcePosition.NONE);
  }

  /**
   * Publishes the state of {@code shard} after {@code update}. The first call of a shard, even with
   * an empty update, is what lets its routers connect.
   *
   * @param position how far the source has been read
   */
  public ShelfSnapshot publish(String shard, CompileUpdate update, SourcePosition position) {
    ShardShelf shelf = shards.computeIfAbsent(shard, ShardShelf::new);
    SnapshotLabel label = new SnapshotLabel(clock.instant(), shelf.nextSerial(), replica, position);
    ShelfSnapshot published = shelf.publish(update, label);
    for (SubscriberSession session : sessions) {
      session.published(shard);
    }
    return published;
  }

  /** Notes that the view of {@code shard} was found to be current without any change. */
  public void confirm(String shard) {
    ShardShelf shelf = shards.get(shard);
    if (shelf != null) {
      shelf.confirm();
    }
  }

  /**
   * Notes that the view of {@code shard} was found to be current without any change.
   *
   * @param position how far the source has been read by now
   */
  public void confirm(String shard, SourcePosition position) {
    ShardShelf shelf = shards.get(shard);
    if (shelf != null && shelf.confirm(position)) {
      // A router may be waiting for this replica to catch up.
      for (SubscriberSession session : sessions) {
        session.published(shard);
      }
    }
  }

  /** Returns the newest snapshot of {@code shard}, or null before the first publication. */
  public @Nullable ShelfSnapshot newest(String shard) {
    ShardShelf shelf = shards.get(shard);
    return shelf == null ? null : shelf.newest();
  }

  /** Returns the names of the shards that were published, sorted. */
  public List<String> shards() {
    return shards.keySet().stream().sorted().toList();
  }

  /** Returns what is published and who follows. */
  public ShelfView view() {
    Map<String, ShelfSnapshot> newest = new HashMap<>();
    shards.forEach(
        (name, shelf) -> {
          ShelfSnapshot snapshot = shelf.newest();
          if (snapshot != null) {
            newest.put(name, snapshot);
          }
        });
    return new ShelfView(newest, subscribers());
  }

  /** Returns counts of what happened on all streams. */
  public StreamStatistics statistics() {
    return statistics;
  }

  /**
   * Waits until every connected router of {@code shard} serves {@code id}, and at least {@code
   * routers} are connected. The caller bounds the wait, by {@link CompletableFuture#orTimeout} or
   * by cancelling the future.
   */
  public CompletableFuture<List<SubscriberView>> awaitEffective(
      String shard, SnapshotId id, int routers) {
    EffectiveWait wait = new EffectiveWait(shard, id, Math.max(1, routers));
    waits.add(wait);
    CompletableFuture<List<SubscriberView>> future = wait.future();
    var _ = future.whenComplete((_, _) -> waits.remove(wait));
    wait.check(subscribers());
    return future;
  }

  /**
   * Begins to answer whether the connected routers hold versions of resources, until the watch is
   * closed. Questions are looked at when a router says something, by {@code threads} and never by
   * the thread that a router's session runs on.
   */
  public HeldWatch watchHeld(Executor threads, HeldWatch.Listener listener) {
    HeldWatch watch = new HeldWatch(this, threads, listener);
    heldWatches.add(watch);
    return watch;
  }

  void closed(HeldWatch watch) {
    heldWatches.remove(watch);
  }

  List<SubscriberView> subscribers() {
    return sessions.stream()
        .map(SubscriberSession::view)
        .sorted(Comparator.comparing(SubscriberView::shard).thenComparing(SubscriberView::router))
        .toList();
  }

  void opened(SubscriberSession session) {
    sessions.add(session);
  }

  void closed(SubscriberSession session) {
    sessions.remove(session);
    changed();
  }

  /** A session's view changed. */
  void changed() {
    if (!waits.isEmpty()) {
      List<SubscriberView> subscribers = subscribers();
      waits.forEach(wait -> wait.check(subscribers));
    }
    heldWatches.forEach(HeldWatch::wake);
  }

  /** Asks all sessions to take leave. */
  void goodbye(String reason) {
    sessions.forEach(session -> session.goodbye(reason));
  }

  @Nullable ShardShelf shard(String shard) {
    return shards.get(shard);
  }
}
