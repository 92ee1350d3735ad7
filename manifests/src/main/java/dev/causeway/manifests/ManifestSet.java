package dev.causeway.manifests;

import dev.causeway.manifests.ingress.IngressOptions;
import dev.causeway.routing.input.Input;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The objects of many manifest files, one object per identity.
 *
 * <p>The Routes that stand for Ingresses of the files are among them.
 *
 * <p>Where two files define the same object, the one whose path sorts first counts, whatever the
 * order the files arrived in, and both are named in a problem. Not thread-safe.
 */
public final class ManifestSet {
  private final NavigableMap<String, ParsedFile> files = new TreeMap<>();
  private final NavigableMap<String, List<ManifestProblem>> problems = new TreeMap<>();
  private final FileObjects<ObjectKey, Input> inputs = new FileObjects<>();
  private final IngressRoutes ingresses;

  /** Makes an empty set with {@link IngressOptions#DEFAULT}. */
  public ManifestSet() {
    this(IngressOptions.DEFAULT);
  }

  /**
   * Makes an empty set.
   *
   * @param options for which Ingresses there are Routes
   */
  public ManifestSet(IngressOptions options) {
    this.ingresses = new IngressRoutes(options, inputs);
  }

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
    Map<String, IngressObject> nextIngresses = new LinkedHashMap<>();
    for (IngressObject object : file.ingresses()) {
      nextIngresses.putIfAbsent(object.identity(), object);
    }
    if (file.incomplete()) {
      inputs.of(file.source()).forEach(next::putIfAbsent);
      ingresses.objects().of(file.source()).forEach(nextIngresses::putIfAbsent);
    }
    files.put(file.source(), file);
    List<ManifestProblem> wrong = new ArrayList<>(file.problems());
    wrong.addAll(repeated(file));
    if (wrong.isEmpty()) {
      problems.remove(file.source());
    } else {
      problems.put(file.source(), wrong);
    }
    return replace(file.source(), next, nextIngresses);
  }

  /** Removes a file and returns what changed. */
  public List<InputChange> remove(String source) {
    files.remove(source);
    problems.remove(source);
    return replace(source, Map.of(), Map.of());
  }

  private List<InputChange> replace(
      String source, Map<ObjectKey, Input> next, Map<String, IngressObject> nextIngresses) {
    Set<ObjectKey> changed = new TreeSet<>(inputs.replace(source, next));
    changed.addAll(ingresses.update(Set.copyOf(changed), source, nextIngresses));
    List<InputChange> changes = new ArrayList<>();
    for (ObjectKey key : changed) {
      Input now = inputs.get(key);
      changes.add(now == null ? new InputChange.Remove(key) : new InputChange.Put(now));
    }
    return changes;
  }

  /** Returns the paths of all files, sorted. */
  public Set<String> sources() {
    return new TreeSet<>(files.keySet());
  }

  /** Returns the objects that count, in the order of identities. */
  public List<Input> objects() {
    return inputs.counting();
  }

  /** Returns whether other files define everything that the whole file {@code source} does. */
  public boolean standsElsewhere(String source) {
    ParsedFile file = files.get(source);
    return file != null
        && !file.incomplete()
        && file.objects().stream().map(Input::key).allMatch(inputs::isShared)
        && file.ingresses().stream()
            .map(IngressObject::identity)
            .allMatch(ingresses.objects()::isShared);
  }

  /** Returns how often an Ingress was converted so far. */
  long ingressConversions() {
    return ingresses.conversions();
  }

  /** Returns the number of objects that count. */
  public int size() {
    return inputs.size();
  }

  /** Returns the number of objects by kind that routing has no use for. */
  public Map<String, Integer> ignored() {
    Map<String, Integer> ignored = new TreeMap<>();
    files
        .values()
        .forEach(file -> file.ignored().forEach((kind, n) -> ignored.merge(kind, n, Integer::sum)));
    if (ingresses.foreign() > 0) {
      ignored.put("Ingress", ingresses.foreign());
    }
    return ignored;
  }

  /**
   * Returns everything that is wrong: file by file, then what of Ingresses is not served, then
   * objects that several files define.
   */
  public List<ManifestProblem> problems() {
    List<ManifestProblem> all = new ArrayList<>();
    problems.values().forEach(all::addAll);
    all.addAll(ingresses.problems());
    for (List<Input> holders : inputs.contested()) {
      Input counting = holders.getFirst();
      holders.stream().skip(1).forEach(other -> all.add(duplicate(other, counting)));
    }
    for (List<IngressObject> holders : ingresses.objects().contested()) {
      IngressObject counting = holders.getFirst();
      holders.stream().skip(1).forEach(other -> all.add(duplicate(other, counting)));
    }
    return all;
  }

  private static List<ManifestProblem> repeated(ParsedFile file) {
    List<ManifestProblem> repeated = new ArrayList<>();
    Map<ObjectKey, Input> inputs = new HashMap<>();
    for (Input input : file.objects()) {
      Input earlier = inputs.putIfAbsent(input.key(), input);
      if (earlier != null) {
        repeated.add(duplicate(input, earlier));
      }
    }
    Map<String, IngressObject> ingresses = new HashMap<>();
    for (IngressObject object : file.ingresses()) {
      IngressObject earlier = ingresses.putIfAbsent(object.identity(), object);
      if (earlier != null) {
        repeated.add(duplicate(object, earlier));
      }
    }
    return repeated;
  }

  private static ManifestProblem duplicate(Input ignored, Input counting) {
    return duplicate(ignored.origin(), ignored.key().toString(), counting.origin());
  }

  private static ManifestProblem duplicate(IngressObject ignored, IngressObject counting) {
    return duplicate(ignored.origin(), ignored.identity(), counting.origin());
  }

  private static ManifestProblem duplicate(Origin ignored, String object, Origin counting) {
    return new ManifestProblem(
        ignored.source(),
        ignored.line(),
        object,
        "",
        "is defined in " + counting + " too, which counts; delete one of the two",
        false);
  }
}
