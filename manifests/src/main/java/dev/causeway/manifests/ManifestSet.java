package dev.causeway.manifests;

import dev.causeway.routing.input.Input;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.input.ObjectKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The objects of many manifest files, one object per identity.
 *
 * <p>Where two files define the same object, the one whose path sorts first counts, whatever the
 * order the files arrived in, and both are named in a problem. Not thread-safe.
 */
public final class ManifestSet {
  private final NavigableMap<String, ParsedFile> files = new TreeMap<>();
  private final NavigableMap<String, List<ManifestProblem>> problems = new TreeMap<>();
  private final Map<String, Map<ObjectKey, Input>> objects = new HashMap<>();
  private final Map<ObjectKey, NavigableMap<String, Input>> byKey = new HashMap<>();
  private final Map<ObjectKey, NavigableMap<String, Input>> contested = new TreeMap<>();

  /** Makes an empty set. */
  public ManifestSet() {}

  /**
   * Puts what a file holds now.
   *
   * <p>A file of which some document could not be used may be half written, so objects that it held
   * before and does not show now are kept until it can be read as a whole or is removed.
   *
   * @return what changed, in the order of identities
   */
  public List<InputChange> put(ParsedFile file) {
    Map<ObjectKey, Input> next = new LinkedHashMap<>();
    for (Input input : file.objects()) {
      next.putIfAbsent(input.key(), input);
    }
    if (file.incomplete()) {
      objects.getOrDefault(file.source(), Map.of()).forEach(next::putIfAbsent);
    }
    files.put(file.source(), file);
    List<ManifestProblem> wrong = new ArrayList<>(file.problems());
    wrong.addAll(repeated(file));
    if (wrong.isEmpty()) {
      problems.remove(file.source());
    } else {
      problems.put(file.source(), wrong);
    }
    return replace(file.source(), next);
  }

  /** Removes a file and returns what changed. */
  public List<InputChange> remove(String source) {
    files.remove(source);
    problems.remove(source);
    return replace(source, Map.of());
  }

  private List<InputChange> replace(String source, Map<ObjectKey, Input> next) {
    Map<ObjectKey, Input> previous = objects.getOrDefault(source, Map.of());
    Set<ObjectKey> touched = new TreeSet<>(previous.keySet());
    touched.addAll(next.keySet());
    List<InputChange> changes = new ArrayList<>();
    for (ObjectKey key : touched) {
      NavigableMap<String, Input> holders = byKey.computeIfAbsent(key, k -> new TreeMap<>());
      Input before = winner(holders);
      Input now = next.get(key);
      if (now == null) {
        holders.remove(source);
      } else {
        holders.put(source, now);
      }
      Input after = winner(holders);
      if (after == null) {
        byKey.remove(key);
        changes.add(new InputChange.Remove(key));
      } else if (!Objects.equals(before, after)) {
        changes.add(new InputChange.Put(after));
      }
      if (holders.size() > 1) {
        contested.put(key, holders);
      } else {
        contested.remove(key);
      }
    }
    if (next.isEmpty()) {
      objects.remove(source);
    } else {
      objects.put(source, next);
    }
    return changes;
  }

  private static @Nullable Input winner(NavigableMap<String, Input> holders) {
    return holders.isEmpty() ? null : holders.firstEntry().getValue();
  }

  /** Returns the file last put under {@code source}, or null. */
  public @Nullable ParsedFile file(String source) {
    return files.get(source);
  }

  /** Returns the paths of all files, sorted. */
  public Set<String> sources() {
    return new TreeSet<>(files.keySet());
  }

  /** Returns the objects that count, in the order of identities. */
  public List<Input> objects() {
    return byKey.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getValue().firstEntry().getValue())
        .toList();
  }

  /** Returns whether more than one file defines an object. */
  public boolean isShared(ObjectKey key) {
    return contested.containsKey(key);
  }

  /** Returns the number of objects that count. */
  public int size() {
    return byKey.size();
  }

  /** Returns the number of objects by kind that routing has no use for. */
  public Map<String, Integer> ignored() {
    Map<String, Integer> ignored = new TreeMap<>();
    files
        .values()
        .forEach(file -> file.ignored().forEach((kind, n) -> ignored.merge(kind, n, Integer::sum)));
    return ignored;
  }

  /** Returns everything that is wrong, file by file, then objects that several files define. */
  public List<ManifestProblem> problems() {
    List<ManifestProblem> all = new ArrayList<>();
    problems.values().forEach(all::addAll);
    contested.values().forEach(holders -> all.addAll(duplicates(holders)));
    return all;
  }

  private static List<ManifestProblem> repeated(ParsedFile file) {
    Map<ObjectKey, Input> first = new HashMap<>();
    List<ManifestProblem> repeated = new ArrayList<>();
    for (Input input : file.objects()) {
      Input earlier = first.putIfAbsent(input.key(), input);
      if (earlier != null) {
        repeated.add(duplicate(input, earlier));
      }
    }
    return repeated;
  }

  private static List<ManifestProblem> duplicates(NavigableMap<String, Input> holders) {
    Input counting = holders.firstEntry().getValue();
    return holders.tailMap(holders.firstKey(), false).values().stream()
        .map(other -> duplicate(other, counting))
        .toList();
  }

  private static ManifestProblem duplicate(Input ignored, Input counting) {
    return new ManifestProblem(
        ignored.origin().source(),
        ignored.origin().line(),
        ignored.key().toString(),
        "",
        "is defined in " + counting.origin() + " too, which counts; delete one of the two",
        false);
  }
}
