package dev.causeway.controlplane.stream;

import dev.causeway.routing.version.Inventory;
import dev.causeway.routing.version.PersistentMap;
import dev.causeway.routing.version.SnapshotId;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The most recent inventories of one lane by their id, so that a router that comes back with a
 * known id gets a difference. Written by the publishing thread, read by all sessions.
 */
final class History {
  /** Inventories kept per lane; neighbours share their content, so one costs what it changed. */
  static final int LIMIT = 256;

  private final Deque<SnapshotId> order = new ArrayDeque<>();
  private volatile PersistentMap<SnapshotId, Inventory> byId = PersistentMap.empty();

  @Nullable Inventory find(SnapshotId id) {
    return byId.get(id);
  }

  void add(Inventory inventory) {
    SnapshotId id = inventory.id();
    PersistentMap<SnapshotId, Inventory> next = byId.with(id, inventory);
    if (next.size() > byId.size()) {
      order.addLast(id);
      if (order.size() > LIMIT) {
        next = next.without(order.removeFirst());
      }
    }
    byId = next;
  }
}
