package dev.causeway.controlplane.stream;

import com.google.protobuf.ByteString;
import dev.causeway.proto.codec.WireIds;
import dev.causeway.proto.v1.Resource;
import dev.causeway.proto.v1.SequencedResource;
import dev.causeway.proto.v1.TransactionPart;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.routing.version.Changes;
import dev.causeway.routing.version.Inventory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * A transaction on its way to one router, cut into parts as the stream takes them.
 *
 * <p>Used by the session's executor only.
 */
final class OutgoingTransaction {
  /** Size at which a part is closed; a single larger resource travels alone. */
  static final int PART_BYTES = 512 * 1024;

  private final long nonce;
  private final boolean initial;
  private final Inventory base;
  private final ShelfSnapshot target;
  private final List<ResourceKey> upserts;
  private final List<ResourceKey> endpointSets;
  private final List<ResourceKey> removals;
  private final ByteString baseRoot;
  private final ByteString targetRoot;
  private int next;
  private int part;

  /**
   * Prepares the transaction from {@code base} to {@code target}.
   *
   * @param heldSets endpoint sets the router holds already, which are not repeated
   */
  OutgoingTransaction(
      long nonce, boolean initial, Inventory base, ShelfSnapshot target, Inventory heldSets) {
    this.nonce = nonce;
    this.initial = initial;
    this.base = base;
    this.target = target;
    Changes changes = base.diff(target.config());
    this.upserts = changes.upserts();
    this.removals = changes.removals();
    this.endpointSets = introducedSets(base, target, heldSets, upserts);
    this.baseRoot = WireIds.id(base.id());
    this.targetRoot = WireIds.id(target.config().id());
  }

  private static List<ResourceKey> introducedSets(
      Inventory base, ShelfSnapshot target, Inventory heldSets, List<ResourceKey> upserts) {
    List<ResourceKey> sets = new ArrayList<>();
    for (ResourceKey key : upserts) {
      if (key.kind() == ResourceKind.UPSTREAM && base.get(key) == null) {
        ResourceKey set = endpointsOf(key);
        var hash = target.endpoints().get(set);
        if (hash != null && !hash.equals(heldSets.get(set))) {
          sets.add(set);
        }
      }
    }
    return sets;
  }

  static ResourceKey endpointsOf(ResourceKey upstream) {
    return new ResourceKey(upstream.shard(), ResourceKind.ENDPOINT_SET, upstream.name());
  }

  static ResourceKey upstreamOf(ResourceKey endpointSet) {
    return new ResourceKey(endpointSet.shard(), ResourceKind.UPSTREAM, endpointSet.name());
  }

  long nonce() {
    return nonce;
  }

  boolean initial() {
    return initial;
  }

  Inventory base() {
    return base;
  }

  ShelfSnapshot target() {
    return target;
  }

  ByteString targetRoot() {
    return targetRoot;
  }

  /** Returns the endpoint sets that travel inside the transaction. */
  List<ResourceKey> endpointSets() {
    return endpointSets;
  }

  int upsertCount() {
    return upserts.size();
  }

  int removalCount() {
    return removals.size();
  }

  /** Returns whether the last part was taken. */
  boolean isSent() {
    return part > 0 && next == total();
  }

  private int total() {
    return upserts.size() + endpointSets.size() + removals.size();
  }

  /** Builds the next part. {@code sequence} numbers the endpoint sets in it. */
  TransactionPart nextPart(LongSupplier sequence) {
    TransactionPart.Builder builder =
        TransactionPart.newBuilder()
            .setNonce(nonce)
            .setBaseRoot(baseRoot)
            .setTargetRoot(targetRoot)
            .setInitial(initial)
            .setPart(++part);
    int bytes = 0;
    while (next < total()) {
      int size = add(builder, sequence, PART_BYTES - bytes);
      if (size < 0) {
        break;
      }
      bytes += size;
      next++;
    }
    if (next == total()) {
      builder.setLast(true).setLabel(Labels.wire(target.label()));
    }
    return builder.build();
  }

  /** Adds item {@link #next} and returns its size, or -1 if the part is too full for it. */
  private int add(TransactionPart.Builder builder, LongSupplier sequence, int room) {
    boolean first = room == PART_BYTES;
    if (next < upserts.size()) {
      Resource wire = target.wire(upserts.get(next));
      int size = wire.getSerializedSize();
      if (size > room && !first) {
        return -1;
      }
      builder.addResources(wire);
      return size;
    }
    int set = next - upserts.size();
    if (set < endpointSets.size()) {
      Resource wire = target.wire(endpointSets.get(set));
      int size = wire.getSerializedSize();
      if (size > room && !first) {
        return -1;
      }
      builder.addEndpoints(
          SequencedResource.newBuilder().setSequence(sequence.getAsLong()).setResource(wire));
      return size;
    }
    var name = WireIds.name(Objects.requireNonNull(removals.get(set - endpointSets.size())));
    int size = name.getSerializedSize();
    if (size > room && !first) {
      return -1;
    }
    builder.addRemoved(name);
    return size;
  }
}
