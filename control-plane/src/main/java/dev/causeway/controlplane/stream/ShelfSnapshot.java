package dev.causeway.controlplane.stream;

import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.routing.compile.CompileUpdate;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.model.Lane;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.version.ContentHash;
import dev.causeway.routing.version.Inventory;
import dev.causeway.routing.version.PersistentMap;
import dev.causeway.routing.version.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One published state of a shard. Immutable; neighbours share what did not change.
 *
 * @param shard name of the shard
 * @param snapshot the resources
 * @param label what accompanies the id
 * @param verdicts current verdicts
 * @param notices current notices; objects without any are absent
 * @param encoded wire forms by key
 */
public record ShelfSnapshot(
    String shard,
    Snapshot snapshot,
    SnapshotLabel label,
    PersistentMap<ObjectKey, Verdict> verdicts,
    PersistentMap<ObjectKey, List<Notice>> notices,
    PersistentMap<ResourceKey, EncodedResource> encoded) {

  static ShelfSnapshot first(String shard, SnapshotLabel label) {
    return new ShelfSnapshot(
        shard,
        Snapshot.EMPTY,
        label,
        PersistentMap.empty(),
        PersistentMap.empty(),
        PersistentMap.empty());
  }

  /** Returns the state after {@code update}, at the cost of what the update names. */
  ShelfSnapshot after(CompileUpdate update, SnapshotLabel nextLabel) {
    Snapshot next = snapshot.with(update.upserts(), update.removals());
    PersistentMap<ResourceKey, EncodedResource> nextEncoded = encoded;
    for (ResourceKey key : update.removals()) {
      nextEncoded = nextEncoded.without(key);
    }
    for (Resource resource : update.upserts()) {
      ResourceKey key = resource.key();
      ContentHash hash = Objects.requireNonNull(next.hash(key));
      EncodedResource present = nextEncoded.get(key);
      if (present == null || !present.hash().equals(hash)) {
        nextEncoded = nextEncoded.with(key, new EncodedResource(resource, hash));
      }
    }
    PersistentMap<ObjectKey, Verdict> nextVerdicts = verdicts;
    for (ObjectKey key : update.forgotten()) {
      nextVerdicts = nextVerdicts.without(key);
    }
    for (Map.Entry<ObjectKey, Verdict> entry : update.verdicts().entrySet()) {
      nextVerdicts = nextVerdicts.with(entry.getKey(), entry.getValue());
    }
    PersistentMap<ObjectKey, List<Notice>> nextNotices = notices;
    for (Map.Entry<ObjectKey, List<Notice>> entry : update.notices().entrySet()) {
      nextNotices =
          entry.getValue().isEmpty()
              ? nextNotices.without(entry.getKey())
              : nextNotices.with(entry.getKey(), entry.getValue());
    }
    return new ShelfSnapshot(shard, next, nextLabel, nextVerdicts, nextNotices, nextEncoded);
  }

  Inventory config() {
    return snapshot.inventory(Lane.CONFIG);
  }

  Inventory endpoints() {
    return snapshot.inventory(Lane.ENDPOINTS);
  }

  /** Returns the wire form of a resource that is known to be in the snapshot. */
  dev.causeway.proto.v1.Resource wire(ResourceKey key) {
    return Objects.requireNonNull(encoded.get(key)).wire();
  }
}
