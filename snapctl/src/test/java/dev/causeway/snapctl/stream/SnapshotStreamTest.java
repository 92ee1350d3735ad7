package dev.causeway.snapctl.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.controlplane.stream.ShelfSnapshot;
import dev.causeway.controlplane.stream.SnapshotShelf;
import dev.causeway.controlplane.stream.StreamServer;
import dev.causeway.controlplane.stream.SubscriberView;
import dev.causeway.router.sync.SyncStatus;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.snapctl.stream.StreamBench.Router;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapshotStreamTest {
  @TempDir Path folder;
  private StreamBench bench;
  private SnapshotShelf shelf;

  @BeforeEach
  void open() {
    bench = new StreamBench(folder);
    shelf = bench.shelf("one");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private ShelfSnapshot publishShop() {
    return shelf.publish(
        Given.SHARD,
        Given.update(
            Given.settings(),
            Given.upstream("shop"),
            Given.endpoints("shop", "10.0.0.1"),
            Given.host("shop.test", "shop", "", "shop")));
  }

  @Test
  void routerServesWhatWasPublishedAndFollowsChanges() throws Exception {
    ShelfSnapshot first = publishShop();
    StreamServer server = bench.serve(shelf);
    Router router = bench.router("r1", null, server.port());
    router.client().start();

    router.probe().await(status -> status.effective().equals(first.snapshot().id()));
    assertThat(router.activator().config()).hasSize(3);
    assertThat(router.activator().endpoints()).containsKey("shop");

    ShelfSnapshot second =
        shelf.publish(
            Given.SHARD,
            Given.update(
                Given.host("shop.test", "shop", "/cart", "shop"),
                Given.endpoints("shop", "10.0.0.1", "10.0.0.2")));
    List<SubscriberView> reached =
        shelf.awaitEffective(Given.SHARD, second.snapshot().id(), 1).get(20, TimeUnit.SECONDS);
    assertThat(reached).singleElement().extracting(SubscriberView::router).isEqualTo("r1");
    router
        .probe()
        .await(status -> status.endpointsRoot().equals(second.snapshot().endpointsRoot()));
    assertThat(router.activator().endpoints())
        .containsEntry("shop", Given.endpoints("shop", "10.0.0.1", "10.0.0.2"));
    assertThat(router.activator().violations()).isEmpty();
    assertThat(shelf.statistics().resources()).isEqualTo(4);
    assertThat(shelf.statistics().resyncs()).isZero();
  }

  @Test
  void routersAreRefusedUntilTheFirstPublication() throws Exception {
    StreamServer server = bench.serve(shelf);
    Router router = bench.router("r1", null, server.port());
    router.client().start();

    SyncStatus refused = router.probe().await(status -> status.lastError() != null);
    assertThat(refused.lastError()).contains("UNAVAILABLE").contains("has been published yet");
    assertThat(refused.isReady()).isFalse();

    ShelfSnapshot published = publishShop();
    router.probe().await(status -> status.effective().equals(published.snapshot().id()));
  }

  @Test
  void certificateForAnotherShardIsRefused() throws Exception {
    publishShop();
    StreamServer server = bench.serve(shelf);
    Router router = bench.router("r1", "router.other.causeway", null, server.port());
    router.client().start();

    SyncStatus refused = router.probe().await(status -> status.lastError() != null);
    assertThat(refused.lastError())
        .contains("PERMISSION_DENIED")
        .contains("the client certificate is for shard other, the router asked for shard default");
  }

  @Test
  void rejectedHostKeepsItsLastGoodVersionAndIsNotOfferedAgain() throws Exception {
    ShelfSnapshot first = publishShop();
    StreamServer server = bench.serve(shelf);
    Router router = bench.router("r1", null, server.port());
    router.client().start();
    router.probe().await(status -> status.effective().equals(first.snapshot().id()));

    router.activator().refuse(Given.key(ResourceKind.VIRTUAL_HOST, "shop.test"));
    ShelfSnapshot second =
        shelf.publish(Given.SHARD, Given.update(Given.host("shop.test", "shop", "/bad", "shop")));
    SyncStatus rejected =
        router.probe().await(status -> status.offered().equals(second.snapshot().id()));
    assertThat(rejected.effective()).isEqualTo(first.snapshot().id());
    assertThat(rejected.rejections())
        .singleElement()
        .satisfies(rejection -> assertThat(rejection.kept()).isNotNull());

    long offeredBefore = shelf.statistics().resources();
    ShelfSnapshot third =
        shelf.publish(Given.SHARD, Given.update(Given.host("other.test", "shop", "", "shop")));
    router.probe().await(status -> status.offered().equals(third.snapshot().id()));
    assertThat(shelf.statistics().resources()).isEqualTo(offeredBefore + 1);
    assertThat(shelf.view().rejections()).isEqualTo(1);
  }
}
