package dev.causeway.controlplane.activation;

import dev.causeway.proto.identity.PemIdentity;
import dev.causeway.proto.v1.AwaitHeldRequest;
import dev.causeway.proto.v1.AwaitHeldResponse;
import dev.causeway.proto.v1.InspectionGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connection to one replica, and what it answered.
 *
 * <p>Everything runs on the survey's thread; what gRPC tells is handed over to it, and no message
 * is asked for before the one before has been dealt with.
 */
final class ReplicaStream {
  /** What a replica answers that is there; among them what an older version answers. */
  private static final Set<Status.Code> REFUSALS =
      Set.of(
          Status.Code.UNIMPLEMENTED,
          Status.Code.PERMISSION_DENIED,
          Status.Code.UNAUTHENTICATED,
          Status.Code.INVALID_ARGUMENT,
          Status.Code.RESOURCE_EXHAUSTED);

  private final InetSocketAddress address;
  private final SurveyOptions options;
  private final Executor owner;
  private final Listener listener;
  private final Map<Long, Integer> answers = new HashMap<>();
  private final Queue<AwaitHeldRequest> outbox = new ArrayDeque<>();
  private @Nullable ManagedChannel channel;
  private @Nullable Call call;
  private boolean open;
  private boolean refused;
  private long lostAt = System.nanoTime();
  private int failures;

  /** Hears what happens, on the survey's thread. */
  interface Listener {
    /** Questions can be asked; none is known to the replica. */
    void opened(ReplicaStream replica);

    /** An answer came or was taken back. */
    void answered(long token);

    /** The replica is lost, for now or for good. */
    void lost(ReplicaStream replica, Status status);
  }

  ReplicaStream(
      InetSocketAddress address, SurveyOptions options, Executor owner, Listener listener) {
    this.address = address;
    this.options = options;
    this.owner = owner;
    this.listener = listener;
  }

  InetSocketAddress address() {
    return address;
  }

  /** Returns how often it was lost in a row. */
  int failures() {
    return failures;
  }

  boolean isOpen() {
    return open;
  }

  /** Returns how many routers hold what {@code token} asks for, or null where that is open. */
  @Nullable Integer answer(long token) {
    Integer routers = answers.get(token);
    return routers == null && isGone() ? Integer.valueOf(0) : routers;
  }

  /** A replica that answers but does not understand or refuses may well have routers. */
  private boolean isGone() {
    return !open && !refused && System.nanoTime() - lostAt > options.unreachableAfter().toNanos();
  }

  void connect() {
    disconnect();
    Call next = new Call();
    call = next;
    try {
      ManagedChannel opened =
          NettyChannelBuilder.forAddress(address)
              .overrideAuthority(options.identity())
              .sslContext(
                  tls(
                      PemIdentity.read(
                          options.tls().certificate(), options.tls().key(), options.tls().trust())))
              .keepAliveTime(30, TimeUnit.SECONDS)
              .keepAliveTimeout(10, TimeUnit.SECONDS)
              .build();
      channel = opened;
      InspectionGrpc.newStub(opened).awaitHeld(next);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      ended(next, Status.UNAVAILABLE.withDescription(e.toString()));
    }
  }

  private static SslContext tls(PemIdentity identity) throws IOException {
    return GrpcSslContexts.configure(
            SslContextBuilder.forClient()
                .keyManager(identity.key(), identity.chain())
                .trustManager(identity.trust()),
            SslProvider.JDK)
        .build();
  }

  void send(AwaitHeldRequest request) {
    if (open) {
      outbox.add(request);
      pump();
    }
  }

  /** Forgets the answer to a question that is withdrawn. */
  void forget(long token) {
    answers.remove(token);
  }

  private void pump() {
    Call present = call;
    while (open && present != null && present.requests().isReady()) {
      AwaitHeldRequest next = outbox.poll();
      if (next == null) {
        return;
      }
      present.requests().onNext(next);
    }
  }

  private void received(Call from, AwaitHeldResponse answer) {
    if (from != call) {
      return;
    }
    if (answer.getToken() == 0) {
      open = true;
      refused = false;
      failures = 0;
      listener.opened(this);
    } else {
      if (answer.getHeld()) {
        answers.put(answer.getToken(), answer.getRouters());
      } else {
        answers.remove(answer.getToken());
      }
      listener.answered(answer.getToken());
    }
    from.requests().request(1);
  }

  private void ended(Call from, Status status) {
    if (from != call) {
      return;
    }
    if (open || refused) {
      lostAt = System.nanoTime();
    }
    refused = REFUSALS.contains(status.getCode());
    failures++;
    disconnect();
    listener.lost(this, status);
  }

  void disconnect() {
    open = false;
    call = null;
    answers.clear();
    outbox.clear();
    if (channel != null) {
      channel.shutdownNow();
      channel = null;
    }
  }

  private final class Call implements ClientResponseObserver<AwaitHeldRequest, AwaitHeldResponse> {
    private @Nullable ClientCallStreamObserver<AwaitHeldRequest> requests;

    ClientCallStreamObserver<AwaitHeldRequest> requests() {
      return Objects.requireNonNull(requests);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<AwaitHeldRequest> stream) {
      requests = stream;
      stream.disableAutoRequestWithInitial(1);
      stream.setOnReadyHandler(() -> owner.execute(ReplicaStream.this::pump));
    }

    @Override
    public void onNext(AwaitHeldResponse answer) {
      owner.execute(() -> received(this, answer));
    }

    @Override
    public void onError(Throwable failure) {
      owner.execute(() -> ended(this, Status.fromThrowable(failure)));
    }

    @Override
    public void onCompleted() {
      owner.execute(() -> ended(this, Status.UNAVAILABLE.withDescription("the stream ended")));
    }
  }
}
