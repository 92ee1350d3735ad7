package dev.causeway.router.sync;

import dev.causeway.router.config.ConfigView;
import dev.causeway.routing.model.Lane;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.routing.model.Settings;
import dev.causeway.routing.version.Inventory;
import dev.causeway.routing.version.PersistentMap;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The config lane as the router holds it: what was offered, what serves, and why they differ.
 *
 * <p>Changed by a {@link Commit} only, on the synchronisation executor.
 */
final class HeldConfig {
  private final String shard;
  private Inventory offered = Inventory.empty(Lane.CONFIG);
  private Inventory effectiveInventory = Inventory.empty(Lane.CONFIG);
  private PersistentMap<ResourceKey, Versioned> effective = PersistentMap.empty();
  private final Map<ResourceKey, Resource> live = new HashMap<>();
  private final Map<ResourceKey, Set<ResourceKey>> dependents = new HashMap<>();
  private final Map<ResourceKey, StandingRejection> rejections = new TreeMap<>();

  /** Sound resources that only lack something they refer to, looked at again in every commit. */
  private final Map<ResourceKey, Versioned> waiting = new TreeMap<>();

  /** Resources that are no longer offered and stay because something kept refers to them. */
  private final Set<ResourceKey> heldOver = new LinkedHashSet<>();

  private final Set<ResourceKey> restored = new HashSet<>();

  private final Set<ResourceKey> changed = new HashSet<>();
  private final Set<ResourceKey> removed = new HashSet<>();

  HeldConfig(String shard) {
    this.shard = shard;
  }

  Inventory offered() {
    return offered;
  }

  void offered(Inventory inventory) {
    offered = inventory;
  }

  Inventory effectiveInventory() {
    return effectiveInventory;
  }

  PersistentMap<ResourceKey, Versioned> effective() {
    return effective;
  }

  @Nullable Versioned serving(ResourceKey key) {
    return effective.get(key);
  }

  boolean isServing(ResourceKey key) {
    return live.containsKey(key);
  }

  Map<ResourceKey, StandingRejection> rejections() {
    return rejections;
  }

  Map<ResourceKey, Versioned> waiting() {
    return waiting;
  }

  Set<ResourceKey> heldOver() {
    return heldOver;
  }

  /**
   * Takes over rejections of an earlier process, whose resources are not offered yet. Those that
   * turn out not to be offered any more go with {@link #forgetRestored}.
   */
  void restore(Collection<StandingRejection> earlier) {
    for (StandingRejection rejection : earlier) {
      if (!isServing(rejection.key())
          && rejections.putIfAbsent(rejection.key(), rejection) == null) {
        restored.add(rejection.key());
      }
    }
  }

  /**
   * Forgets restored rejections that nothing offered stands behind, once the control plane has told
   * all there is.
   *
   * @return whether there were any
   */
  boolean forgetRestored() {
    boolean any = false;
    for (ResourceKey key : restored) {
      any |= offered.get(key) == null && rejections.remove(key) != null;
    }
    restored.clear();
    return any;
  }

  /** Returns what serves and refers to {@code key}. */
  Set<ResourceKey> dependents(ResourceKey key) {
    return dependents.getOrDefault(key, Set.of());
  }

  /** Lets {@code versioned} serve from the next activation on. */
  void serve(Versioned versioned) {
    ResourceKey key = versioned.resource().key();
    Versioned before = effective.get(key);
    if (before != null) {
      unlink(before.resource());
    }
    link(versioned.resource());
    effective = effective.with(key, versioned);
    effectiveInventory = effectiveInventory.with(key, versioned.hash());
    live.put(key, versioned.resource());
    heldOver.remove(key);
    if (before == null || !before.hash().equals(versioned.hash())) {
      changed.add(key);
      removed.remove(key);
      touchDependents(key);
    }
  }

  /** What serves with or without {@code key} differs by that, though it did not change itself. */
  private void touchDependents(ResourceKey key) {
    if (!References.isVital(key)) {
      changed.addAll(dependents(key));
    }
  }

  /** Stops serving {@code key} from the next activation on. */
  void drop(ResourceKey key) {
    Versioned before = effective.get(key);
    if (before != null) {
      unlink(before.resource());
      effective = effective.without(key);
      effectiveInventory = effectiveInventory.without(key);
      live.remove(key);
      changed.remove(key);
      removed.add(key);
      touchDependents(key);
    }
    heldOver.remove(key);
  }

  private void link(Resource resource) {
    for (ResourceKey target : References.of(resource)) {
      dependents.computeIfAbsent(target, _ -> new HashSet<>()).add(resource.key());
    }
  }

  private void unlink(Resource resource) {
    for (ResourceKey target : References.of(resource)) {
      Set<ResourceKey> sources = dependents.get(target);
      if (sources != null && sources.remove(resource.key()) && sources.isEmpty()) {
        dependents.remove(target);
      }
    }
  }

  /** Returns whether the shard's settings serve, without which nothing can. */
  boolean hasSettings() {
    return live.containsKey(new ResourceKey(shard, ResourceKind.SETTINGS, Settings.NAME));
  }

  /** Returns what to make active. */
  ConfigView view() {
    Set<String> rejectedHosts =
        rejections.values().stream()
            .filter(rejection -> rejection.kept() == null)
            .map(StandingRejection::key)
            .filter(key -> key.kind() == ResourceKind.VIRTUAL_HOST)
            .map(ResourceKey::name)
            .collect(Collectors.toUnmodifiableSet());
    return new ConfigView(
        offered.id(),
        effectiveInventory.id(),
        Collections.unmodifiableMap(live),
        changed,
        removed,
        rejectedHosts);
  }

  /** Notes that {@link #view} has become active. */
  void activated() {
    changed.clear();
    removed.clear();
  }
}
