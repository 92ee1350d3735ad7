package dev.causeway.controlplane.stream;

import dev.causeway.proto.v1.RouterMessage;
import dev.causeway.proto.v1.ServerMessage;
import dev.causeway.proto.v1.SnapshotStreamGrpc;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** Makes a session of every stream. */
final class SnapshotService extends SnapshotStreamGrpc.SnapshotStreamImplBase {
  private final SnapshotShelf shelf;
  private final SessionOptions options;
  private final Clock clock;
  private final Executor threads;
  private final ScheduledExecutorService scheduler;

  SnapshotService(
      SnapshotShelf shelf,
      SessionOptions options,
      Clock clock,
      Executor threads,
      ScheduledExecutorService scheduler) {
    this.shelf = shelf;
    this.options = options;
    this.clock = clock;
    this.threads = threads;
    this.scheduler = scheduler;
  }

  @Override
  public StreamObserver<RouterMessage> connect(StreamObserver<ServerMessage> responses) {
    ServerCallStreamObserver<ServerMessage> call =
        (ServerCallStreamObserver<ServerMessage>) responses;
    SubscriberSession session =
        new SubscriberSession(
            shelf,
            PeerInterceptor.IDENTITY.get(),
            PeerInterceptor.ADDRESS.get(),
            clock.instant(),
            new CallOutbound(call),
            new SerialExecutor(threads),
            new SessionTimers(scheduler, options));
    call.disableAutoRequest();
    call.setOnReadyHandler(session::ready);
    call.setOnCancelHandler(session::disconnected);
    call.setOnCloseHandler(session::disconnected);
    session.open();
    call.request(1);
    return new Inbound(call, session);
  }

  /** The router's half: one message is asked for when the one before has been dealt with. */
  private record Inbound(ServerCallStreamObserver<ServerMessage> call, SubscriberSession session)
      implements StreamObserver<RouterMessage> {
    @Override
    public void onNext(RouterMessage message) {
      session.received(message, () -> call.request(1));
    }

    @Override
    public void onError(Throwable failure) {
      session.disconnected();
    }

    @Override
    public void onCompleted() {
      session.goodbye("the router closed the stream");
    }
  }

  private record CallOutbound(ServerCallStreamObserver<ServerMessage> call) implements Outbound {
    @Override
    public boolean isReady() {
      return !call.isCancelled() && call.isReady();
    }

    @Override
    public void send(ServerMessage message) {
      if (!call.isCancelled()) {
        call.onNext(message);
      }
    }

    @Override
    public void complete() {
      if (!call.isCancelled()) {
        call.onCompleted();
      }
    }

    @Override
    public void fail(Status status) {
      if (!call.isCancelled()) {
        call.onError(status.asRuntimeException());
      }
    }
  }
}
