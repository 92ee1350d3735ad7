package dev.causeway.snapctl.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.causeway.proto.codec.WireIds;
import dev.causeway.proto.v1.EndpointUpdate;
import dev.causeway.proto.v1.Goodbye;
import dev.causeway.proto.v1.Heartbeat;
import dev.causeway.proto.v1.Hello;
import dev.causeway.proto.v1.InventoryPart;
import dev.causeway.proto.v1.InventoryRequest;
import dev.causeway.proto.v1.Result;
import dev.causeway.proto.v1.RouterMessage;
import dev.causeway.proto.v1.RouterMessage.MessageCase;
import dev.causeway.proto.v1.ServerMessage;
import dev.causeway.proto.v1.TransactionPart;
import dev.causeway.proto.v1.UpToDate;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.routing.version.Snapshot;
import dev.causeway.routing.version.SnapshotId;
import dev.causeway.snapctl.stream.ScriptedControlPlane.Conversation;
import dev.causeway.snapctl.stream.StreamBench.Router;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How a router notices that it and its control plane have drifted apart; the latter is scripted.
 */
final class DriftTest {
  private static final Snapshot SHOP =
      Snapshot.EMPTY.with(
          List.of(
              Given.settings(),
              Given.upstream("u"),
              Given.endpoints("u", "10.0.0.1"),
              Given.host("a.test", "ns", "", "u")),
          Set.of());
  private static final Snapshot CHANGED = with(SHOP, Given.host("a.test", "ns", "/b", "u"));
  private static final ByteString NOWHERE = WireIds.id(new SnapshotId("ab".repeat(32)));

  @TempDir Path folder;
  private StreamBench bench;
  private ScriptedControlPlane controlPlane;
  private Router router;

  @BeforeEach
  void open() throws Exception {
    bench = new StreamBench(folder);
    controlPlane = bench.script();
    router = bench.router("r", null, controlPlane.port());
    router.client().start();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private static Snapshot with(Snapshot snapshot, Resource... resources) {
    return snapshot.with(List.of(resources), Set.of());
  }

  /** A stream on which the router has committed {@link #SHOP}. */
  private Conversation steady() throws Exception {
    Conversation stream = controlPlane.next();
    stream.next(MessageCase.HELLO);
    stream.offer(1, SHOP);
    assertThat(stream.next(MessageCase.RESULT).getResult().getEffectiveRoot())
        .isEqualTo(WireIds.id(SHOP.id()));
    return stream;
  }

  private static void send(Conversation stream, TransactionPart.Builder part) {
    stream.send(ServerMessage.newBuilder().setTransaction(part).build());
  }

  private static Heartbeat.Builder beat(ByteString config, ByteString endpoints) {
    return Heartbeat.newBuilder()
        .setNewestRoot(config)
        .setConfigRoot(config)
        .setEndpointsRoot(endpoints);
  }

  /** Reads a Resync and the inventory behind it, which must be that of {@code held}. */
  private static void assertResync(Conversation stream, String reason, Snapshot held)
      throws Exception {
    assertThat(stream.next(MessageCase.RESYNC).getResync().getReason()).contains(reason);
    InventoryPart inventory = stream.next(MessageCase.INVENTORY).getInventory();
    assertThat(inventory.getLast()).isTrue();
    Set<Object> expected = new HashSet<>();
    held.forEach(
        resource ->
            expected.add(
                WireIds.version(
                    resource.key(), java.util.Objects.requireNonNull(held.hash(resource.key())))));
    assertThat(new HashSet<Object>(inventory.getEntriesList())).isEqualTo(expected);
  }

  private void assertRecovers(Conversation stream, long nonce) throws Exception {
    send(stream, ScriptedControlPlane.transaction(nonce, SHOP, CHANGED));
    Result result = stream.next(MessageCase.RESULT).getResult();
    assertThat(result.getNonce()).isEqualTo(nonce);
    assertThat(result.getEffectiveRoot()).isEqualTo(WireIds.id(CHANGED.id()));
    assertThat(router.activator().lastEffective()).isEqualTo(CHANGED.id());
    assertThat(router.client().status().counters().resyncs()).isEqualTo(1);
  }

  @Test
  void transactionThatMissesItsTargetIsNeverActivated() throws Exception {
    Conversation stream = steady();
    send(stream, ScriptedControlPlane.transaction(2, SHOP, CHANGED).setTargetRoot(NOWHERE));
    assertResync(stream, "does not lead to the id it promises", SHOP);
    assertThat(router.activator().lastEffective()).isEqualTo(SHOP.id());

    // What comes late of the voided transaction is not looked at.
    send(stream, ScriptedControlPlane.transaction(2, SHOP, CHANGED));
    assertRecovers(stream, 3);
  }

  @Test
  void transactionFromAnotherBaseIsRefused() throws Exception {
    Conversation stream = steady();
    send(stream, ScriptedControlPlane.transaction(2, SHOP, CHANGED).setBaseRoot(NOWHERE));
    assertResync(stream, "begins at another id", SHOP);
    assertRecovers(stream, 3);
  }

  @Test
  void transactionThatLacksAPartIsRefused() throws Exception {
    Conversation stream = steady();
    send(stream, ScriptedControlPlane.transaction(2, SHOP, CHANGED).setLast(false));
    send(stream, ScriptedControlPlane.transaction(2, SHOP, CHANGED).setPart(3));
    assertResync(stream, "a part of the transaction is missing", SHOP);
    assertRecovers(stream, 3);
  }

  @Test
  void anotherIdCalledUpToDateIsRefused() throws Exception {
    Conversation stream = steady();
    stream.send(
        ServerMessage.newBuilder()
            .setUpToDate(UpToDate.newBuilder().setTargetRoot(NOWHERE))
            .build());
    assertResync(stream, "calls another id up to date", SHOP);
    assertRecovers(stream, 2);
  }

  @Test
  void heartbeatTellsDriftOfTheConfigLane() throws Exception {
    Conversation stream = steady();
    ByteString endpoints = WireIds.id(SHOP.endpointsRoot());
    stream.beat(beat(WireIds.id(SHOP.id()), endpoints));
    // A newer snapshot, and roots that are not told, are no drift.
    stream.beat(Heartbeat.newBuilder().setNewestRoot(NOWHERE).setAgeMillis(17));
    stream.beat(beat(NOWHERE, endpoints));
    assertResync(stream, "the config lane has drifted", SHOP);
    assertThat(router.client().status().sourceAgeMillis()).isZero();
    assertRecovers(stream, 2);
  }

  @Test
  void heartbeatTellsDriftOfTheEndpointLane() throws Exception {
    Conversation stream = steady();
    stream.beat(beat(WireIds.id(SHOP.id()), NOWHERE));
    assertResync(stream, "the endpoint lane has drifted", SHOP);
    // While it waits for the comparison it does not ask again.
    stream.beat(beat(WireIds.id(SHOP.id()), NOWHERE));
    assertRecovers(stream, 2);
  }

  @Test
  void olderSetOfAnUpstreamLosesWhicheverWayItComes() throws Exception {
    Conversation stream = steady();
    Snapshot newer = with(CHANGED, Given.endpoints("u", "10.0.0.9"));
    update(stream, 9, newer);
    assertThat(stream.next(MessageCase.ENDPOINT_ACK).getEndpointAck().getSequence()).isEqualTo(9);
    update(stream, 5, SHOP);
    assertThat(stream.next(MessageCase.ENDPOINT_ACK).getEndpointAck().getSequence()).isEqualTo(5);
    TransactionPart.Builder late = ScriptedControlPlane.transaction(2, SHOP, CHANGED);
    late.addEndpointsBuilder()
        .setSequence(7)
        .setResource(ScriptedControlPlane.wire(SHOP, Given.key(ResourceKind.ENDPOINT_SET, "u")));
    send(stream, late);
    stream.next(MessageCase.RESULT);

    assertThat(router.activator().endpoints()).containsEntry("u", Given.endpoints("u", "10.0.0.9"));
    stream.beat(beat(WireIds.id(CHANGED.id()), WireIds.id(newer.endpointsRoot())));
    update(stream, 10, SHOP);
    assertThat(stream.next(MessageCase.ENDPOINT_ACK).getEndpointAck().getSequence()).isEqualTo(10);
    assertThat(router.client().status().counters().resyncs()).isZero();
  }

  private static void update(Conversation stream, long sequence, Snapshot from) {
    stream.send(
        ServerMessage.newBuilder()
            .setEndpoints(
                EndpointUpdate.newBuilder()
                    .setSequence(sequence)
                    .addSets(
                        ScriptedControlPlane.wire(from, Given.key(ResourceKind.ENDPOINT_SET, "u"))))
            .build());
  }

  @Test
  void largeInventoryIsToldInParts() throws Exception {
    Conversation stream = controlPlane.next();
    stream.next(MessageCase.HELLO);
    List<Resource> many = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      many.add(Given.host("host-" + i + ".test", "ns", "", "u"));
    }
    Snapshot large = SHOP.with(many, Set.of());
    stream.offer(1, large);
    stream.next(MessageCase.RESULT);

    stream.send(
        ServerMessage.newBuilder()
            .setInventoryRequest(InventoryRequest.getDefaultInstance())
            .build());
    int entries = 0;
    int parts = 0;
    InventoryPart part;
    do {
      RouterMessage message = stream.next(MessageCase.INVENTORY);
      assertThat(message.getSerializedSize()).isLessThan(512 * 1024);
      part = message.getInventory();
      entries += part.getEntriesCount();
      parts++;
    } while (!part.getLast());
    assertThat(entries).isEqualTo(large.size());
    assertThat(parts).isEqualTo(3);
    assertThat(stream.pending()).isNull();
  }

  @Test
  void nextStreamBeginsWithWhatIsHeld() throws Exception {
    Conversation stream = steady();
    stream.send(
        ServerMessage.newBuilder().setGoodbye(Goodbye.newBuilder().setReason("age")).build());
    stream.end();

    Hello hello = controlPlane.next().next(MessageCase.HELLO).getHello();
    assertThat(hello.getConfigRoot()).isEqualTo(WireIds.id(SHOP.id()));
    assertThat(hello.getEndpointsRoot()).isEqualTo(WireIds.id(SHOP.endpointsRoot()));
    assertThat(hello.getEffectiveRoot()).isEqualTo(WireIds.id(SHOP.id()));
    assertThat(hello.getShard()).isEqualTo(Given.SHARD);
  }
}
