package dev.causeway.router.sync;

import dev.causeway.proto.codec.UndecodableResourceException;
import dev.causeway.proto.codec.WireIds;
import dev.causeway.proto.v1.Resource;
import dev.causeway.proto.v1.ResourceName;
import dev.causeway.proto.v1.SequencedResource;
import dev.causeway.proto.v1.TransactionPart;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.version.ContentHash;
import dev.causeway.routing.version.Inventory;
import dev.causeway.routing.version.SnapshotId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A transaction whose parts are arriving. Nothing of it shows before the last part has come and the
 * whole has been found to lead to the id it promises.
 */
final class Staging {
  private final long nonce;
  private final SnapshotId target;
  private Inventory inventory;
  private final Map<ResourceKey, Resource> upserts = new LinkedHashMap<>();
  private final Set<ResourceKey> removals = new LinkedHashSet<>();
  private final List<SequencedResource> endpoints = new ArrayList<>();
  private int parts;

  /** Begins a transaction on top of what the router was offered so far. */
  Staging(TransactionPart first, Inventory offered) throws UndecodableResourceException {
    this.nonce = first.getNonce();
    this.target = WireIds.id(first.getTargetRoot());
    this.inventory = offered;
  }

  long nonce() {
    return nonce;
  }

  SnapshotId target() {
    return target;
  }

  /** Returns what the router will have been offered. */
  Inventory inventory() {
    return inventory;
  }

  Map<ResourceKey, Resource> upserts() {
    return upserts;
  }

  Set<ResourceKey> removals() {
    return removals;
  }

  List<SequencedResource> endpoints() {
    return endpoints;
  }

  /** Returns whether {@code part} is the one that comes next. */
  boolean expects(TransactionPart part) {
    return part.getNonce() == nonce && part.getPart() == parts + 1;
  }

  /**
   * Takes the next part.
   *
   * @throws UndecodableResourceException if a name or hash has no meaning, which no peer of this
   *     protocol version sends
   */
  void add(TransactionPart part) throws UndecodableResourceException {
    parts++;
    for (Resource resource : part.getResourcesList()) {
      ResourceKey key = WireIds.key(resource.getId());
      ContentHash hash = WireIds.hash(resource.getHash());
      inventory = inventory.with(key, hash);
      upserts.put(key, resource);
      removals.remove(key);
    }
    for (ResourceName name : part.getRemovedList()) {
      ResourceKey key = WireIds.key(name);
      inventory = inventory.without(key);
      upserts.remove(key);
      removals.add(key);
    }
    endpoints.addAll(part.getEndpointsList());
  }

  /** Returns whether the content leads to the promised id. */
  boolean isWhole() {
    return inventory.id().equals(target);
  }
}
