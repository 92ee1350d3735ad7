package dev.causeway.snapctl.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.controlplane.stream.ShelfSnapshot;
import dev.causeway.controlplane.stream.SnapshotShelf;
import dev.causeway.controlplane.stream.StreamServer;
import dev.causeway.proto.codec.WireIds;
import dev.causeway.proto.v1.EndpointUpdate;
import dev.causeway.proto.v1.Resource;
import dev.causeway.proto.v1.ResourceVersion;
import dev.causeway.proto.v1.ServerMessage.MessageCase;
import dev.causeway.proto.v1.TransactionPart;
import dev.causeway.routing.model.Lane;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.routing.version.Inventory;
import dev.causeway.routing.version.Snapshot;
import dev.causeway.routing.version.SnapshotId;
import dev.causeway.snapctl.stream.StreamBench.Router;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a control plane finds out what a router holds, against a router played by hand. */
final class ComparisonTest {
  @TempDir Path folder;
  private StreamBench bench;
  private SnapshotShelf shelf;
  private StreamServer server;

  @BeforeEach
  void open() throws Exception {
    bench = new StreamBench(folder);
    shelf = bench.shelf("one");
    shelf.publish(
        Given.SHARD,
        Given.update(
            Given.settings(),
            Given.upstream("u"),
            Given.endpoints("u", "10.0.0.1"),
            Given.host("a.test", "ns", "", "u"),
            Given.host("b.test", "ns", "", "u")));
    server = bench.serve(shelf, new ManualScheduler());
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private ShelfSnapshot newest() {
    return Objects.requireNonNull(shelf.newest(Given.SHARD));
  }

  /** A version that nobody has published. */
  private static ResourceVersion other(String host) {
    ResourceKey key = Given.key(ResourceKind.VIRTUAL_HOST, host);
    return WireIds.version(
        key,
        Objects.requireNonNull(
            Snapshot.EMPTY
                .with(List.of(Given.host(host, "ns", "/other", "u")), Set.of())
                .hash(key)));
  }

  private ResourceVersion held(ResourceKind kind, String name) {
    ResourceKey key = Given.key(kind, name);
    return WireIds.version(key, Objects.requireNonNull(newest().snapshot().hash(key)));
  }

  private static List<String> names(TransactionPart part) {
    return part.getResourcesList().stream()
        .map(Resource::getId)
        .map(id -> id.getName())
        .sorted()
        .toList();
  }

  @Test
  void resyncVoidsWhatIsInFlightAndStartsFromTheRoutersInventory() throws Exception {
    ScriptedRouter router = bench.scriptedRouter(server);
    router.hello();
    TransactionPart voided = router.onlyPart();

    router.resync();
    List<ResourceVersion> inventory =
        List.of(
            held(ResourceKind.SETTINGS, "settings"),
            held(ResourceKind.UPSTREAM, "u"),
            held(ResourceKind.ENDPOINT_SET, "u"),
            held(ResourceKind.VIRTUAL_HOST, "b.test"),
            other("a.test"),
            other("x.test"));
    router.inventory(inventory, 2);
    TransactionPart fresh = router.onlyPart();

    assertThat(fresh.getNonce()).isGreaterThan(voided.getNonce());
    assertThat(fresh.getBaseRoot()).isEqualTo(WireIds.id(configRoot(inventory)));
    assertThat(fresh.getInitial()).isTrue();
    assertThat(names(fresh)).containsExactly("a.test");
    assertThat(fresh.getRemovedList())
        .singleElement()
        .satisfies(name -> assertThat(name.getName()).isEqualTo("x.test"));
    assertThat(fresh.getEndpointsCount()).isZero();

    router.accept(voided);
    router.accept(fresh);
    shelf.awaitEffective(Given.SHARD, newest().snapshot().id(), 1).get(20, TimeUnit.SECONDS);
    assertThat(shelf.statistics().resyncs()).isEqualTo(1);
    assertThat(shelf.statistics().inventoryRequests()).isZero();
    assertThat(shelf.statistics().staleNonces()).isEqualTo(1);
  }

  private static SnapshotId configRoot(List<ResourceVersion> entries) throws Exception {
    Inventory inventory = Inventory.empty(Lane.CONFIG);
    for (ResourceVersion entry : entries) {
      ResourceKey key = WireIds.key(entry.getId());
      if (key.kind().lane() == Lane.CONFIG) {
        inventory = inventory.with(key, WireIds.hash(entry.getHash()));
      }
    }
    return inventory.id();
  }

  @Test
  void unknownRootIsAnsweredByAnInventoryInPartsAndOnlyDifferencesAreSent() throws Exception {
    int hosts = 10_000;
    List<dev.causeway.routing.model.Resource> many = new ArrayList<>();
    for (int i = 0; i < hosts; i++) {
      many.add(Given.host("host-" + i + ".test", "ns", "", "u"));
    }
    shelf.publish(Given.SHARD, Given.update(many, Set.of()));
    List<ResourceVersion> inventory = new ArrayList<>();
    newest()
        .snapshot()
        .inventory(Lane.CONFIG)
        .forEach((key, hash) -> inventory.add(WireIds.version(key, hash)));
    inventory.add(other("gone.test"));
    inventory.removeIf(entry -> entry.getId().getName().equals("host-4711.test"));
    ScriptedRouter router = bench.scriptedRouter(server);
    router.hello(
        hello ->
            hello
                .setConfigRoot(WireIds.id(new SnapshotId("cd".repeat(32))))
                .setEndpointsRoot(WireIds.id(newest().snapshot().endpointsRoot())));

    router.next(MessageCase.INVENTORY_REQUEST);
    router.inventory(inventory, 1_500);
    TransactionPart part = router.onlyPart();

    assertThat(names(part)).containsExactly("host-4711.test");
    assertThat(part.getRemovedCount()).isEqualTo(1);
    router.accept(part);
    // The inventory tells both lanes, and this one told of no endpoint set.
    EndpointUpdate sets = router.next(MessageCase.ENDPOINTS).getEndpoints();
    assertThat(sets.getSetsCount()).isEqualTo(1);
    router.acknowledge(sets.getSequence());
    assertThat(shelf.statistics().inventoryRequests()).isEqualTo(1);
    assertThat(shelf.statistics().resources()).isEqualTo(1);
  }

  @Test
  void routerThatKnowsMoreThanAReplicaHasEverPublishedIsAskedOnce() throws Exception {
    SnapshotShelf lagging = bench.shelf("two");
    List<dev.causeway.routing.model.Resource> common = new ArrayList<>();
    newest().snapshot().forEach(common::add);
    for (int i = 0; i < 4_000; i++) {
      common.add(Given.host("host-" + i + ".test", "ns", "", "u"));
    }
    lagging.publish(Given.SHARD, Given.update(common, Set.of()));
    shelf.publish(Given.SHARD, Given.update(common, Set.of()));
    ShelfSnapshot ahead =
        shelf.publish(Given.SHARD, Given.update(Given.host("new.test", "ns", "", "u")));
    StreamServer other = bench.serve(lagging, new ManualScheduler());
    Path stored = folder.resolve("lkg");
    Router first = bench.router("r", stored, server.port());
    first.client().start();
    first.probe().await(status -> status.effective().equals(ahead.snapshot().id()));
    first.client().close();

    Router moved = bench.router("r", stored, other.port());
    moved.client().start();
    SnapshotId behind = Objects.requireNonNull(lagging.newest(Given.SHARD)).snapshot().id();
    moved.probe().await(status -> status.connected() && status.effective().equals(behind));

    assertThat(lagging.statistics().inventoryRequests()).isEqualTo(1);
    assertThat(lagging.statistics().resources()).isZero();
    assertThat(lagging.statistics().removals()).isEqualTo(1);
    assertThat(lagging.statistics().endpointSets()).isZero();
    assertThat(moved.client().status().counters().resyncs()).isZero();
  }

  @Test
  void resultsThatAnswerNothingAreIgnoredAndCounted() throws Exception {
    ScriptedRouter router = bench.scriptedRouter(server);
    router.hello();
    TransactionPart offered = router.onlyPart();
    shelf.publish(Given.SHARD, Given.update(Given.host("c.test", "ns", "", "u")));

    router.result(offered, result -> result.setNonce(offered.getNonce() + 7));
    router.result(offered, result -> result.setOfferedRoot(WireIds.id(SnapshotId.EMPTY)));
    router.accept(offered);
    TransactionPart next = router.onlyPart();
    router.accept(offered);
    router.accept(next);

    assertThat(next.getBaseRoot()).isEqualTo(offered.getTargetRoot());
    var views =
        shelf.awaitEffective(Given.SHARD, newest().snapshot().id(), 1).get(20, TimeUnit.SECONDS);
    assertThat(views.getFirst().staleNonces()).isEqualTo(3);
    assertThat(shelf.statistics().staleNonces()).isEqualTo(3);
    assertThat(shelf.statistics().transactions()).isEqualTo(2);
    assertThat(router.pending()).isNull();
  }

  @Test
  void firstMessageMustBeAHelloOfACommonVersion() throws Exception {
    ScriptedRouter rude = bench.scriptedRouter(server);
    rude.acknowledge(1);
    assertThat(rude.end().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);

    ScriptedRouter newer = bench.scriptedRouter(server);
    newer.hello(hello -> hello.setProtocolMin(2).setProtocolMax(3));
    Status refused = newer.end();
    assertThat(refused.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(refused.getDescription()).contains("versions 2 to 3");

    ScriptedRouter twice = bench.scriptedRouter(server);
    twice.hello();
    twice.hello();
    assertThat(twice.end().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);

    ScriptedRouter senseless = bench.scriptedRouter(server);
    senseless.hello(hello -> hello.setConfigRoot(com.google.protobuf.ByteString.copyFromUtf8("x")));
    assertThat(senseless.end().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(shelf.statistics().refusals()).isEqualTo(4);
    assertThat(shelf.view().subscribers()).isEmpty();
  }
}
