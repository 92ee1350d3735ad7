package dev.causeway.controlplane.pipeline;

import dev.causeway.routing.compile.CompileOptions;
import dev.causeway.routing.compile.CompileUpdate;
import dev.causeway.routing.compile.ShardCompiler;
import dev.causeway.routing.input.EpochInput;
import dev.causeway.routing.input.Input;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.RevocationListInput;
import dev.causeway.routing.model.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The compilers of all shards: one per configured shard, and one per IngressController that is
 * there. Not thread-safe.
 */
public final class ShardSet {
  private static final Logger LOG = LoggerFactory.getLogger(ShardSet.class);

  private final Set<String> configured;
  private final Function<String, CompileOptions> options;
  private final Map<ObjectKey, Input> inputs = new HashMap<>();
  private final Set<ObjectKey> controllers = new TreeSet<>();

  /** Inputs that are no objects of the cluster. */
  private final Set<ObjectKey> fed = new HashSet<>();

  private final NavigableMap<String, ShardCompiler> compilers = new TreeMap<>();
  private final Set<String> broken = new TreeSet<>();

  /**
   * Makes a set.
   *
   * @param configured shards that exist without an IngressController
   * @param options options of a shard by its name
   */
  public ShardSet(Collection<String> configured, Function<String, CompileOptions> options) {
    this.configured = Set.copyOf(configured);
    this.options = options;
  }

  /**
   * Takes {@code changes} in and returns what that changed, for every shard there is or was, except
   * the {@link #broken} ones.
   */
  public Map<String, CompileUpdate> apply(Collection<InputChange> changes) {
    for (InputChange change : changes) {
      switch (change) {
        case InputChange.Put put -> {
          inputs.put(put.key(), put.input());
          if (put.key().kind() == InputKind.INGRESS_CONTROLLER) {
            controllers.add(put.key());
          }
          if (put.input() instanceof EpochInput || put.input() instanceof RevocationListInput) {
            fed.add(put.key());
          }
        }
        case InputChange.Remove remove -> {
          inputs.remove(remove.key());
          controllers.remove(remove.key());
          fed.remove(remove.key());
        }
      }
    }
    Map<String, CompileUpdate> updates = new LinkedHashMap<>();
    Set<String> wanted = wanted();
    for (Map.Entry<String, ShardCompiler> present : List.copyOf(compilers.entrySet())) {
      if (!wanted.contains(present.getKey()) && !broken.contains(present.getKey())) {
        updates.put(present.getKey(), withdrawn(present.getValue()));
        compilers.remove(present.getKey());
      }
    }
    for (String shard : wanted) {
      if (!broken.contains(shard)) {
        try {
          updates.put(shard, compile(shard, changes));
        } catch (RuntimeException e) {
          LOG.error("compiling shard {} failed, which is a bug", shard, e);
          broken.add(shard);
        }
      }
    }
    return updates;
  }

  private CompileUpdate compile(String shard, Collection<InputChange> changes) {
    ShardCompiler present = compilers.get(shard);
    return present == null ? rebuild(shard) : present.apply(changes);
  }

  /**
   * Compiles {@code shard} from everything there is, as if it had not been compiled before.
   *
   * @return all of its state; nothing if the shard is gone
   */
  public CompileUpdate rebuild(String shard) {
    if (!wanted().contains(shard)) {
      compilers.remove(shard);
      broken.remove(shard);
      return new CompileUpdate(List.of(), Set.of(), Map.of(), Set.of(), Map.of());
    }
    ShardCompiler fresh = new ShardCompiler(options.apply(shard), compilers.get(shard));
    CompileUpdate whole = fresh.apply(everything());
    compilers.put(shard, fresh);
    broken.remove(shard);
    return whole;
  }

  /** Notes that an update of {@code shard} was lost, so that it has to be rebuilt. */
  public void lost(String shard) {
    broken.add(shard);
  }

  /** Returns the shards that are left out until they are rebuilt. */
  public Set<String> broken() {
    return Set.copyOf(broken);
  }

  private Set<String> wanted() {
    Set<String> wanted = new TreeSet<>(configured);
    controllers.forEach(controller -> wanted.add(controller.name()));
    return wanted;
  }

  private List<InputChange> everything() {
    List<InputChange> puts = new ArrayList<>(inputs.size());
    inputs.values().forEach(input -> puts.add(new InputChange.Put(input)));
    return puts;
  }

  /** A shard whose IngressController is gone: its routers are left with nothing. */
  private static CompileUpdate withdrawn(ShardCompiler compiler) {
    return new CompileUpdate(
        List.of(),
        compiler.resources().stream().map(Resource::key).collect(Collectors.toSet()),
        Map.of(),
        compiler.verdicts().keySet(),
        compiler.notices().keySet().stream()
            .collect(Collectors.toMap(key -> key, key -> List.of())));
  }

  /** Returns the names of the shards, sorted. */
  public List<String> shards() {
    return List.copyOf(compilers.keySet());
  }

  /** Returns the number of objects of the cluster. */
  public int size() {
    return inputs.size() - fed.size();
  }
}
