package dev.causeway.router.sync;

import dev.causeway.proto.codec.ResourceDecoder;
import dev.causeway.proto.codec.UndecodableResourceException;
import dev.causeway.proto.codec.WireIds;
import dev.causeway.proto.v1.Resource;
import dev.causeway.routing.model.EndpointSet;
import dev.causeway.routing.model.Lane;
import dev.causeway.routing.model.ResourceKey;
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
import java.util.function.Predicate;

/**
 * The endpoint sets the router holds.
 *
 * <p>Each has the sequence it came with on this stream; the higher one wins, however a transaction
 * and an update overtake each other. Changes collect until {@link #flushed} says that the data
 * plane has them.
 */
final class EndpointTable {
  private Inventory offered = Inventory.empty(Lane.ENDPOINTS);
  private PersistentMap<ResourceKey, Versioned> sets = PersistentMap.empty();
  private final Map<ResourceKey, Long> sequences = new HashMap<>();
  private final Map<ResourceKey, EndpointSet> upserts = new LinkedHashMap<>();
  private final Set<ResourceKey> removals = new LinkedHashSet<>();
  private final Set<ResourceKey> orphans = new LinkedHashSet<>();

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

  /**
   * Takes a set.
   *
   * @throws UndecodableResourceException if it has no meaning for this build; the set before it
   *     stays
   */
  void put(long sequence, Resource wire) throws UndecodableResourceException {
    ResourceKey key = WireIds.key(wire.getId());
    if (isOvertaken(sequence, key)) {
      return;
    }
    ContentHash hash = WireIds.hash(wire.getHash());
    // Counted as offered even if it does not decode, or the lanes would seem to drift apart.
    offered = offered.with(key, hash);
    if (ResourceDecoder.decode(wire) instanceof EndpointSet set) {
      install(key, set, hash);
    }
  }

  /** Installs a set from storage. */
  void restore(EndpointSet set, ContentHash hash) {
    offered = offered.with(set.key(), hash);
    install(set.key(), set, hash);
  }

  private void install(ResourceKey key, EndpointSet set, ContentHash hash) {
    sets = sets.with(key, new Versioned(set, hash));
    upserts.put(key, set);
    removals.remove(key);
    orphans.remove(key);
  }

  /**
   * Removes a set, unless its upstream still serves a kept virtual host: then the addresses stay
   * until the host lets go.
   */
  void remove(long sequence, ResourceKey key, Predicate<ResourceKey> served) {
    if (isOvertaken(sequence, key)) {
      return;
    }
    offered = offered.without(key);
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
