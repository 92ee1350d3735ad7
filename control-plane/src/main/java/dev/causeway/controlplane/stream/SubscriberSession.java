package dev.causeway.controlplane.stream;

import dev.causeway.controlplane.stream.SessionState.AwaitingHello;
import dev.causeway.controlplane.stream.SessionState.CatchingUp;
import dev.causeway.controlplane.stream.SessionState.Closed;
import dev.causeway.controlplane.stream.SessionState.Idle;
import dev.causeway.controlplane.stream.SessionState.Offering;
import dev.causeway.controlplane.stream.SessionState.TakingInventory;
import dev.causeway.proto.codec.UndecodableResourceException;
import dev.causeway.proto.codec.WireIds;
import dev.causeway.proto.v1.EndpointAck;
import dev.causeway.proto.v1.EndpointUpdate;
import dev.causeway.proto.v1.Hello;
import dev.causeway.proto.v1.InventoryPart;
import dev.causeway.proto.v1.Result;
import dev.causeway.proto.v1.RouterMessage;
import dev.causeway.proto.v1.ServerMessage;
import dev.causeway.routing.model.Lane;
import dev.causeway.routing.version.Inventory;
import dev.causeway.routing.version.SnapshotId;
import io.grpc.Status;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One router's stream, as the state machine of {@link SessionState}.
 *
 * <p>Every event runs on the serial executor, so there are no locks and no races. What is to be
 * sent is always found by comparing what the router holds with the newest snapshot; publications
 * only wake the session, so nothing queues however fast they come.
 */
final class SubscriberSession {
  /** The version of the protocol this build speaks. */
  static final int PROTOCOL = 1;

  private final SnapshotShelf shelf;
  private final StreamStatistics statistics;
  private final PeerIdentity identity;
  private final String peer;
  private final Instant connected;
  private final Outbound outbound;
  private final Executor executor;
  private final SessionTimers timers;

  private SessionState state = new AwaitingHello();
  private @Nullable Subscription subscription;
  private Inventory held = Inventory.empty(Lane.CONFIG);
  private final EndpointLane endpoints = new EndpointLane();
  private boolean initial = true;
  private long nonce;
  private long staleNonces;
  private @Nullable SnapshotId offered;
  private @Nullable SnapshotId acked;
  private volatile SubscriberView view;

  SubscriberSession(
      SnapshotShelf shelf,
      PeerIdentity identity,
      String peer,
      Instant connected,
      Outbound outbound,
      Executor executor,
      SessionTimers timers) {
    this.shelf = shelf;
    this.statistics = shelf.statistics();
    this.identity = identity;
    this.peer = peer;
    this.connected = connected;
    this.outbound = outbound;
    this.executor = executor;
    this.timers = timers;
    this.view = currentView();
  }

  /** Begins to listen for publications; called once, before any message. */
  void open() {
    statistics.streamsOpened().increment();
    shelf.opened(this);
    timers.start(() -> run(this::heartbeat), () -> goodbye("the stream reached its age"));
  }

  SubscriberView view() {
    return view;
  }

  /** A snapshot of {@code shard} was published. Any thread. */
  void published(String shard) {
    run(
        () -> {
          Subscription known = subscription;
          if (known != null && known.shard().equals(shard)) {
            if (state instanceof CatchingUp(Hello hello)) {
              catchUp(hello, false);
            }
            pump();
          }
        });
  }

  /** The transport can take more. Any thread. */
  void ready() {
    run(this::pump);
  }

  /** Takes leave of the router and ends the stream. Any thread. */
  void goodbye(String reason) {
    executor.execute(
        () -> {
          if (!(state instanceof Closed)) {
            outbound.send(ServerMessages.goodbye(reason));
            outbound.complete();
            close(reason);
          }
        });
  }

  /** The router ended the stream, or it broke. Any thread. */
  void disconnected() {
    executor.execute(() -> close(null));
  }

  /** The router said something. Any thread; {@code done} runs when it has been dealt with. */
  void received(RouterMessage message, Runnable done) {
    run(
        () -> {
          try {
            if (!(state instanceof Closed)) {
              handle(message);
              pump();
              changed();
            }
          } catch (UndecodableResourceException e) {
            refuse(Status.INVALID_ARGUMENT.withDescription(e.getMessage()));
          } finally {
            done.run();
          }
        });
  }

  /** A router whose event failed must connect anew: half a session would beat on and stay mute. */
  private void run(Runnable event) {
    executor.execute(
        () -> {
          try {
            event.run();
          } catch (RuntimeException e) {
            refuse(Status.INTERNAL.withDescription("the session failed").withCause(e));
            throw e; // for the log
          }
        });
  }

  private void handle(RouterMessage message) throws UndecodableResourceException {
    if (state instanceof AwaitingHello && !message.hasHello()) {
      refuse(Status.INVALID_ARGUMENT.withDescription("the first message must be a Hello"));
      return;
    }
    switch (message.getMessageCase()) {
      case HELLO -> hello(message.getHello());
      case INVENTORY -> inventory(message.getInventory());
      case RESULT -> result(message.getResult());
      case RESYNC -> resync();
      case ENDPOINT_ACK -> acknowledged(message.getEndpointAck());
      // Interest is reserved, and what a newer router adds is ignored by contract.
      case INTEREST, MESSAGE_NOT_SET -> {}
    }
  }

  private void hello(Hello hello) throws UndecodableResourceException {
    if (!(state instanceof AwaitingHello)) {
      refuse(Status.INVALID_ARGUMENT.withDescription("a stream has one Hello"));
      return;
    }
    Status refusal = Admission.check(hello, identity, shelf);
    if (!refusal.isOk()) {
      refuse(refusal);
      return;
    }
    subscription = new Subscription(hello);
    catchUp(hello, false);
    if (state instanceof CatchingUp) {
      timers.afterCatchUpLimit(() -> run(this::catchUpLimit));
    }
  }

  private void catchUpLimit() {
    if (state instanceof CatchingUp(Hello hello)) {
      statistics.positionsLost().increment();
      catchUp(hello, true);
      pump();
      changed();
    }
  }

  /** Answers the Hello unless this replica is behind the router and may still catch up. */
  private void catchUp(Hello hello, boolean regardless) {
    SourcePosition seen = new SourcePosition(hello.getSourcePositionMap());
    ShardShelf shard = Objects.requireNonNull(shelf.shard(hello.getShard()));
    if (!regardless && shard.position().isBehind(seen)) {
      state = new CatchingUp(hello);
      return;
    }
    try {
      Inventory config = shard.find(Lane.CONFIG, WireIds.id(hello.getConfigRoot()));
      Inventory sets = shard.find(Lane.ENDPOINTS, WireIds.id(hello.getEndpointsRoot()));
      if (config == null || sets == null) {
        askForInventory();
      } else {
        settle(config, sets);
      }
    } catch (UndecodableResourceException e) {
      refuse(Status.INVALID_ARGUMENT.withDescription(e.getMessage()));
    }
  }

  private void askForInventory() {
    statistics.inventoriesAsked().increment();
    takeInventory();
    outbound.send(ServerMessages.inventoryRequest());
  }

  private void takeInventory() {
    state = new TakingInventory(Inventory.empty(Lane.CONFIG), Inventory.empty(Lane.ENDPOINTS));
  }

  private void inventory(InventoryPart part) throws UndecodableResourceException {
    if (!(state instanceof TakingInventory taken)) {
      return; // not asked for any more
    }
    TakingInventory more = taken.with(part);
    if (part.getLast()) {
      settle(more.config(), more.endpoints());
    } else {
      state = more;
    }
  }

  private void settle(Inventory config, Inventory sets) {
    held = config;
    acked = config.id();
    endpoints.reset(sets);
    initial = true;
    state = new Idle();
  }

  private void result(Result result) throws UndecodableResourceException {
    Subscription known = subscription;
    if (known == null) {
      return;
    }
    SnapshotId effective = WireIds.id(result.getEffectiveRoot());
    // Nonce 0 answers UpToDate, which changes nothing in flight.
    if (state instanceof Offering(OutgoingTransaction transaction)
        && transaction.isSent()
        && transaction.nonce() == result.getNonce()
        && transaction.targetRoot().equals(result.getOfferedRoot())) {
      held = transaction.target().config();
      acked = held.id();
      state = new Idle();
    } else if (result.getNonce() != 0) {
      staleNonces++;
      statistics.noncesIgnored().increment();
      return;
    }
    known.activated(effective, result.getRejectionsList(), result.getRejectionCount());
  }

  private void acknowledged(EndpointAck ack) {
    endpoints.acknowledge(ack.getSequence());
    if (subscription != null && ack.hasRejections()) {
      subscription.rejected(ack.getRejections());
    }
  }

  private void resync() {
    statistics.resyncsAsked().increment();
    // The inventory follows unasked; whatever was in flight is void.
    takeInventory();
  }

  /** Sends what there is to send, as long as the transport takes it. */
  private void pump() {
    while (outbound.isReady() && sendOne()) {
      // sendOne has sent it
    }
  }

  private boolean sendOne() {
    return switch (state) {
      case Idle idle -> offer() || sendEndpoints(held);
      case Offering(OutgoingTransaction transaction) ->
          transaction.isSent()
              ? sendEndpoints(transaction.target().config())
              : sendPart(transaction);
      case AwaitingHello _, CatchingUp _, TakingInventory _, Closed _ -> false;
    };
  }

  private boolean offer() {
    ShelfSnapshot newest = newest();
    if (!newest.config().sameAs(held)) {
      var transaction = new OutgoingTransaction(++nonce, initial, held, newest, endpoints.sent());
      endpoints.carriedBy(transaction);
      offered = newest.snapshot().id();
      initial = false;
      state = new Offering(transaction);
      statistics.offered(transaction);
      changed();
      return sendPart(transaction);
    }
    // Same content under a fresh object: adopt it, so that the next comparison is cheap.
    held = newest.config();
    if (initial) {
      initial = false;
      offered = held.id();
      outbound.send(ServerMessages.upToDate(newest));
      return true;
    }
    return false;
  }

  private boolean sendPart(OutgoingTransaction transaction) {
    outbound.send(
        ServerMessage.newBuilder()
            .setTransaction(transaction.nextPart(endpoints::nextSequence))
            .build());
    return true;
  }

  private boolean sendEndpoints(Inventory afterOffer) {
    EndpointUpdate update = endpoints.next(newest(), held, afterOffer);
    if (update == null) {
      return false;
    }
    statistics.endpointSetsSent().add(update.getSetsCount());
    outbound.send(ServerMessage.newBuilder().setEndpoints(update).build());
    return true;
  }

  private void heartbeat() {
    if (subscription == null || !outbound.isReady() || state instanceof Closed) {
      return;
    }
    ShardShelf shard = Objects.requireNonNull(shelf.shard(subscription.shard()));
    boolean settled = state instanceof Idle && endpoints.isQuiet() && !initial;
    outbound.send(
        ServerMessages.heartbeat(newest(), shard.ageMillis(), endpoints, settled ? held : null));
  }

  private ShelfSnapshot newest() {
    Subscription known = Objects.requireNonNull(subscription);
    return Objects.requireNonNull(shelf.newest(known.shard()));
  }

  private void refuse(Status status) {
    if (!(state instanceof Closed)) {
      statistics.streamsRefused().increment();
      close(status.getDescription());
      outbound.fail(status);
    }
  }

  private void close(@Nullable String reason) {
    if (!(state instanceof Closed)) {
      state = new Closed(reason);
      timers.stop();
      view = currentView();
      shelf.closed(this);
    }
  }

  private void changed() {
    view = currentView();
    shelf.changed();
  }

  private SubscriberView currentView() {
    Subscription known = subscription;
    return new SubscriberView(
        known == null ? "" : known.shard(),
        known == null ? "" : known.router(),
        peer,
        identity.toString(),
        known == null ? "" : known.build(),
        state.label(),
        offered,
        acked,
        known == null ? null : known.effective(),
        endpoints.sequence(),
        endpoints.acked(),
        known == null ? List.of() : known.rejections(),
        known == null ? 0 : known.rejectionCount(),
        staleNonces,
        connected,
        state.isSettled() ? held : null);
  }
}
