package dev.causeway.snapctl.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.proto.codec.ResourceEncoder;
import dev.causeway.proto.codec.WireIds;
import dev.causeway.proto.v1.Heartbeat;
import dev.causeway.proto.v1.Resource;
import dev.causeway.proto.v1.RouterMessage;
import dev.causeway.proto.v1.ServerMessage;
import dev.causeway.proto.v1.SnapshotStreamGrpc;
import dev.causeway.proto.v1.TransactionPart;
import dev.causeway.routing.model.Lane;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.version.Snapshot;
import dev.causeway.testkit.tls.TestAuthority.Identity;
import io.grpc.Server;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A control plane played by hand, over real connections. */
final class ScriptedControlPlane implements AutoCloseable {
  private static final long DEADLINE_SECONDS = 30;

  private final Server server;
  private final BlockingQueue<Conversation> conversations = new LinkedBlockingQueue<>();

  ScriptedControlPlane(Identity identity) throws Exception {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sslContext(
                GrpcSslContexts.configure(
                        SslContextBuilder.forServer(
                            identity.certificate().toFile(), identity.key().toFile()))
                    .trustManager(identity.trust().toFile())
                    .clientAuth(ClientAuth.REQUIRE)
                    .build())
            .addService(new Service())
            .build()
            .start();
  }

  private final class Service extends SnapshotStreamGrpc.SnapshotStreamImplBase {
    @Override
    public StreamObserver<RouterMessage> connect(StreamObserver<ServerMessage> responses) {
      Conversation conversation = new Conversation(responses);
      conversations.add(conversation);
      return conversation;
    }
  }

  int port() {
    return server.getPort();
  }

  /** Waits for the next router. */
  Conversation next() throws InterruptedException {
    Conversation conversation = conversations.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
    assertThat(conversation).as("a stream").isNotNull();
    return conversation;
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  /** One stream. */
  static final class Conversation implements StreamObserver<RouterMessage> {
    private final StreamObserver<ServerMessage> responses;
    private final BlockingQueue<RouterMessage> received = new LinkedBlockingQueue<>();

    private Conversation(StreamObserver<ServerMessage> responses) {
      this.responses = responses;
    }

    @Override
    public void onNext(RouterMessage message) {
      received.add(message);
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}

    void send(ServerMessage message) {
      responses.onNext(message);
    }

    /** Sends the whole of {@code snapshot}, as the first transaction, in one part. */
    void offer(long nonce, Snapshot snapshot) {
      send(
          ServerMessage.newBuilder()
              .setTransaction(transaction(nonce, Snapshot.EMPTY, snapshot))
              .build());
    }

    void beat(Heartbeat.Builder beat) {
      send(ServerMessage.newBuilder().setHeartbeat(beat).build());
    }

    void end() {
      responses.onCompleted();
    }

    /** Waits for the next message. */
    RouterMessage next() throws InterruptedException {
      RouterMessage message = received.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
      assertThat(message).as("a message of the router").isNotNull();
      return message;
    }

    /** Waits for the next message, which must be of that kind. */
    RouterMessage next(RouterMessage.MessageCase kind) throws InterruptedException {
      RouterMessage message = next();
      assertThat(message.getMessageCase()).as(message.toString()).isEqualTo(kind);
      return message;
    }

    @Nullable RouterMessage pending() {
      return received.peek();
    }
  }

  /** A transaction in one part; endpoint sets of new upstreams come with sequences from 1. */
  static TransactionPart.Builder transaction(long nonce, Snapshot from, Snapshot to) {
    TransactionPart.Builder part =
        TransactionPart.newBuilder()
            .setNonce(nonce)
            .setBaseRoot(WireIds.id(from.id()))
            .setTargetRoot(WireIds.id(to.id()))
            .setPart(1)
            .setLast(true)
            .setInitial(nonce == 1);
    var config = from.inventory(Lane.CONFIG).diff(to.inventory(Lane.CONFIG));
    config.upserts().forEach(key -> part.addResources(wire(to, key)));
    config.removals().forEach(key -> part.addRemoved(WireIds.name(key)));
    var sets = from.inventory(Lane.ENDPOINTS).diff(to.inventory(Lane.ENDPOINTS));
    for (ResourceKey key : sets.upserts()) {
      part.addEndpointsBuilder().setSequence(part.getEndpointsCount()).setResource(wire(to, key));
    }
    return part;
  }

  /** A resource of {@code snapshot} as it travels. */
  static Resource wire(Snapshot snapshot, ResourceKey key) {
    return ResourceEncoder.encode(
        Objects.requireNonNull(snapshot.get(key)), Objects.requireNonNull(snapshot.hash(key)));
  }
}
