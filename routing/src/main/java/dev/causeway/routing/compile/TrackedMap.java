package dev.causeway.routing.compile;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A map that knows what changed since it was last asked. */
final class TrackedMap<K extends Comparable<? super K>, V> {
  private final Map<K, V> values = new HashMap<>();
  private final Map<K, @Nullable V> before = new HashMap<>();

  /**
   * What changed.
   *
   * @param puts entries that are new or differ, in the order of their keys
   * @param removals keys that are gone
   */
  record Changes<K, V>(Map<K, V> puts, Set<K> removals) {}

  @Nullable V get(K key) {
    return values.get(key);
  }

  Map<K, V> view() {
    return Collections.unmodifiableMap(values);
  }

  void put(K key, V value) {
    remember(key, values.put(key, value));
  }

  void remove(K key) {
    remember(key, values.remove(key));
  }

  private void remember(K key, @Nullable V old) {
    if (!before.containsKey(key)) {
      before.put(key, old);
    }
  }

  /** Returns what differs from the last call; values that changed back do not count. */
  Changes<K, V> drain() {
    Map<K, V> puts = new LinkedHashMap<>();
    Set<K> removals = new HashSet<>();
    before.keySet().stream()
        .sorted()
        .forEach(
            key -> {
              V now = values.get(key);
              V old = before.get(key);
              if (now != null && !Objects.equals(now, old)) {
                puts.put(key, now);
              } else if (now == null && old != null) {
                removals.add(key);
              }
            });
    before.clear();
    return new Changes<>(puts, removals);
  }
}
