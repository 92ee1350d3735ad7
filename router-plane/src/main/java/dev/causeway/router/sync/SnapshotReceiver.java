package dev.causeway.router.sync;

import dev.causeway.proto.codec.UndecodableResourceException;
import dev.causeway.proto.codec.WireIds;
import dev.causeway.proto.v1.EndpointAck;
import dev.causeway.proto.v1.EndpointUpdate;
import dev.causeway.proto.v1.Hello;
import dev.causeway.proto.v1.Rejection;
import dev.causeway.proto.v1.Resource;
import dev.causeway.proto.v1.ResourceName;
import dev.causeway.proto.v1.Result;
import dev.causeway.proto.v1.SequencedResource;
import dev.causeway.proto.v1.SnapshotLabel;
import dev.causeway.proto.v1.StandingRejections;
import dev.causeway.router.config.ConfigActivator;
import dev.causeway.router.sync.SyncStatus.Origin;
import dev.causeway.routing.model.Lane;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.routing.version.Inventory;
import dev.causeway.routing.version.SnapshotId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the router holds, across streams and restarts, and how it changes.
 *
 * <p>Used by the synchronisation executor only.
 */
final class SnapshotReceiver {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotReceiver.class);
  private static final int PROTOCOL = 1;

  private final SyncOptions options;
  private final ConfigActivator activator;
  private final ResourceJudge judge;
  private final Clock clock;
  private final HeldConfig held;
  private final EndpointTable endpoints;
  private Map<String, Long> sourcePosition = Map.of();
  private Origin origin = Origin.NONE;
  private SnapshotId activated = SnapshotId.EMPTY;
  private @Nullable Instant committed;
  private long commits;
  private long endpointUpdates;
  private long endpointRejectionsTold;

  SnapshotReceiver(SyncOptions options, ConfigActivator activator, Clock clock) {
    this.options = options;
    this.activator = activator;
    this.judge = new ResourceJudge(options.shard(), options.features(), activator);
    this.clock = clock;
    this.held = new HeldConfig(options.shard());
    this.endpoints = new EndpointTable(judge);
  }

  Inventory offered(Lane lane) {
    return switch (lane) {
      case CONFIG -> held.offered();
      case ENDPOINTS -> endpoints.offered();
    };
  }

  /** Returns the id of what was made active last. */
  SnapshotId effective() {
    return activated;
  }

  List<StandingRejection> rejections() {
    List<StandingRejection> all = new ArrayList<>(held.rejections().values());
    all.addAll(endpoints.rejections());
    return all;
  }

  Origin origin() {
    return origin;
  }

  @Nullable Instant committed() {
    return committed;
  }

  long commits() {
    return commits;
  }

  long endpointUpdates() {
    return endpointUpdates;
  }

  /** Begins a stream. */
  Hello hello() {
    endpoints.newStream();
    StandingRejections told = tell();
    return Hello.newBuilder()
        .setProtocolMin(PROTOCOL)
        .setProtocolMax(PROTOCOL)
        .addAllFeatures(options.features().stream().sorted().toList())
        .setBuild(options.build())
        .setRouter(options.router())
        .setShard(options.shard())
        .setConfigRoot(WireIds.id(held.offered().id()))
        .setEndpointsRoot(WireIds.id(endpoints.offered().id()))
        .setEffectiveRoot(WireIds.id(effective()))
        .putAllSourcePosition(sourcePosition)
        .addAllRejections(told.getRejectionsList())
        .setRejectionCount(told.getRejectionCount())
        .build();
  }

  /** Returns what stands, which the control plane is about to be told. */
  private StandingRejections tell() {
    endpointRejectionsTold = endpoints.rejectionChanges();
    List<StandingRejection> all = rejections();
    return StandingRejections.newBuilder()
        .addAllRejections(WireRejections.of(all))
        .setRejectionCount(all.size())
        .build();
  }

  /**
   * Commits a whole transaction and returns what became of it.
   *
   * @throws UndecodableResourceException if an endpoint set has no name or hash of this version
   */
  Result commit(Staging staging, SnapshotLabel label) throws UndecodableResourceException {
    for (SequencedResource set : staging.endpoints()) {
      endpoints.put(set.getSequence(), set.getResource());
    }
    new Commit(held, judge, staging.inventory()).apply(staging.upserts(), staging.removals());
    held.forgetRestored();
    sourcePosition = Map.copyOf(label.getSourcePositionMap());
    activate(Origin.STREAM);
    commits++;
    return result(staging.nonce());
  }

  /** Notes that the control plane has nothing newer. */
  Result upToDate(SnapshotLabel label) {
    sourcePosition = Map.copyOf(label.getSourcePositionMap());
    flushEndpoints();
    boolean opened = held.forgetRestored();
    if (!opened && activated.equals(held.effectiveInventory().id())) {
      origin = origin == Origin.NONE ? Origin.NONE : Origin.STREAM;
      committed = clock.instant();
    } else {
      activate(Origin.STREAM); // or the last attempt failed half way
    }
    return result(0);
  }

  private Result result(long nonce) {
    StandingRejections told = tell();
    return Result.newBuilder()
        .setNonce(nonce)
        .setOfferedRoot(WireIds.id(held.offered().id()))
        .setEffectiveRoot(WireIds.id(effective()))
        .setActivatedUnixMillis(clock.millis())
        .addAllRejections(told.getRejectionsList())
        .setRejectionCount(told.getRejectionCount())
        .build();
  }

  /**
   * Applies an update of the endpoint lane and returns its acknowledgement.
   *
   * @throws UndecodableResourceException if a name has no meaning for this build
   */
  EndpointAck apply(EndpointUpdate update) throws UndecodableResourceException {
    for (Resource set : update.getSetsList()) {
      endpoints.put(update.getSequence(), set);
    }
    for (ResourceName name : update.getRemovedList()) {
      endpoints.remove(update.getSequence(), name, this::upstreamServes);
    }
    endpointUpdates++;
    flushEndpoints();
    EndpointAck.Builder ack = EndpointAck.newBuilder().setSequence(update.getSequence());
    if (endpointRejectionsTold != endpoints.rejectionChanges()) {
      ack.setRejections(tell());
    }
    return ack.build();
  }

  private boolean upstreamServes(ResourceKey endpointSet) {
    return held.heldOver()
        .contains(new ResourceKey(endpointSet.shard(), ResourceKind.UPSTREAM, endpointSet.name()));
  }

  private void activate(Origin from) {
    flushEndpoints();
    if (held.hasSettings() || isWithdrawn()) {
      activator.activate(held.view());
      held.activated();
      activated = held.effectiveInventory().id();
      origin = from;
      committed = clock.instant();
    } else {
      LOG.error(
          "Shard {} has no settings that this router accepts; nothing is activated",
          options.shard());
    }
    endpoints.releaseOrphans(this::upstreamServes);
    flushEndpoints();
  }

  /** Whether the shard is gone: what it served must not go on. A router without state waits. */
  private boolean isWithdrawn() {
    return origin != Origin.NONE && held.offered().size() == 0;
  }

  private void flushEndpoints() {
    if (endpoints.hasChanges()) {
      activator.endpoints(endpoints.upserts(), endpoints.removals());
      endpoints.flushed();
    }
  }

  /** Serves what an earlier process stored, as if it had been offered. */
  void restore(dev.causeway.proto.v1.LastKnownGood stored) {
    Inventory offered = Inventory.empty(Lane.CONFIG);
    Map<ResourceKey, Resource> upserts = new LinkedHashMap<>();
    List<StandingRejection> rejections = new ArrayList<>();
    try {
      for (Rejection wire : stored.getRejectionsList()) {
        rejections.add(WireRejections.read(wire));
      }
      for (Resource wire : stored.getResourcesList()) {
        ResourceKey key = WireIds.key(wire.getId());
        switch (key.kind().lane()) {
          case CONFIG -> {
            offered = offered.with(key, WireIds.hash(wire.getHash()));
            upserts.put(key, wire);
          }
          case ENDPOINTS -> endpoints.restore(wire);
        }
      }
    } catch (UndecodableResourceException e) {
      LOG.warn("The last known good snapshot is ignored: {}", e.getMessage());
      return;
    }
    new Commit(held, judge, offered).apply(upserts, Set.of());
    held.restore(rejections);
    sourcePosition = Map.copyOf(stored.getSourcePositionMap());
    activate(Origin.LAST_KNOWN_GOOD);
    LOG.info(
        "Serving the last known good snapshot {} of {}",
        effective().abbreviated(),
        Instant.ofEpochMilli(stored.getStoredUnixMillis()));
  }

  /** Returns what serves, for storage. */
  StoredSnapshot stored() {
    return new StoredSnapshot(
        options.shard(),
        held.effective(),
        endpoints.sets(),
        held.rejections().values().stream().filter(each -> each.kept() == null).toList(),
        sourcePosition,
        clock.instant());
  }
}
