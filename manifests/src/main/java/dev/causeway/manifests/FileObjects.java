package dev.causeway.manifests;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Objects by identity, each held by one or more sources; the source that sorts first counts,
 * whatever the order they arrived in. Not thread-safe.
 *
 * @param <K> identities
 * @param <V> objects
 */
final class FileObjects<K extends Comparable<K>, V> {
  private final Map<String, Map<K, V>> bySource = new HashMap<>();
  private final Map<K, NavigableMap<String, V>> byKey = new HashMap<>();
  private final NavigableMap<K, NavigableMap<String, V>> contested = new TreeMap<>();

  /** Replaces everything a source holds; returns the identities whose counting object changed. */
  Set<K> replace(String source, Map<K, V> next) {
    Set<K> touched = new TreeSet<>(of(source).keySet());
    touched.addAll(next.keySet());
    Set<K> changed = new TreeSet<>();
    for (K key : touched) {
      NavigableMap<String, V> holders = byKey.computeIfAbsent(key, k -> new TreeMap<>());
      V before = winner(holders);
      V now = next.get(key);
      if (now == null) {
        holders.remove(source);
      } else {
        holders.put(source, now);
      }
      V after = winner(holders);
      if (after == null) {
        byKey.remove(key);
      }
      if (!Objects.equals(before, after)) {
        changed.add(key);
      }
      if (holders.size() > 1) {
        contested.put(key, holders);
      } else {
        contested.remove(key);
      }
    }
    if (next.isEmpty()) {
      bySource.remove(source);
    } else {
      bySource.put(source, next);
    }
    return changed;
  }

  private static <V> @Nullable V winner(NavigableMap<String, V> holders) {
    return holders.isEmpty() ? null : holders.firstEntry().getValue();
  }

  /** Returns what a source holds. */
  Map<K, V> of(String source) {
    return bySource.getOrDefault(source, Map.of());
  }

  /** Returns the object that counts, or null. */
  @Nullable V get(K key) {
    NavigableMap<String, V> holders = byKey.get(key);
    return holders == null ? null : winner(holders);
  }

  /** Returns the objects that count, in the order of identities. */
  List<V> counting() {
    return byKey.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getValue().firstEntry().getValue())
        .toList();
  }

  /** Returns whether more than one source holds an object. */
  boolean isShared(K key) {
    return contested.containsKey(key);
  }

  int size() {
    return byKey.size();
  }

  /** Returns the objects that more than one source holds, each with the one that counts first. */
  List<List<V>> contested() {
    List<List<V>> all = new ArrayList<>();
    contested.values().forEach(holders -> all.add(List.copyOf(holders.values())));
    return all;
  }
}
