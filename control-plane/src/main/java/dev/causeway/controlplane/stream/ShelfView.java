package dev.causeway.controlplane.stream;

import java.util.List;
import java.util.Map;

/**
 * What is published and who follows, at one moment.
 *
 * @param snapshots newest snapshot by shard
 * @param subscribers connected routers, by shard and name
 */
public record ShelfView(Map<String, ShelfSnapshot> snapshots, List<SubscriberView> subscribers) {
  /** Copies both. */
  public ShelfView {
    snapshots = Map.copyOf(snapshots);
    subscribers = List.copyOf(subscribers);
  }

  /** Returns how many rejections stand on all connected routers. */
  public long rejections() {
    return subscribers.stream().mapToLong(SubscriberView::rejectionCount).sum();
  }
}
