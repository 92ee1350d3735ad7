package dev.causeway.router.sync;

import dev.causeway.proto.codec.UndecodableResourceException;
import dev.causeway.proto.v1.RouterMessage;
import dev.causeway.proto.v1.ServerMessage;
import dev.causeway.proto.v1.SnapshotStreamGrpc;
import dev.causeway.router.config.ConfigActivator;
import dev.causeway.router.sync.SyncOptions.Target;
import dev.causeway.router.sync.SyncSession.Effect;
import dev.causeway.routing.model.Lane;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a control plane: keeps one stream open, whichever replica it leads to, and makes what
 * arrives active.
 *
 * <p>All state belongs to one thread. {@link #status} may be read by any thread; listeners are
 * called on that thread and must not block. A router that is disconnected goes on serving what was
 * committed last.
 */
public final class SnapshotClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotClient.class);

  /** The control plane sends parts of 512 KiB; only one enormous host may be larger. */
  private static final int MAX_INBOUND_BYTES = 32 * 1024 * 1024;

  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
  private static final long CLOSE_SECONDS = 5;

  private final Clock clock;
  private final Consumer<SyncStatus> listener;
  private final SnapshotReceiver receiver;
  private final Reconnect reconnect;
  private final ScheduledExecutorService thread;
  private final ReloadingTls tls;
  private final @Nullable LastKnownGood stored;
  private final @Nullable LastKnownGoodWriter writer;

  private volatile SyncStatus status = SyncStatus.INITIAL;
  private @Nullable ManagedChannel channel;
  private @Nullable ClientCallStreamObserver<RouterMessage> call;
  private String target = "";
  private boolean connected;
  private boolean closed;
  private long connects;
  private long resyncs;
  private long sourceAgeMillis;
  private @Nullable Instant lastHeard;
  private @Nullable String lastError;

  /**
   * Reads the TLS files; nothing else happens before {@link #start}.
   *
   * @param listener told of every change of the status
   * @throws IOException if a TLS file cannot be read
   * @throws GeneralSecurityException if a TLS file does not hold what it should
   */
  public SnapshotClient(
      SyncOptions options, ConfigActivator activator, Clock clock, Consumer<SyncStatus> listener)
      throws IOException, GeneralSecurityException {
    this.tls = new ReloadingTls(options.tls());
    this.clock = clock;
    this.listener = listener;
    this.receiver = new SnapshotReceiver(options, activator, clock);
    this.reconnect = new Reconnect(options.targets(), options.backoff(), new Random());
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("snapshot-sync").factory());
    Path folder = options.lastKnownGood();
    this.stored = folder == null ? null : new LastKnownGood(folder, options.shard());
    this.writer = stored == null ? null : new LastKnownGoodWriter(stored);
  }

  /** Serves the last known good snapshot, if there is one, and begins to connect. */
  public void start() {
    thread.execute(
        () -> {
          restore();
          connect();
        });
  }

  private void restore() {
    if (stored == null) {
      return;
    }
    try {
      stored.load().ifPresent(receiver::restore);
      publish();
    } catch (RuntimeException e) {
      // An executor swallows what its tasks throw, and the control plane may know something better.
      LOG.error("The last known good snapshot could not be made active", e);
    }
  }

  /** Returns how far this router follows. */
  public SyncStatus status() {
    return status;
  }

  private void connect() {
    if (closed) {
      return;
    }
    Stream stream = new Stream();
    try {
      open(stream);
    } catch (RuntimeException e) {
      LOG.error("The stream to {} could not be begun", target, e);
      stream.ended(String.valueOf(e.getMessage()));
    }
  }

  private void open(Stream stream) {
    Target next = reconnect.next();
    target = next.toString();
    ManagedChannel opened =
        NettyChannelBuilder.forAddress(next.host(), next.port())
            .sslContext(tls.current())
            .executor(thread)
            .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
            .maxInboundMessageSize(MAX_INBOUND_BYTES)
            .keepAliveTime(20, TimeUnit.SECONDS)
            .keepAliveTimeout(10, TimeUnit.SECONDS)
            .disableRetry()
            .build();
    channel = opened;
    SnapshotStreamGrpc.newStub(opened).connect(stream);
  }

  /** The control plane's half of one stream. gRPC calls it on the synchronisation thread. */
  private final class Stream implements ClientResponseObserver<RouterMessage, ServerMessage> {
    private @Nullable SyncSession session;
    private boolean delivered;
    private boolean over;

    @Override
    public void beforeStart(ClientCallStreamObserver<RouterMessage> requests) {
      // One message at a time: the next is asked for when this one has been dealt with.
      requests.disableAutoRequestWithInitial(1);
      call = requests;
      // The call begins when the observer returns; its first message is sent right after.
      SyncSession begun = new SyncSession(receiver, requests::onNext);
      session = begun;
      thread.execute(begun::greet);
    }

    @Override
    public void onNext(ServerMessage message) {
      SyncSession current = session;
      if (current == null) {
        return;
      }
      if (!delivered) {
        delivered = true;
        connected = true;
        connects++;
        lastError = null;
        reconnect.answered();
        LOG.info("Following the control plane at {}", target);
      }
      lastHeard = clock.instant();
      long before = current.resyncs();
      try {
        Effect effect = current.received(message);
        resyncs += current.resyncs() - before;
        sourceAgeMillis = current.sourceAgeMillis();
        store(effect);
        publish();
        request();
      } catch (UndecodableResourceException | RuntimeException e) {
        LOG.error("The stream from {} cannot be followed", target, e);
        cancel(String.valueOf(e.getMessage()));
      }
    }

    private void request() {
      ClientCallStreamObserver<RouterMessage> current = call;
      if (current != null) {
        current.request(1);
      }
    }

    private void cancel(String reason) {
      ClientCallStreamObserver<RouterMessage> current = call;
      if (current != null) {
        // The reply is onError, from where the next attempt is scheduled. It counts as a failure.
        delivered = false;
        current.cancel(reason, null);
      }
    }

    @Override
    public void onError(Throwable failure) {
      Status cause = Status.fromThrowable(failure);
      String description = cause.getDescription();
      ended(cause.getCode() + (description == null ? "" : ": " + description) + detail(cause));
    }

    private static String detail(Status status) {
      Throwable cause = status.getCause();
      return cause == null ? "" : " (" + cause.getMessage() + ")";
    }

    @Override
    public void onCompleted() {
      ended(null);
    }

    private void ended(@Nullable String error) {
      if (over) {
        return; // the next attempt is under way
      }
      over = true;
      SyncSession current = session;
      long wait = delivered ? reconnect.afterDelivery() : reconnect.afterFailure();
      if (current != null) {
        current.ended();
        wait = Math.max(wait, current.returnAfterMillis());
      }
      disconnect();
      connected = false;
      lastError = delivered ? null : error;
      if (error != null && !closed) {
        LOG.warn(
            "No stream from the control plane at {}, next attempt in {} ms: {}",
            target,
            wait,
            error);
      }
      if (!closed) {
        thread.schedule(SnapshotClient.this::connect, wait, TimeUnit.MILLISECONDS);
      }
      publish();
    }
  }

  private void store(Effect effect) {
    if (writer != null && receiver.origin() != SyncStatus.Origin.NONE) {
      switch (effect) {
        case COMMITTED -> writer.committed(receiver.stored());
        case ENDPOINTS -> writer.endpointsChanged(receiver.stored());
        case NOTHING -> {}
      }
    }
  }

  private void disconnect() {
    call = null;
    if (channel != null) {
      channel.shutdownNow();
      channel = null;
    }
  }

  private void publish() {
    status =
        new SyncStatus(
            receiver.origin(),
            connected,
            target,
            receiver.offered(Lane.CONFIG).id(),
            receiver.effective(),
            receiver.offered(Lane.ENDPOINTS).id(),
            receiver.committed(),
            lastHeard,
            sourceAgeMillis,
            receiver.rejections(),
            new SyncStatus.Counters(
                receiver.commits(), resyncs, connects, receiver.endpointUpdates()),
            lastError);
    listener.accept(status);
  }

  /** Ends the stream and stores what is to be stored. What serves goes on serving. */
  @Override
  public void close() {
    try {
      ManagedChannel last = thread.submit(this::finish).get(CLOSE_SECONDS, TimeUnit.SECONDS);
      if (last != null) {
        last.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (RejectedExecutionException e) {
      return; // closed before
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("The stream did not end in an orderly way", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.shutdownNow();
    if (writer != null) {
      writer.close();
    }
  }

  private @Nullable ManagedChannel finish() {
    closed = true;
    ManagedChannel last = channel;
    disconnect();
    connected = false;
    publish();
    return last;
  }
}
