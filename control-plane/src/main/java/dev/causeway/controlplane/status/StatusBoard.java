package dev.causeway.controlplane.status;

import dev.causeway.controlplane.pipeline.SnapshotPublisher;
import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.routing.compile.CompileUpdate;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.model.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The newest verdict and notices of every shard about every Route.
 *
 * <p>Kept on every replica with the role, leader or not, so that a new leader knows at once what
 * should be written. A shard that was withdrawn stays on the board without verdicts: that is what
 * clears its entries. Thread-safe.
 */
public final class StatusBoard implements SnapshotPublisher {
  private final StatusOptions options;
  private final Map<String, Shard> shards = new TreeMap<>();
  private volatile @Nullable Listener listener;

  /** Hears what has to be looked at again; must not block. */
  interface Listener {
    /** Verdicts or notices of these Routes changed. */
    void changed(Set<ObjectKey> routes);

    /** Something about all Routes changed. */
    void allChanged();

    /** A round of a compiler is on the board; told before what has to be looked at again. */
    default void published(CompileUpdate update) {}
  }

  private static final class Shard {
    private final Map<ObjectKey, Verdict> verdicts = new HashMap<>();
    private final Map<ObjectKey, List<Notice>> notices = new HashMap<>();
    private String domain = "";
  }

  /**
   * Makes an empty board.
   *
   * @param options how shards sign
   */
  public StatusBoard(StatusOptions options) {
    this.options = options;
  }

  /** Replaces who hears of changes; null for nobody. */
  void listen(@Nullable Listener next) {
    listener = next;
  }

  @Override
  public void publish(String name, CompileUpdate update) {
    Set<ObjectKey> changed = new HashSet<>();
    boolean all;
    synchronized (this) {
      Shard shard = shards.get(name);
      // Entries of a shard that says nothing about a Route any more are cleared once it is known.
      all = shard == null;
      if (shard == null) {
        shard = new Shard();
        shards.put(name, shard);
      }
      shard.verdicts.keySet().removeAll(update.forgotten());
      shard.verdicts.putAll(update.verdicts());
      changed.addAll(update.forgotten());
      changed.addAll(update.verdicts().keySet());
      for (Map.Entry<ObjectKey, List<Notice>> entry : update.notices().entrySet()) {
        if (entry.getKey().kind() == InputKind.ROUTE) {
          if (entry.getValue().isEmpty()) {
            shard.notices.remove(entry.getKey());
          } else {
            shard.notices.put(entry.getKey(), entry.getValue());
          }
          changed.add(entry.getKey());
        }
      }
      for (String domain : domains(update).toList()) {
        if (!domain.equals(shard.domain)) {
          shard.domain = domain;
          all = true;
        }
      }
    }
    Listener told = listener;
    if (told != null) {
      told.published(update);
      if (all) {
        told.allChanged();
      } else if (!changed.isEmpty()) {
        told.changed(changed);
      }
    }
  }

  private static Stream<String> domains(CompileUpdate update) {
    return update.upserts().stream()
        .filter(Settings.class::isInstance)
        .map(resource -> ((Settings) resource).domain());
  }

  @Override
  public void confirm(String shard) {
    // Nothing changed.
  }

  /**
   * Returns what the entries of a Route should say, of all shards that were published so far.
   *
   * @param uid UID of the Route as it is now
   * @return null where a verdict is about another Route of that name: the one about this one has
   *     yet to come, or this one is gone
   */
  synchronized @Nullable List<StatusPlan.Wish> wishes(ObjectKey route, String uid) {
    List<StatusPlan.Wish> wishes = new ArrayList<>(shards.size());
    for (Map.Entry<String, Shard> entry : shards.entrySet()) {
      Shard shard = entry.getValue();
      Verdict verdict = shard.verdicts.get(route);
      if (verdict != null && !verdict.uid().equals(uid)) {
        return null;
      }
      wishes.add(new StatusPlan.Wish(options.identity(entry.getKey(), shard.domain), verdict));
    }
    return wishes;
  }

  /** Returns the names by which the shards that were published so far sign. */
  synchronized List<String> routers() {
    return shards.entrySet().stream()
        .map(entry -> options.identity(entry.getKey(), entry.getValue().domain).routerName())
        .toList();
  }

  /** Returns the notices about a Route, of all shards. */
  synchronized List<Notice> notices(ObjectKey route) {
    return shards.values().stream()
        .flatMap(shard -> shard.notices.getOrDefault(route, List.of()).stream())
        .toList();
  }
}
