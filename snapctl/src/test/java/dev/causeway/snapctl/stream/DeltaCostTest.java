package dev.causeway.snapctl.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.controlplane.stream.SnapshotShelf;
import dev.causeway.controlplane.stream.StreamServer;
import dev.causeway.proto.codec.WireIds;
import dev.causeway.proto.v1.Hello;
import dev.causeway.proto.v1.Result;
import dev.causeway.proto.v1.RouterMessage;
import dev.causeway.proto.v1.ServerMessage;
import dev.causeway.proto.v1.SnapshotStreamGrpc;
import dev.causeway.proto.v1.TransactionPart;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.version.SnapshotId;
import dev.causeway.testkit.tls.TestAuthority.Identity;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A router played by hand, which counts what it is sent. */
final class DeltaCostTest {
  private static final int HOSTS = 10_000;

  @TempDir Path folder;

  @Test
  void oneChangedRouteSendsOneChangedVirtualHost() throws Exception {
    try (StreamBench bench = new StreamBench(folder)) {
      SnapshotShelf shelf = bench.shelf("one");
      List<Resource> everything = new ArrayList<>();
      everything.add(Given.settings());
      everything.add(Given.upstream("u"));
      everything.add(Given.endpoints("u", "10.0.0.1"));
      for (int i = 0; i < HOSTS; i++) {
        everything.add(Given.host("host-" + i + ".test", "ns", "", "u"));
      }
      shelf.publish(Given.SHARD, Given.update(everything, Set.of()));
      StreamServer server =
          bench.serve(
              shelf,
              0,
              new dev.causeway.controlplane.stream.SessionOptions(
                  Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ZERO));
      try (Peer peer = new Peer(bench.issue("router.default.causeway"), server.port())) {
        peer.send(
            RouterMessage.newBuilder()
                .setHello(
                    Hello.newBuilder()
                        .setProtocolMin(1)
                        .setProtocolMax(1)
                        .setRouter("peer")
                        .setShard(Given.SHARD)
                        .setConfigRoot(WireIds.id(SnapshotId.EMPTY))
                        .setEndpointsRoot(WireIds.id(SnapshotId.EMPTY)))
                .build());
        List<ServerMessage> full = peer.transaction();
        assertThat(full.size()).isGreaterThan(1);
        assertThat(full)
            .allSatisfy(part -> assertThat(part.getSerializedSize()).isLessThan(600 * 1024));
        assertThat(full.stream().mapToInt(part -> part.getTransaction().getResourcesCount()).sum())
            .isEqualTo(HOSTS + 2);
        assertThat(full.getLast().getTransaction().getEndpointsCount()).isEqualTo(1);
        peer.accept(full.getLast().getTransaction());

        shelf.publish(Given.SHARD, Given.update(Given.host("host-77.test", "ns", "/changed", "u")));
        List<ServerMessage> delta = peer.transaction();
        assertThat(delta).hasSize(1);
        TransactionPart part = delta.getFirst().getTransaction();
        assertThat(part.getResourcesList())
            .singleElement()
            .satisfies(
                resource -> assertThat(resource.getId().getName()).isEqualTo("host-77.test"));
        assertThat(part.getRemovedCount()).isZero();
        assertThat(part.getEndpointsCount()).isZero();
        assertThat(part.getSerializedSize()).isLessThan(600);

        // Many changes while the router is busy come as one transaction, and each host once.
        for (int i = 0; i < 50; i++) {
          shelf.publish(
              Given.SHARD, Given.update(Given.host("host-" + i % 5 + ".test", "ns", "/" + i, "u")));
        }
        peer.accept(part);
        List<ServerMessage> merged = peer.transaction();
        assertThat(merged).hasSize(1);
        assertThat(merged.getFirst().getTransaction().getResourcesCount()).isEqualTo(5);
        assertThat(peer.pending()).isNull();
      }
    }
  }

  private static final class Peer implements AutoCloseable, StreamObserver<ServerMessage> {
    private final ManagedChannel channel;
    private final StreamObserver<RouterMessage> requests;
    private final BlockingQueue<ServerMessage> received = new LinkedBlockingQueue<>();

    Peer(Identity identity, int port) throws Exception {
      channel =
          NettyChannelBuilder.forAddress("127.0.0.1", port)
              .sslContext(
                  GrpcSslContexts.forClient()
                      .keyManager(identity.certificate().toFile(), identity.key().toFile())
                      .trustManager(identity.trust().toFile())
                      .build())
              .build();
      requests = SnapshotStreamGrpc.newStub(channel).connect(this);
    }

    void send(RouterMessage message) {
      requests.onNext(message);
    }

    void accept(TransactionPart last) {
      send(
          RouterMessage.newBuilder()
              .setResult(
                  Result.newBuilder()
                      .setNonce(last.getNonce())
                      .setOfferedRoot(last.getTargetRoot())
                      .setEffectiveRoot(last.getTargetRoot()))
              .build());
    }

    /** Returns the parts of the next transaction; anything else in between fails the test. */
    List<ServerMessage> transaction() throws InterruptedException {
      List<ServerMessage> parts = new ArrayList<>();
      do {
        ServerMessage message = received.poll(30, TimeUnit.SECONDS);
        assertThat(message).isNotNull();
        assertThat(message.getMessageCase()).isEqualTo(ServerMessage.MessageCase.TRANSACTION);
        parts.add(message);
      } while (!parts.getLast().getTransaction().getLast());
      return parts;
    }

    @Nullable ServerMessage pending() {
      return received.peek();
    }

    @Override
    public void onNext(ServerMessage message) {
      received.add(message);
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}

    @Override
    public void close() {
      channel.shutdownNow();
    }
  }
}
