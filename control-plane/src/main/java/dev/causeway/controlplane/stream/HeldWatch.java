package dev.causeway.controlplane.stream;

import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.version.ContentHash;
import dev.causeway.routing.version.Inventory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's questions whether all routers that are connected to this replica hold versions of
 * resources.
 *
 * <p>An answer is given when it becomes true, and again each time it changes, until the question is
 * withdrawn. Without questions a change of a router costs one look at a flag; with them, changes
 * that come while questions are being looked at are taken together. Thread-safe.
 */
public final class HeldWatch implements AutoCloseable {
  /** Answer that is not given as long as no other was. */
  private static final int NOT_HELD = -1;

  private final SnapshotShelf shelf;
  private final Executor threads;
  private final Listener listener;
  private final Map<Long, Question> questions = new HashMap<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile boolean asked;

  /** Hears answers, one at a time; must not block and not call back. */
  public interface Listener {
    /** All {@code routers} that are connected hold what was asked for; there may be none. */
    void held(long token, int routers);

    /** What was held is not any more, for example because another router has connected. */
    void notHeld(long token);
  }

  private static final class Question {
    private final String shard;
    private final Map<ResourceKey, ContentHash> versions;
    private int told = NOT_HELD;

    Question(String shard, Map<ResourceKey, ContentHash> versions) {
      this.shard = shard;
      this.versions = Map.copyOf(versions);
    }
  }

  /** One router: what it was offered and answered, without what it rejected. */
  private record Holding(@Nullable Inventory held, boolean countedOnly, Set<Version> rejected) {
    private record Version(ResourceKey key, ContentHash hash) {}

    static Holding of(SubscriberView view) {
      Set<Version> rejected = new HashSet<>();
      for (RouterRejection rejection : view.rejections()) {
        rejected.add(new Version(rejection.key(), rejection.hash()));
      }
      // Of more rejections than a message carries only the number is known.
      return new Holding(view.held(), view.rejectionCount() > view.rejections().size(), rejected);
    }

    boolean holds(Map<ResourceKey, ContentHash> versions) {
      if (held == null || countedOnly) {
        return false;
      }
      for (Map.Entry<ResourceKey, ContentHash> version : versions.entrySet()) {
        if (!version.getValue().equals(held.get(version.getKey()))
            || (!rejected.isEmpty()
                && rejected.contains(new Version(version.getKey(), version.getValue())))) {
          return false;
        }
      }
      return true;
    }
  }

  HeldWatch(SnapshotShelf shelf, Executor threads, Listener listener) {
    this.shelf = shelf;
    this.threads = threads;
    this.listener = listener;
  }

  /**
   * Asks, and hears at once if it is so already.
   *
   * @param token tells the question from others; one in use replaces its question
   * @param shard shard of the routers
   * @param versions resources of the config lane and the versions that must be held
   */
  public synchronized void await(long token, String shard, Map<ResourceKey, ContentHash> versions) {
    Question question = new Question(shard, versions);
    questions.put(token, question);
    asked = true;
    look(token, question, holdings());
  }

  /** Forgets a question; one that is unknown is none. */
  public synchronized void withdraw(long token) {
    questions.remove(token);
    asked = !questions.isEmpty();
  }

  /** Returns the number of questions that were not withdrawn. */
  public synchronized int size() {
    return questions.size();
  }

  @Override
  public synchronized void close() {
    shelf.closed(this);
    questions.clear();
    asked = false;
  }

  /** A router said something. Any thread. */
  void wake() {
    if (asked && scheduled.compareAndSet(false, true)) {
      try {
        threads.execute(this::look);
      } catch (RejectedExecutionException e) {
        // Whoever asked has gone.
        scheduled.set(false);
      }
    }
  }

  private synchronized void look() {
    scheduled.set(false);
    if (asked) {
      Map<String, List<Holding>> holdings = holdings();
      questions.forEach((token, question) -> look(token, question, holdings));
    }
  }

  private Map<String, List<Holding>> holdings() {
    Map<String, List<Holding>> byShard = new HashMap<>();
    for (SubscriberView view : shelf.subscribers()) {
      byShard.computeIfAbsent(view.shard(), _ -> new ArrayList<>()).add(Holding.of(view));
    }
    return byShard;
  }

  private void look(long token, Question question, Map<String, List<Holding>> holdings) {
    List<Holding> routers = holdings.getOrDefault(question.shard, List.of());
    int answer =
        routers.stream().allMatch(router -> router.holds(question.versions))
            ? routers.size()
            : NOT_HELD;
    if (answer != question.told) {
      question.told = answer;
      if (answer == NOT_HELD) {
        listener.notHeld(token);
      } else {
        listener.held(token, answer);
      }
    }
  }
}
