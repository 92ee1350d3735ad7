package dev.causeway.routing.version;

import dev.causeway.routing.model.Lane;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything one shard serves at one moment, with the version of every part.
 *
 * <p>{@link #with} hashes only the resources it is given, and {@link #diff} between neighbours
 * costs what changed.
 */
public final class Snapshot {
  /** The snapshot that holds nothing; the base of every full synchronisation. */
  public static final Snapshot EMPTY =
      new Snapshot(
          PersistentMap.empty(), Inventory.empty(Lane.CONFIG), Inventory.empty(Lane.ENDPOINTS));

  private final PersistentMap<ResourceKey, Resource> resources;
  private final Inventory config;
  private final Inventory endpoints;

  private Snapshot(
      PersistentMap<ResourceKey, Resource> resources, Inventory config, Inventory endpoints) {
    this.resources = resources;
    this.config = config;
    this.endpoints = endpoints;
  }

  /** Returns the id of the config lane, which names the snapshot. */
  public SnapshotId id() {
    return config.id();
  }

  /** Returns the id of the endpoint lane. */
  public SnapshotId endpointsRoot() {
    return endpoints.id();
  }

  /** Returns names and versions of {@code lane}. */
  public Inventory inventory(Lane lane) {
    return switch (lane) {
      case CONFIG -> config;
      case ENDPOINTS -> endpoints;
    };
  }

  /** Returns the number of resources in both lanes. */
  public int size() {
    return resources.size();
  }

  /** Returns the resource named {@code key}, or null. */
  public @Nullable Resource get(ResourceKey key) {
    return resources.get(key);
  }

  /** Returns the version of {@code key}, or null if the snapshot has no such resource. */
  public @Nullable ContentHash hash(ResourceKey key) {
    return inventory(key.kind().lane()).get(key);
  }

  /** Calls {@code action} for every resource, in no particular order. */
  public void forEach(Consumer<Resource> action) {
    resources.forEach((key, resource) -> action.accept(resource));
  }

  /**
   * Returns this snapshot with {@code removals} gone and {@code upserts} in place; a key in both
   * ends up present. Resources whose content is unchanged keep their identity.
   */
  public Snapshot with(Collection<? extends Resource> upserts, Collection<ResourceKey> removals) {
    PersistentMap<ResourceKey, Resource> nextResources = resources;
    Inventory nextConfig = config;
    Inventory nextEndpoints = endpoints;
    for (ResourceKey key : removals) {
      nextResources = nextResources.without(key);
      nextConfig = nextConfig.without(key);
      nextEndpoints = nextEndpoints.without(key);
    }
    for (Resource resource : upserts) {
      ResourceKey key = resource.key();
      ContentHash hash = ContentHash.of(resource);
      Inventory lane = key.kind().lane() == Lane.CONFIG ? nextConfig : nextEndpoints;
      ContentHash before = lane.get(key);
      if (before == null || !before.equals(hash)) {
        nextResources = nextResources.with(key, resource);
        switch (key.kind().lane()) {
          case CONFIG -> nextConfig = nextConfig.with(key, hash);
          case ENDPOINTS -> nextEndpoints = nextEndpoints.with(key, hash);
        }
      }
    }
    return new Snapshot(nextResources, nextConfig, nextEndpoints);
  }

  /** Returns the keys, of both lanes, that lead from this snapshot to {@code after}. */
  public Changes diff(Snapshot after) {
    Changes configChanges = config.diff(after.config);
    Changes endpointChanges = endpoints.diff(after.endpoints);
    return new Changes(
        joined(configChanges.upserts(), endpointChanges.upserts()),
        joined(configChanges.removals(), endpointChanges.removals()));
  }

  private static List<ResourceKey> joined(List<ResourceKey> first, List<ResourceKey> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  @Override
  public String toString() {
    return "Snapshot[" + id().abbreviated() + ", " + size() + " resources]";
  }
}
