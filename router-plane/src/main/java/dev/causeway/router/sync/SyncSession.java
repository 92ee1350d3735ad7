package dev.causeway.router.sync;

import com.google.protobuf.ByteString;
import dev.causeway.proto.codec.UndecodableResourceException;
import dev.causeway.proto.codec.WireIds;
import dev.causeway.proto.v1.EndpointUpdate;
import dev.causeway.proto.v1.Heartbeat;
import dev.causeway.proto.v1.InventoryPart;
import dev.causeway.proto.v1.ResourceVersion;
import dev.causeway.proto.v1.Resync;
import dev.causeway.proto.v1.RouterMessage;
import dev.causeway.proto.v1.ServerMessage;
import dev.causeway.proto.v1.TransactionPart;
import dev.causeway.router.sync.StreamState.Greeting;
import dev.causeway.router.sync.StreamState.Over;
import dev.causeway.router.sync.StreamState.Receiving;
import dev.causeway.router.sync.StreamState.Steady;
import dev.causeway.routing.model.Lane;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.version.ContentHash;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream to a control plane, as the state machine of {@link StreamState}.
 *
 * <p>Used by the synchronisation executor only.
 */
final class SyncSession {
  private static final Logger LOG = LoggerFactory.getLogger(SyncSession.class);

  /** Entries per inventory part; with names at their longest a part stays below 512 KiB. */
  static final int INVENTORY_ENTRIES = 1_500;

  private final SnapshotReceiver receiver;
  private final Consumer<RouterMessage> outbound;
  private StreamState state = new Greeting();
  private long lastNonce;
  private long sourceAgeMillis;
  private long resyncs;
  private long returnAfterMillis;

  SyncSession(SnapshotReceiver receiver, Consumer<RouterMessage> outbound) {
    this.receiver = receiver;
    this.outbound = outbound;
  }

  /** What a message changed. */
  enum Effect {
    NOTHING,
    COMMITTED,
    ENDPOINTS
  }

  void greet() {
    if (state instanceof Over) {
      return;
    }
    outbound.accept(RouterMessage.newBuilder().setHello(receiver.hello()).build());
  }

  long sourceAgeMillis() {
    return sourceAgeMillis;
  }

  long resyncs() {
    return resyncs;
  }

  /** Returns when the control plane asked to be called again, milliseconds. */
  long returnAfterMillis() {
    return returnAfterMillis;
  }

  void ended() {
    state = new Over();
  }

  /**
   * Deals with a message.
   *
   * @throws UndecodableResourceException if it cannot come from a peer of this protocol version;
   *     the stream is of no further use
   */
  Effect received(ServerMessage message) throws UndecodableResourceException {
    if (state instanceof Over) {
      return Effect.NOTHING;
    }
    return switch (message.getMessageCase()) {
      case TRANSACTION -> transaction(message.getTransaction());
      case ENDPOINTS -> endpoints(message.getEndpoints());
      case UP_TO_DATE -> upToDate(message);
      case INVENTORY_REQUEST -> {
        sendInventory();
        yield Effect.NOTHING;
      }
      case HEARTBEAT -> heartbeat(message.getHeartbeat());
      case GOODBYE -> {
        returnAfterMillis = message.getGoodbye().getReturnAfterMillis();
        LOG.info("The control plane takes leave: {}", message.getGoodbye().getReason());
        yield Effect.NOTHING;
      }
      // Added by a newer control plane; what must not be ignored raises the protocol version.
      case MESSAGE_NOT_SET -> Effect.NOTHING;
    };
  }

  private Effect transaction(TransactionPart part) throws UndecodableResourceException {
    if (part.getNonce() <= lastNonce) {
      return Effect.NOTHING; // belongs to a transaction that a Resync has voided
    }
    Staging staging;
    if (state instanceof Receiving(Staging present)) {
      staging = present;
    } else {
      if (!receiver.offered(Lane.CONFIG).id().equals(WireIds.id(part.getBaseRoot()))) {
        return resync(part.getNonce(), "the transaction begins at another id than the router has");
      }
      staging = new Staging(part, receiver.offered(Lane.CONFIG));
    }
    if (!staging.expects(part)) {
      return resync(part.getNonce(), "a part of the transaction is missing");
    }
    staging.add(part);
    if (!part.getLast()) {
      state = new Receiving(staging);
      return Effect.NOTHING;
    }
    if (!staging.isWhole()) {
      return resync(part.getNonce(), "the transaction does not lead to the id it promises");
    }
    lastNonce = part.getNonce();
    state = new Steady();
    outbound.accept(
        RouterMessage.newBuilder().setResult(receiver.commit(staging, part.getLabel())).build());
    return Effect.COMMITTED;
  }

  private Effect upToDate(ServerMessage message) throws UndecodableResourceException {
    var target = WireIds.id(message.getUpToDate().getTargetRoot());
    if (!receiver.offered(Lane.CONFIG).id().equals(target)) {
      return resync(lastNonce, "the control plane calls another id up to date");
    }
    state = new Steady();
    outbound.accept(
        RouterMessage.newBuilder()
            .setResult(receiver.upToDate(message.getUpToDate().getLabel()))
            .build());
    return Effect.COMMITTED;
  }

  private Effect endpoints(EndpointUpdate update) throws UndecodableResourceException {
    outbound.accept(RouterMessage.newBuilder().setEndpointAck(receiver.apply(update)).build());
    return Effect.ENDPOINTS;
  }

  private Effect heartbeat(Heartbeat beat) throws UndecodableResourceException {
    sourceAgeMillis = beat.getAgeMillis();
    // Only comparable while nothing is on its way, which is when the control plane tells them.
    if (state instanceof Steady) {
      if (beat.hasConfigRoot() && differs(Lane.CONFIG, beat.getConfigRoot())) {
        return resync(lastNonce, "the config lane has drifted");
      }
      if (beat.hasEndpointsRoot() && differs(Lane.ENDPOINTS, beat.getEndpointsRoot())) {
        return resync(lastNonce, "the endpoint lane has drifted");
      }
    }
    return Effect.NOTHING;
  }

  private boolean differs(Lane lane, ByteString root) throws UndecodableResourceException {
    return !receiver.offered(lane).id().equals(WireIds.id(root));
  }

  /** Voids what is in flight and starts over from what the router really holds. */
  private Effect resync(long voided, String reason) {
    LOG.warn("Asking the control plane for a fresh comparison: {}", reason);
    resyncs++;
    lastNonce = Math.max(lastNonce, voided);
    state = new Greeting();
    outbound.accept(
        RouterMessage.newBuilder().setResync(Resync.newBuilder().setReason(reason)).build());
    sendInventory();
    return Effect.NOTHING;
  }

  private void sendInventory() {
    List<ResourceVersion> entries = new ArrayList<>();
    receiver.offered(Lane.CONFIG).forEach((key, hash) -> entries.add(version(key, hash)));
    receiver.offered(Lane.ENDPOINTS).forEach((key, hash) -> entries.add(version(key, hash)));
    int from = 0;
    do {
      int to = Math.min(from + INVENTORY_ENTRIES, entries.size());
      outbound.accept(
          RouterMessage.newBuilder()
              .setInventory(
                  InventoryPart.newBuilder()
                      .addAllEntries(entries.subList(from, to))
                      .setLast(to == entries.size()))
              .build());
      from = to;
    } while (from < entries.size());
  }

  private static ResourceVersion version(ResourceKey key, ContentHash hash) {
    return WireIds.version(key, hash);
  }
}
