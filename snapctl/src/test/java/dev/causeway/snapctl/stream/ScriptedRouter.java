package dev.causeway.snapctl.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.proto.codec.WireIds;
import dev.causeway.proto.v1.EndpointAck;
import dev.causeway.proto.v1.Hello;
import dev.causeway.proto.v1.InventoryPart;
import dev.causeway.proto.v1.ResourceVersion;
import dev.causeway.proto.v1.Result;
import dev.causeway.proto.v1.Resync;
import dev.causeway.proto.v1.RouterMessage;
import dev.causeway.proto.v1.ServerMessage;
import dev.causeway.proto.v1.SnapshotStreamGrpc;
import dev.causeway.proto.v1.TransactionPart;
import dev.causeway.routing.version.SnapshotId;
import dev.causeway.testkit.tls.TestAuthority.Identity;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A router played by hand, over a real connection. */
final class ScriptedRouter implements AutoCloseable {
  private static final long DEADLINE_SECONDS = 30;

  private final ManagedChannel channel;
  private final BlockingQueue<ServerMessage> received = new LinkedBlockingQueue<>();
  private final CompletableFuture<Status> end = new CompletableFuture<>();
  private final CompletableFuture<ClientCallStreamObserver<RouterMessage>> call =
      new CompletableFuture<>();

  private int beats;

  private ScriptedRouter(@Nullable Identity identity, Path trust, int port, int reads)
      throws Exception {
    SslContextBuilder tls = GrpcSslContexts.forClient().trustManager(trust.toFile());
    if (identity != null) {
      tls.keyManager(identity.certificate().toFile(), identity.key().toFile());
    }
    channel = NettyChannelBuilder.forAddress("127.0.0.1", port).sslContext(tls.build()).build();
    SnapshotStreamGrpc.newStub(channel).connect(new Stream(reads));
  }

  /** Connects and reads whatever comes. */
  static ScriptedRouter connect(Identity identity, int port) throws Exception {
    return new ScriptedRouter(identity, identity.trust(), port, Integer.MAX_VALUE);
  }

  /** Connects without a certificate of its own. */
  static ScriptedRouter anonymous(Path trust, int port) throws Exception {
    return new ScriptedRouter(null, trust, port, Integer.MAX_VALUE);
  }

  /** Connects and reads nothing until {@link #read} is called. */
  static ScriptedRouter unread(Identity identity, int port) throws Exception {
    return new ScriptedRouter(identity, identity.trust(), port, 0);
  }

  private final class Stream implements ClientResponseObserver<RouterMessage, ServerMessage> {
    private final int reads;

    Stream(int reads) {
      this.reads = reads;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<RouterMessage> requests) {
      requests.disableAutoRequestWithInitial(reads);
      call.complete(requests);
    }

    @Override
    public void onNext(ServerMessage message) {
      received.add(message);
    }

    @Override
    public void onError(Throwable failure) {
      end.complete(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
      end.complete(Status.OK);
    }
  }

  /** Asks for that many more messages. */
  void read(int messages) {
    call.join().request(messages);
  }

  void send(RouterMessage message) {
    call.join().onNext(message);
  }

  /** Greets as a router of protocol version 1 that holds nothing, changed by {@code change}. */
  void hello(Consumer<Hello.Builder> change) {
    Hello.Builder hello =
        Hello.newBuilder()
            .setProtocolMin(1)
            .setProtocolMax(1)
            .setRouter("scripted")
            .setShard(Given.SHARD)
            .setConfigRoot(WireIds.id(SnapshotId.EMPTY))
            .setEndpointsRoot(WireIds.id(SnapshotId.EMPTY))
            .setEffectiveRoot(WireIds.id(SnapshotId.EMPTY));
    change.accept(hello);
    send(RouterMessage.newBuilder().setHello(hello).build());
  }

  void hello() {
    hello(_ -> {});
  }

  /** Answers a transaction as committed without rejections. */
  void accept(TransactionPart last) {
    result(last, _ -> {});
  }

  /** Answers a transaction as committed, changed by {@code change}. */
  void result(TransactionPart last, Consumer<Result.Builder> change) {
    Result.Builder result =
        Result.newBuilder()
            .setNonce(last.getNonce())
            .setOfferedRoot(last.getTargetRoot())
            .setEffectiveRoot(last.getTargetRoot());
    change.accept(result);
    send(RouterMessage.newBuilder().setResult(result).build());
  }

  void acknowledge(long sequence) {
    send(
        RouterMessage.newBuilder()
            .setEndpointAck(EndpointAck.newBuilder().setSequence(sequence))
            .build());
  }

  void resync() {
    send(
        RouterMessage.newBuilder()
            .setResync(Resync.newBuilder().setReason("as the test wants it"))
            .build());
  }

  /** Tells what it holds, in parts of {@code size} entries. */
  void inventory(List<ResourceVersion> entries, int size) {
    int from = 0;
    do {
      int to = Math.min(from + size, entries.size());
      send(
          RouterMessage.newBuilder()
              .setInventory(
                  InventoryPart.newBuilder()
                      .addAllEntries(entries.subList(from, to))
                      .setLast(to == entries.size()))
              .build());
      from = to;
    } while (from < entries.size());
  }

  /** Waits for the next message. */
  ServerMessage next() throws InterruptedException {
    ServerMessage message = received.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
    assertThat(message).as("a message of the control plane").isNotNull();
    return message;
  }

  /** Waits for the next message, which must be of that kind. */
  ServerMessage next(ServerMessage.MessageCase kind) throws InterruptedException {
    ServerMessage message = next();
    assertThat(message.getMessageCase()).as(message.toString()).isEqualTo(kind);
    return message;
  }

  /** Returns the parts of the next transaction; only heartbeats may come in between. */
  List<TransactionPart> transaction() throws InterruptedException {
    List<TransactionPart> parts = new ArrayList<>();
    do {
      ServerMessage message = next();
      while (message.hasHeartbeat()) {
        beats++;
        message = next();
      }
      assertThat(message.hasTransaction()).as(message.toString()).isTrue();
      parts.add(message.getTransaction());
    } while (!parts.getLast().getLast());
    return parts;
  }

  /** Returns how many heartbeats came before and between the parts of transactions. */
  int beats() {
    return beats;
  }

  /** Returns the only part of the next transaction. */
  TransactionPart onlyPart() throws InterruptedException {
    List<TransactionPart> parts = transaction();
    assertThat(parts).hasSize(1);
    return parts.getFirst();
  }

  /** Returns what has come and was not looked at, or null. */
  @Nullable ServerMessage pending() {
    return received.peek();
  }

  /** Waits for the end of the stream. */
  Status end() throws Exception {
    return end.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
