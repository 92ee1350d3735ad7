package dev.causeway.controlplane.source.kubernetes;

import static org.awaitility.Awaitility.await;

import dev.causeway.controlplane.source.SourceListener;
import dev.causeway.controlplane.source.SourceUpdate;
import dev.causeway.manifests.ManifestProblem;
import dev.causeway.routing.input.Input;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.ObjectKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Hears what a source tells and keeps what follows from it. */
final class Recorder implements SourceListener {
  private final List<SourceUpdate> updates = new ArrayList<>();
  private final Map<ObjectKey, Input> objects = new TreeMap<>();
  private final List<String> troubles = new ArrayList<>();
  private int confirmations;

  @Override
  public synchronized void changed(SourceUpdate update) {
    updates.add(update);
    for (InputChange change : update.changes()) {
      switch (change) {
        case InputChange.Put put -> objects.put(put.key(), put.input());
        case InputChange.Remove remove -> objects.remove(remove.key());
      }
    }
  }

  @Override
  public synchronized void current() {
    confirmations++;
  }

  @Override
  public synchronized void unreadable(String reason) {
    troubles.add(reason);
  }

  synchronized List<SourceUpdate> updates() {
    return List.copyOf(updates);
  }

  synchronized Map<ObjectKey, Input> objects() {
    return Map.copyOf(objects);
  }

  synchronized List<String> troubles() {
    return List.copyOf(troubles);
  }

  synchronized int confirmations() {
    return confirmations;
  }

  synchronized List<ManifestProblem> problems() {
    return updates.isEmpty() ? List.of() : updates.getLast().problems();
  }

  @Nullable Input get(InputKind kind, String namespace, String name) {
    return objects().get(new ObjectKey(kind, namespace, name));
  }

  boolean has(InputKind kind, String namespace, String name) {
    return get(kind, namespace, name) != null;
  }

  /** Waits until what was told fulfils a condition. */
  void until(String what, Predicate<Recorder> condition) {
    await(what)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> condition.test(this));
  }
}
