package dev.causeway.routing.compile;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which values belong to a key; keys without values do not exist. */
final class Index<K, V extends Comparable<? super V>> {
  private final Map<K, Set<V>> values = new HashMap<>();

  void add(K key, V value) {
    values.computeIfAbsent(key, k -> new TreeSet<>()).add(value);
  }

  void remove(K key, V value) {
    Set<V> held = values.get(key);
    if (held != null && held.remove(value) && held.isEmpty()) {
      values.remove(key);
    }
  }

  /** Returns the values of {@code key} in order; a view. */
  Set<V> get(K key) {
    return Collections.unmodifiableSet(values.getOrDefault(key, Set.of()));
  }
}
