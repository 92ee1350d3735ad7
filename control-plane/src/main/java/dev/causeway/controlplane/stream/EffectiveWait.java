package dev.causeway.controlplane.stream;

import dev.causeway.routing.version.SnapshotId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Somebody who waits for all routers of a shard to serve an id. */
record EffectiveWait(
    String shard, SnapshotId id, int routers, CompletableFuture<List<SubscriberView>> future) {

  EffectiveWait(String shard, SnapshotId id, int routers) {
    this(shard, id, routers, new CompletableFuture<>());
  }

  void check(List<SubscriberView> subscribers) {
    List<SubscriberView> ours =
        subscribers.stream().filter(view -> view.shard().equals(shard)).toList();
    if (ours.size() >= routers && ours.stream().allMatch(view -> id.equals(view.effective()))) {
      future.complete(ours);
    }
  }

  /** Two waits are never the same, whatever they wait for. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
