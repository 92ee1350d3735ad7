package dev.causeway.snapctl.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.causeway.controlplane.stream.RouterRejection;
import dev.causeway.controlplane.stream.ShelfSnapshot;
import dev.causeway.controlplane.stream.SnapshotShelf;
import dev.causeway.controlplane.stream.SubscriberView;
import dev.causeway.proto.codec.WireIds;
import dev.causeway.proto.v1.AppProtocol;
import dev.causeway.proto.v1.Endpoint;
import dev.causeway.proto.v1.EndpointAck;
import dev.causeway.proto.v1.EndpointSet;
import dev.causeway.proto.v1.EndpointUpdate;
import dev.causeway.proto.v1.Heartbeat;
import dev.causeway.proto.v1.Hello;
import dev.causeway.proto.v1.Rejection;
import dev.causeway.proto.v1.RejectionCode;
import dev.causeway.proto.v1.Resource;
import dev.causeway.proto.v1.RouterMessage.MessageCase;
import dev.causeway.proto.v1.ServerMessage;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.routing.version.ContentHash;
import dev.causeway.routing.version.Snapshot;
import dev.causeway.snapctl.stream.ScriptedControlPlane.Conversation;
import dev.causeway.snapctl.stream.StreamBench.Router;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Endpoint sets are judged one by one; one that cannot serve costs no other its endpoints. */
final class EndpointRejectionTest {
  private static final ResourceKey U = Given.key(ResourceKind.ENDPOINT_SET, "u");
  private static final ResourceKey V = Given.key(ResourceKind.ENDPOINT_SET, "v");
  private static final Snapshot CONTENT =
      Snapshot.EMPTY.with(
          List.of(
              Given.settings(),
              Given.upstream("u"),
              Given.upstream("v"),
              Given.endpoints("u", "10.0.0.1"),
              Given.endpoints("v", "10.0.0.2"),
              Given.host("u.test", "shop", "", "u"),
              Given.host("v.test", "shop", "", "v")),
          Set.of());

  @TempDir Path folder;
  private StreamBench bench;

  @BeforeEach
  void open() {
    bench = new StreamBench(folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void rejectedSetKeepsTheFormerOneAndIsToldWithoutATransaction() throws Exception {
    SnapshotShelf shelf = bench.shelf("one");
    publish(shelf, CONTENT);
    Router router = bench.router("r", null, bench.serve(shelf).port());
    router.client().start();
    router.probe().await(status -> status.effective().equals(CONTENT.id()));

    router.activator().refuse(U);
    ShelfSnapshot bad =
        shelf.publish(
            Given.SHARD,
            Given.update(Given.endpoints("u", "10.0.1.1"), Given.endpoints("v", "10.0.1.2")));
    router.probe().await(status -> status.endpointsRoot().equals(bad.snapshot().endpointsRoot()));
    assertThat(router.activator().endpoints())
        .containsEntry("u", Given.endpoints("u", "10.0.0.1"))
        .containsEntry("v", Given.endpoints("v", "10.0.1.2"));
    RouterRejection rejection = awaitRejections(shelf, 1).rejections().getFirst();
    assertThat(rejection)
        .isEqualTo(
            new RouterRejection(
                U,
                hash(bad.snapshot(), U),
                "INVALID_VALUE",
                "field",
                "refused by the test",
                hash(CONTENT, U)));
    // In the config lane nothing is wrong.
    assertThat(router.client().status().effective()).isEqualTo(bad.snapshot().id());

    // It is not offered again until it changes, and a good one is taken at once.
    long sent = shelf.statistics().endpointSets();
    router.activator().accept(U);
    ShelfSnapshot good = shelf.publish(Given.SHARD, Given.update(Given.endpoints("v", "10.0.2.2")));
    router.probe().await(status -> status.endpointsRoot().equals(good.snapshot().endpointsRoot()));
    assertThat(shelf.statistics().endpointSets()).isEqualTo(sent + 1);
    shelf.publish(Given.SHARD, Given.update(Given.endpoints("u", "10.0.3.1")));
    awaitRejections(shelf, 0);
    assertThat(router.activator().endpoints()).containsEntry("u", Given.endpoints("u", "10.0.3.1"));
    assertThat(router.client().status().counters().resyncs()).isZero();
    assertThat(router.activator().violations()).isEmpty();
  }

  @Test
  void rejectionsGoWithTheirSetAndAreToldToTheNextControlPlane() throws Exception {
    SnapshotShelf shelf = bench.shelf("one");
    publish(shelf, CONTENT);
    int port = bench.serve(shelf).port();
    Router router = bench.router("r", null, port);
    router.client().start();
    router.probe().await(status -> status.effective().equals(CONTENT.id()));
    router.activator().refuse(U);
    shelf.publish(Given.SHARD, Given.update(Given.endpoints("u", "10.0.1.1")));
    awaitRejections(shelf, 1);

    ScriptedControlPlane scripted = bench.script();
    Router moving = bench.router("m", null, scripted.port());
    moving.activator().refuse(U);
    moving.client().start();
    Conversation stream = scripted.next();
    stream.next(MessageCase.HELLO);
    stream.offer(1, CONTENT);
    Rejection inTransaction =
        stream.next(MessageCase.RESULT).getResult().getRejectionsList().getFirst();
    assertThat(inTransaction.getId()).isEqualTo(WireIds.name(U));
    assertThat(inTransaction.hasKeptHash()).isFalse();
    assertThat(moving.activator().endpoints()).containsOnlyKeys("v");
    stream.end();
    Hello hello = scripted.next().next(MessageCase.HELLO).getHello();
    assertThat(hello.getRejectionsList()).containsExactly(inTransaction);
    assertThat(hello.getRejectionCount()).isEqualTo(1);
    assertThat(hello.getEndpointsRoot()).isEqualTo(WireIds.id(CONTENT.endpointsRoot()));

    ShelfSnapshot gone =
        shelf.publish(
            Given.SHARD,
            Given.removal(
                U,
                Given.key(ResourceKind.UPSTREAM, "u"),
                Given.key(ResourceKind.VIRTUAL_HOST, "u.test")));
    router.probe().await(status -> status.effective().equals(gone.snapshot().id()));
    awaitRejections(shelf, 0);
    assertThat(router.activator().endpoints()).containsOnlyKeys("v");
  }

  private static void publish(SnapshotShelf shelf, Snapshot content) {
    List<dev.causeway.routing.model.Resource> all = new java.util.ArrayList<>();
    content.forEach(all::add);
    shelf.publish(Given.SHARD, Given.update(all, Set.of()));
  }

  private static ContentHash hash(Snapshot snapshot, ResourceKey key) {
    return Objects.requireNonNull(snapshot.hash(key));
  }

  private static SubscriberView awaitRejections(SnapshotShelf shelf, int count) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      List<SubscriberView> views = shelf.view().subscribers();
      if (views.size() == 1 && views.getFirst().rejectionCount() == count) {
        return views.getFirst();
      }
      assertThat(System.nanoTime()).as("rejections stayed at %s", views).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void wireFormsThatCannotServeAreRejectedWithTheirField() throws Exception {
    ScriptedControlPlane scripted = bench.script();
    Router router = bench.router("r", null, scripted.port());
    router.client().start();
    Conversation stream = scripted.next();
    stream.next(MessageCase.HELLO);
    stream.offer(1, CONTENT);
    stream.next(MessageCase.RESULT);
    Endpoint good =
        Endpoint.newBuilder()
            .setId("a")
            .setAddress("10.0.5.1")
            .setPort(80)
            .setProtocol(AppProtocol.APP_PROTOCOL_HTTP1)
            .build();

    Rejection port = rejected(stream, 10, body(good, good.toBuilder().setPort(0).build()));
    assertThat(port.getCode()).isEqualTo(RejectionCode.REJECTION_CODE_MALFORMED);
    assertThat(port.getField()).isEqualTo("endpoints[1].port");
    assertThat(port.getMessage()).isEqualTo("port 0 is outside 1..65535");
    assertThat(port.getKeptHash()).isEqualTo(WireIds.hash(hash(CONTENT, U)));

    Rejection bytes = rejected(stream, 11, ByteString.copyFromUtf8("\u0007no message"));
    assertThat(bytes.getCode()).isEqualTo(RejectionCode.REJECTION_CODE_MALFORMED);
    assertThat(router.activator().endpoints()).containsEntry("u", Given.endpoints("u", "10.0.0.1"));

    // A neighbour in the same message is not touched, and the lanes have not drifted apart.
    assertThat(router.activator().endpoints())
        .containsEntry("v", Given.endpoints("v", "10.0.12.2"));

    // Serving on without something this build lacks could serve what must not be.
    Rejection newer = rejected(stream, 12, body(good.toBuilder().setProtocolValue(99).build()));
    assertThat(newer.getCode()).isEqualTo(RejectionCode.REJECTION_CODE_UNSUPPORTED_FEATURE);
    assertThat(newer.getField()).isEqualTo("endpoints[0].protocol");
    assertThat(newer.hasKeptHash()).isFalse();
    assertThat(router.activator().endpoints()).containsOnlyKeys("v");
    assertThat(stream.pending()).isNull();
    assertThat(router.client().status().counters().resyncs()).isZero();
  }

  private static ByteString body(Endpoint... endpoints) {
    return EndpointSet.newBuilder().addAllEndpoints(List.of(endpoints)).build().toByteString();
  }

  /** Sends a set beside a good one and returns the rejection that the acknowledgement tells. */
  private static Rejection rejected(Conversation stream, long sequence, ByteString body)
      throws Exception {
    Snapshot next =
        CONTENT.with(
            List.of(Given.endpoints("u", "10.0.9." + sequence), Given.endpoints("v", "10.0.12.2")),
            Set.of());
    stream.send(
        ServerMessage.newBuilder()
            .setEndpoints(
                EndpointUpdate.newBuilder()
                    .setSequence(sequence)
                    .addSets(
                        Resource.newBuilder()
                            .setId(WireIds.name(U))
                            .setHash(WireIds.hash(hash(next, U)))
                            .setBody(body))
                    .addSets(ScriptedControlPlane.wire(next, V)))
            .build());
    EndpointAck ack = stream.next(MessageCase.ENDPOINT_ACK).getEndpointAck();
    assertThat(ack.getSequence()).isEqualTo(sequence);
    assertThat(ack.hasRejections()).isTrue();
    assertThat(ack.getRejections().getRejectionCount()).isEqualTo(1);
    stream.beat(
        Heartbeat.newBuilder()
            .setConfigRoot(WireIds.id(CONTENT.id()))
            .setEndpointsRoot(WireIds.id(next.endpointsRoot())));
    return ack.getRejections().getRejections(0);
  }
}
