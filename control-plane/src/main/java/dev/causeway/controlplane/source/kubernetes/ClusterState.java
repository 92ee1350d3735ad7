package dev.causeway.controlplane.source.kubernetes;

import dev.causeway.controlplane.source.SourceUpdate;
import dev.causeway.manifests.ManifestProblem;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.input.ObjectKey;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What is to be told next, and what is known beside. Not thread-safe. */
final class ClusterState {
  private final Map<ObjectKey, InputChange> untold = new LinkedHashMap<>();
  private final NavigableMap<ObjectKey, List<ManifestProblem>> problems = new TreeMap<>();
  private final Map<String, Long> versions = new HashMap<>();
  private boolean news;

  /** Notes a change, which comes after all others. */
  void change(InputChange change) {
    untold.remove(change.key());
    untold.put(change.key(), change);
    news = true;
  }

  /** Notes how far objects of the kind of {@code key} have been read. */
  void read(ObjectKey key, long version) {
    versions.merge(key.kind().kind(), version, Math::max);
  }

  /** Notes what is wrong with an object now. */
  void problems(ObjectKey key, List<ManifestProblem> now) {
    List<ManifestProblem> before = now.isEmpty() ? problems.remove(key) : problems.put(key, now);
    news |= !now.equals(before == null ? List.of() : before);
  }

  /** Returns whether there is something to tell. */
  boolean hasNews() {
    return news;
  }

  /** Returns what is new, and takes it for told. */
  SourceUpdate take() {
    SourceUpdate update =
        new SourceUpdate(
            List.copyOf(untold.values()),
            problems.values().stream().flatMap(List::stream).toList(),
            Map.of(),
            0,
            versions);
    untold.clear();
    news = false;
    return update;
  }
}
