package dev.causeway.router.sync;

import dev.causeway.proto.codec.UndecodableResourceException;
import dev.causeway.proto.codec.WireIds;
import dev.causeway.proto.v1.Resource;
import dev.causeway.proto.v1.ResourceName;
import dev.causeway.router.config.ResourceProblem;
import dev.causeway.router.sync.ResourceJudge.Judgement;
import dev.causeway.routing.model.EndpointSet;
import dev.causeway.routing.model.Lane;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.routing.version.ContentHash;
import dev.causeway.routing.version.Inventory;
import dev.causeway.routing.version.PersistentMap;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The endpoint sets the router holds.
 *
 * <p>Each has the sequence it came with on this stream; the higher one wins, however a transaction
 * and an update overtake each other. Each is judged alone: one that cannot serve leaves the set
 * before it in place, which has the same owner because its name contains the namespace, unless it
 * needs something this build lacks; then, or if there was none, the upstream has no endpoints.
 * Changes collect until {@link #flushed} says that the data plane has them.
 */
final class EndpointTable {
  private static final Logger LOG = LoggerFactory.getLogger(EndpointTable.class);

  private final ResourceJudge judge;
  private Inventory offered = Inventory.empty(Lane.ENDPOINTS);
  private PersistentMap<ResourceKey, Versioned> sets = PersistentMap.empty();
  private final Map<ResourceKey, Long> sequences = new HashMap<>();
  private final Map<ResourceKey, EndpointSet> upserts = new LinkedHashMap<>();
  private final Set<ResourceKey> removals = new LinkedHashSet<>();
  private final Set<ResourceKey> orphans = new LinkedHashSet<>();
  private final Map<ResourceKey, StandingRejection> rejections = new TreeMap<>();
  private long rejectionChanges;

  EndpointTable(ResourceJudge judge) {
    this.judge = judge;
  }

  /** Returns what the control plane said. */
  Inventory offered() {
    return offered;
  }

  /** Returns what the data plane has. */
  PersistentMap<ResourceKey, Versioned> sets() {
    return sets;
  }

  /** A new stream counts from its own beginning. */
  void newStream() {
    sequences.clear();
  }

  /** Returns the sets that were offered and do not serve. */
  Collection<StandingRejection> rejections() {
    return rejections.values();
  }

  /** Returns how often {@link #rejections} changed. */
  long rejectionChanges() {
    return rejectionChanges;
  }

  /**
   * Takes a set, or rejects it.
   *
   * @throws UndecodableResourceException if it has no name or hash that a peer of this protocol
   *     version could send in this lane
   */
  void put(long sequence, Resource wire) throws UndecodableResourceException {
    ResourceKey key = key(wire.getId());
    if (isOvertaken(sequence, key)) {
      return;
    }
    ContentHash hash = WireIds.hash(wire.getHash());
    // Counted as offered even if rejected, or the lanes would seem to drift apart.
    offered = offered.with(key, hash);
    orphans.remove(key);
    switch (judge.judge(key, hash, wire)) {
      case Judgement.Sound(Versioned sound) -> install(key, sound);
      case Judgement.Unsound(_, ResourceProblem problem) -> reject(key, hash, problem);
    }
  }

  /**
   * Installs a set from storage. One that cannot serve any more is left out, to be offered again.
   *
   * @throws UndecodableResourceException as {@link #put} does
   */
  void restore(Resource wire) throws UndecodableResourceException {
    ResourceKey key = key(wire.getId());
    ContentHash hash = WireIds.hash(wire.getHash());
    switch (judge.judge(key, hash, wire)) {
      case Judgement.Sound(Versioned sound) -> {
        offered = offered.with(key, hash);
        install(key, sound);
      }
      case Judgement.Unsound(_, ResourceProblem problem) ->
          LOG.warn("Stored endpoint set {} is left out: {}", key.name(), problem.message());
    }
  }

  private static ResourceKey key(ResourceName name) throws UndecodableResourceException {
    ResourceKey key = WireIds.key(name);
    if (key.kind() != ResourceKind.ENDPOINT_SET) {
      throw new UndecodableResourceException(
          UndecodableResourceException.Cause.MALFORMED,
          "id.kind",
          key.kind() + " " + key.name() + " came in the endpoint lane");
    }
    return key;
  }

  private void install(ResourceKey key, Versioned sound) {
    if (sound.resource() instanceof EndpointSet set) {
      sets = sets.with(key, sound);
      upserts.put(key, set);
      removals.remove(key);
      forgive(key);
    }
  }

  private void reject(ResourceKey key, ContentHash hash, ResourceProblem problem) {
    Versioned before = sets.get(key);
    boolean keep = before != null && problem.code() != ResourceProblem.Code.UNSUPPORTED_FEATURE;
    LOG.warn(
        "Endpoint set {} is rejected, {}: {} {}",
        key.name(),
        keep ? "the former addresses stay" : "its upstream has no endpoints",
        problem.field(),
        problem.message());
    if (!keep) {
      drop(key);
    }
    rejections.put(
        key,
        new StandingRejection(key, hash, problem, keep && before != null ? before.hash() : null));
    rejectionChanges++;
  }

  private void forgive(ResourceKey key) {
    if (rejections.remove(key) != null) {
      rejectionChanges++;
    }
  }

  /**
   * Removes a set, unless its upstream still serves a kept virtual host: then the addresses stay
   * until the host lets go.
   */
  void remove(long sequence, ResourceName name, Predicate<ResourceKey> served)
      throws UndecodableResourceException {
    ResourceKey key = key(name);
    if (isOvertaken(sequence, key)) {
      return;
    }
    offered = offered.without(key);
    forgive(key);
    if (served.test(key)) {
      orphans.add(key);
    } else {
      drop(key);
    }
  }

  /** Drops sets that only waited for their upstream to go. */
  void releaseOrphans(Predicate<ResourceKey> served) {
    for (ResourceKey key : Set.copyOf(orphans)) {
      if (!served.test(key)) {
        drop(key);
      }
    }
  }

  private void drop(ResourceKey key) {
    sets = sets.without(key);
    orphans.remove(key);
    upserts.remove(key);
    removals.add(key);
  }

  private boolean isOvertaken(long sequence, ResourceKey key) {
    Long present = sequences.get(key);
    if (present != null && present >= sequence) {
      return true;
    }
    sequences.put(key, sequence);
    return false;
  }

  boolean hasChanges() {
    return !upserts.isEmpty() || !removals.isEmpty();
  }

  Collection<EndpointSet> upserts() {
    return List.copyOf(upserts.values());
  }

  Collection<String> removals() {
    return removals.stream().map(ResourceKey::name).toList();
  }

  /** Notes that the data plane has what {@link #upserts} and {@link #removals} tell. */
  void flushed() {
    upserts.clear();
    removals.clear();
  }
}
