package dev.causeway.routing.version;

import dev.causeway.routing.model.Lane;
import dev.causeway.routing.model.ResourceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The names and versions of everything in one lane, with an id kept up to date at the cost of a
 * change.
 */
public final class Inventory {
  private final Lane lane;
  private final PersistentMap<ResourceKey, ContentHash> entries;
  private final LaneRoot root;

  private Inventory(Lane lane, PersistentMap<ResourceKey, ContentHash> entries, LaneRoot root) {
    this.lane = lane;
    this.entries = entries;
    this.root = root;
  }

  /** Returns an inventory of {@code lane} without entries. */
  public static Inventory empty(Lane lane) {
    return new Inventory(lane, PersistentMap.empty(), LaneRoot.ZERO);
  }

  /** Returns the lane this inventory is about. */
  public Lane lane() {
    return lane;
  }

  /** Returns the number of entries. */
  public int size() {
    return entries.size();
  }

  /** Returns the version of {@code key}, or null if it is not in the inventory. */
  public @Nullable ContentHash get(ResourceKey key) {
    return entries.get(key);
  }

  /** Returns the id of this content. */
  public SnapshotId id() {
    return root.id();
  }

  /** Returns whether {@code other} has the same id, without formatting either. */
  public boolean sameAs(Inventory other) {
    return lane == other.lane && root.equals(other.root);
  }

  /**
   * Returns this inventory with {@code key} at version {@code hash}.
   *
   * @throws IllegalArgumentException if {@code key} belongs to another lane
   */
  public Inventory with(ResourceKey key, ContentHash hash) {
    if (key.kind().lane() != lane) {
      throw new IllegalArgumentException(key + " does not belong to lane " + lane);
    }
    ContentHash before = entries.get(key);
    if (before != null && before.equals(hash)) {
      return this;
    }
    LaneRoot without = before == null ? root : root.minus(LaneRoot.entry(key, before));
    return new Inventory(lane, entries.with(key, hash), without.plus(LaneRoot.entry(key, hash)));
  }

  /** Returns this inventory without {@code key}; itself if there is no such entry. */
  public Inventory without(ResourceKey key) {
    ContentHash before = entries.get(key);
    if (before == null) {
      return this;
    }
    return new Inventory(lane, entries.without(key), root.minus(LaneRoot.entry(key, before)));
  }

  /** Calls {@code action} for every entry, in no particular order. */
  public void forEach(BiConsumer<ResourceKey, ContentHash> action) {
    entries.forEach(action);
  }

  /**
   * Returns the keys that lead from this inventory to {@code after}. Where one is a changed copy of
   * the other the cost is that of the change.
   */
  public Changes diff(Inventory after) {
    List<ResourceKey> upserts = new ArrayList<>();
    List<ResourceKey> removals = new ArrayList<>();
    entries.diff(
        after.entries,
        new PersistentMap.Difference<>() {
          @Override
          public void upserted(ResourceKey key, @Nullable ContentHash before, ContentHash hash) {
            upserts.add(key);
          }

          @Override
          public void removed(ResourceKey key, ContentHash before) {
            removals.add(key);
          }
        });
    return new Changes(upserts, removals);
  }

  @Override
  public String toString() {
    return "Inventory[" + lane + ", " + size() + " entries, " + id().abbreviated() + "]";
  }
}
