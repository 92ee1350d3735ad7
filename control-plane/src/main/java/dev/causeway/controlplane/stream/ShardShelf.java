package dev.causeway.controlplane.stream;

import dev.causeway.routing.compile.CompileUpdate;
import dev.causeway.routing.model.Lane;
import dev.causeway.routing.version.Inventory;
import dev.causeway.routing.version.SnapshotId;
import org.jspecify.annotations.Nullable;

/** The snapshots of one shard. One thread publishes; any thread reads. */
final class ShardShelf {
  private final String shard;
  private final History configHistory = new History();
  private final History endpointHistory = new History();
  private volatile @Nullable ShelfSnapshot newest;
  private volatile SourcePosition position = SourcePosition.NONE;
  private volatile long confirmedNanos = System.nanoTime();

  ShardShelf(String shard) {
    this.shard = shard;
  }

  ShelfSnapshot publish(CompileUpdate update, SnapshotLabel label) {
    ShelfSnapshot before = newest;
    ShelfSnapshot after =
        (before == null ? ShelfSnapshot.first(shard, label) : before).after(update, label);
    // History first: a session that sees the snapshot must be able to find its inventories.
    configHistory.add(after.config());
    endpointHistory.add(after.endpoints());
    newest = after;
    position = label.position();
    confirm();
    return after;
  }

  /**
   * Notes that the newest snapshot holds for a later position too.
   *
   * @return whether it is another one than before
   */
  boolean confirm(SourcePosition later) {
    boolean moved = !later.equals(position);
    position = later;
    confirm();
    return moved;
  }

  /** Returns how far the source was read when the newest snapshot was published or confirmed. */
  SourcePosition position() {
    return position;
  }

  void confirm() {
    confirmedNanos = System.nanoTime();
  }

  long ageMillis() {
    return (System.nanoTime() - confirmedNanos) / 1_000_000;
  }

  @Nullable ShelfSnapshot newest() {
    return newest;
  }

  long nextSerial() {
    ShelfSnapshot present = newest;
    return present == null ? 1 : present.label().serial() + 1;
  }

  /** Returns the inventory with this id: the empty one, or one that was published lately. */
  @Nullable Inventory find(Lane lane, SnapshotId id) {
    if (id.equals(SnapshotId.EMPTY)) {
      return Inventory.empty(lane);
    }
    return switch (lane) {
      case CONFIG -> configHistory.find(id);
      case ENDPOINTS -> endpointHistory.find(id);
    };
  }
}
