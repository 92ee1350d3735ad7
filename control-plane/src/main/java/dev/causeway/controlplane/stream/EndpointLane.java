package dev.causeway.controlplane.stream;

import dev.causeway.proto.codec.WireIds;
import dev.causeway.proto.v1.EndpointUpdate;
import dev.causeway.proto.v1.Resource;
import dev.causeway.proto.v1.ResourceName;
import dev.causeway.routing.model.Lane;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.version.Changes;
import dev.causeway.routing.version.ContentHash;
import dev.causeway.routing.version.Inventory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint lane of one stream.
 *
 * <p>A round compares what was sent with the newest sets, so a set that changed five times since
 * the last round is sent once. The next round begins when the router has acknowledged the last.
 * Used by the session's executor only.
 */
final class EndpointLane {
  private Inventory sent = Inventory.empty(Lane.ENDPOINTS);
  private long sequence;
  private long acked;
  private long awaited;
  private final Deque<ResourceKey> upserts = new ArrayDeque<>();
  private final Deque<ResourceKey> removals = new ArrayDeque<>();
  private @Nullable ShelfSnapshot round;

  /** Starts over from what the router says it holds. */
  void reset(Inventory held) {
    sent = held;
    upserts.clear();
    removals.clear();
    round = null;
    awaited = acked;
  }

  /** Returns what has been sent, or is about to be in this round. */
  Inventory sent() {
    return sent;
  }

  long nextSequence() {
    return ++sequence;
  }

  long sequence() {
    return sequence;
  }

  long acked() {
    return acked;
  }

  void acknowledge(long upTo) {
    // An acknowledgement of something that was never sent would end the wait too early.
    acked = Math.max(acked, Math.min(upTo, sequence));
  }

  /** Returns whether everything that was sent has been acknowledged. */
  boolean isQuiet() {
    return round == null && acked >= awaited;
  }

  /** Notes that {@code transaction} carries sets of its own. */
  void carriedBy(OutgoingTransaction transaction) {
    for (ResourceKey key : transaction.endpointSets()) {
      ContentHash hash = transaction.target().endpoints().get(key);
      sent = sent.with(key, Objects.requireNonNull(hash));
    }
  }

  /**
   * Returns the next message, or null if there is nothing to send now.
   *
   * @param newest what the router should hold
   * @param held config the router holds
   * @param offered config the router will hold after the transaction in flight; {@code held} if
   *     there is none
   */
  @Nullable EndpointUpdate next(ShelfSnapshot newest, Inventory held, Inventory offered) {
    if (round == null) {
      if (acked < awaited || sent.sameAs(newest.endpoints())) {
        return null;
      }
      begin(newest, held, offered);
    }
    return message();
  }

  /**
   * Collects a round and notes it as sent. Left for later are the first sets of upstreams that the
   * next transaction introduces, because it carries them, and the removal of sets of upstreams that
   * the router goes on serving until the next transaction has committed.
   */
  private void begin(ShelfSnapshot newest, Inventory held, Inventory offered) {
    Inventory after = newest.endpoints();
    Changes changes = sent.diff(after);
    for (ResourceKey key : changes.upserts()) {
      ResourceKey upstream = OutgoingTransaction.upstreamOf(key);
      boolean introducedLater =
          newest.config().get(upstream) != null
              && held.get(upstream) == null
              && offered.get(upstream) == null;
      if (introducedLater) {
        after = restored(after, key);
      } else {
        upserts.add(key);
      }
    }
    for (ResourceKey key : changes.removals()) {
      ResourceKey upstream = OutgoingTransaction.upstreamOf(key);
      boolean servedStill =
          newest.config().get(upstream) == null
              && (held.get(upstream) != null || offered.get(upstream) != null);
      if (servedStill) {
        after = restored(after, key);
      } else {
        removals.add(key);
      }
    }
    sent = after;
    round = upserts.isEmpty() && removals.isEmpty() ? null : newest;
  }

  private Inventory restored(Inventory after, ResourceKey key) {
    ContentHash before = sent.get(key);
    return before == null ? after.without(key) : after.with(key, before);
  }

  private @Nullable EndpointUpdate message() {
    ShelfSnapshot source = round;
    if (source == null) {
      return null;
    }
    EndpointUpdate.Builder builder = EndpointUpdate.newBuilder();
    int room = OutgoingTransaction.PART_BYTES;
    while (room > 0 && !upserts.isEmpty()) {
      Resource wire = source.wire(upserts.remove());
      builder.addSets(wire);
      room -= wire.getSerializedSize();
    }
    while (room > 0 && !removals.isEmpty()) {
      ResourceName name = WireIds.name(removals.remove());
      builder.addRemoved(name);
      room -= name.getSerializedSize();
    }
    if (upserts.isEmpty() && removals.isEmpty()) {
      round = null;
    }
    awaited = nextSequence();
    return builder.setSequence(awaited).build();
  }
}
