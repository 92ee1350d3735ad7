package dev.causeway.snapctl.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.controlplane.stream.ShelfSnapshot;
import dev.causeway.controlplane.stream.SnapshotShelf;
import dev.causeway.router.config.ResourceProblem.Code;
import dev.causeway.router.sync.SyncStatus;
import dev.causeway.router.sync.SyncStatus.Origin;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.routing.model.Settings;
import dev.causeway.snapctl.stream.StreamBench.Router;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a router serves when it cannot serve what it is offered. */
final class KeptVersionsTest {
  @TempDir Path folder;
  private StreamBench bench;
  private SnapshotShelf shelf;
  private int port;

  @BeforeEach
  void open() throws Exception {
    bench = new StreamBench(folder);
    shelf = bench.shelf("one");
    shelf.publish(
        Given.SHARD,
        Given.update(
            Given.settings(),
            Given.upstream("shop"),
            Given.endpoints("shop", "10.0.0.1"),
            Given.certificate("c1"),
            Given.host("shop.test", "shop", "", "shop", List.of("c1"), List.of())));
    port = bench.serve(shelf).port();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private Router follow(Path lastKnownGood) throws Exception {
    Router router = bench.router("r", lastKnownGood, port);
    router.client().start();
    router.probe().await(SyncStatus::isReady);
    return router;
  }

  private SyncStatus offer(Router router, ShelfSnapshot published) throws InterruptedException {
    return router.probe().await(status -> status.offered().equals(published.snapshot().id()));
  }

  @Test
  void hostThatNeedsAnUnknownFeatureFailsClosed() throws Exception {
    Router router = follow(folder.resolve("lkg"));

    SyncStatus status =
        offer(
            router,
            shelf.publish(
                Given.SHARD,
                Given.update(
                    Given.host("shop.test", "shop", "", "shop", List.of("c1"), List.of("newer")))));

    assertThat(status.rejections())
        .singleElement()
        .satisfies(
            rejection -> {
              assertThat(rejection.problem().code()).isEqualTo(Code.UNSUPPORTED_FEATURE);
              assertThat(rejection.kept()).isNull();
            });
    assertThat(router.activator().rejectedHosts()).containsExactly("shop.test");
    assertThat(router.activator().config())
        .doesNotContainKey(Given.key(ResourceKind.VIRTUAL_HOST, "shop.test"));
  }

  @Test
  void rejectedHostOfAnotherOwnerIsNotServedByThePreviousOne() throws Exception {
    Router router = follow(folder.resolve("lkg"));
    router.activator().refuse(Given.key(ResourceKind.VIRTUAL_HOST, "shop.test"));

    SyncStatus status =
        offer(
            router,
            shelf.publish(Given.SHARD, Given.update(Given.host("shop.test", "thief", "", "shop"))));

    assertThat(status.rejections()).hasSize(1);
    assertThat(router.activator().rejectedHosts()).containsExactly("shop.test");
  }

  @Test
  void whatAKeptHostRefersToStaysUntilTheHostLetsGo() throws Exception {
    Router router = follow(folder.resolve("lkg"));
    router.activator().refuse(Given.key(ResourceKind.VIRTUAL_HOST, "shop.test"));

    offer(
        router,
        shelf.publish(
            Given.SHARD,
            Given.update(
                List.of(
                    Given.upstream("cart"),
                    Given.endpoints("cart", "10.0.0.2"),
                    Given.certificate("c2"),
                    Given.host("shop.test", "shop", "/bad", "cart", List.of("c2"), List.of())),
                Set.of(
                    Given.key(ResourceKind.UPSTREAM, "shop"),
                    Given.key(ResourceKind.ENDPOINT_SET, "shop"),
                    Given.key(ResourceKind.CERTIFICATE, "c1")))));
    assertThat(router.activator().config())
        .containsKey(Given.key(ResourceKind.UPSTREAM, "shop"))
        .containsKey(Given.key(ResourceKind.CERTIFICATE, "c1"));

    router.activator().accept(Given.key(ResourceKind.VIRTUAL_HOST, "shop.test"));
    ShelfSnapshot repaired =
        shelf.publish(
            Given.SHARD,
            Given.update(
                Given.host("shop.test", "shop", "/good", "cart", List.of("c2"), List.of())));
    router.probe().await(status -> status.effective().equals(repaired.snapshot().id()));
    router
        .probe()
        .await(status -> status.endpointsRoot().equals(repaired.snapshot().endpointsRoot()));
    assertThat(router.activator().config())
        .doesNotContainKey(Given.key(ResourceKind.UPSTREAM, "shop"))
        .doesNotContainKey(Given.key(ResourceKind.CERTIFICATE, "c1"));
    assertThat(router.activator().endpoints()).containsOnlyKeys("cart");
    assertThat(router.activator().violations()).isEmpty();
  }

  @Test
  void hostWhoseCertificateIsRejectedKeepsThePreviousOne() throws Exception {
    Router router = follow(folder.resolve("lkg"));
    router.activator().refuse(Given.key(ResourceKind.CERTIFICATE, "c2"));

    SyncStatus status =
        offer(
            router,
            shelf.publish(
                Given.SHARD,
                Given.update(
                    List.of(
                        Given.certificate("c2"),
                        Given.host("shop.test", "shop", "", "shop", List.of("c2"), List.of())),
                    Set.of(Given.key(ResourceKind.CERTIFICATE, "c1")))));

    assertThat(status.rejections())
        .extracting(rejection -> rejection.problem().code())
        .containsExactlyInAnyOrder(Code.INVALID_VALUE, Code.MISSING_REFERENCE);
    assertThat(router.activator().config())
        .containsEntry(
            Given.key(ResourceKind.VIRTUAL_HOST, "shop.test"),
            Given.host("shop.test", "shop", "", "shop", List.of("c1"), List.of()));
  }

  @Test
  void restartedRouterServesWhatItServedLastAndIsSentNothingTwice() throws Exception {
    Path lastKnownGood = folder.resolve("lkg");
    Router first = follow(lastKnownGood);
    SyncStatus before = first.client().status();
    first.client().close();
    Path file = lastKnownGood.resolve("last-known-good");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lastKnownGood)))
        .isEqualTo("rwx------");
    long sent = shelf.statistics().resources();

    Router offline = bench.router("r", lastKnownGood, 1);
    offline.client().start();
    SyncStatus restored = offline.probe().await(SyncStatus::isReady);
    assertThat(restored.origin()).isEqualTo(Origin.LAST_KNOWN_GOOD);
    assertThat(restored.effective()).isEqualTo(before.effective());
    assertThat(offline.activator().endpoints()).containsKey("shop");

    Router online = follow(lastKnownGood);
    online.probe().await(status -> status.origin() == Origin.STREAM);
    assertThat(shelf.statistics().resources()).isEqualTo(sent);
    assertThat(shelf.statistics().inventoryRequests()).isZero();
  }

  @Test
  void damagedStoredSnapshotIsIgnored() throws Exception {
    Path lastKnownGood = folder.resolve("lkg");
    follow(lastKnownGood).client().close();
    Path file = lastKnownGood.resolve("last-known-good");
    byte[] content = Files.readAllBytes(file);
    content[content.length - 3] ^= 1;
    Files.write(file, content);

    Router router = bench.router("r", lastKnownGood, 1);
    router.client().start();
    SyncStatus status = router.probe().await(failed -> failed.lastError() != null);
    assertThat(status.isReady()).isFalse();
    assertThat(router.activator().activations()).isZero();
  }

  @Test
  void routerThatCannotRestoreConnectsAllTheSame() throws Exception {
    Path lastKnownGood = folder.resolve("lkg");
    follow(lastKnownGood).client().close();

    Router router = bench.router("r", lastKnownGood, port);
    router.activator().failNextActivation();
    router.client().start();
    router.probe().await(status -> status.origin() == Origin.STREAM);
    assertThat(router.activator().config())
        .containsKey(Given.key(ResourceKind.VIRTUAL_HOST, "shop.test"));
  }

  @Test
  void rejectedHostStaysRejectedAfterARestartUntilItIsWithdrawn() throws Exception {
    Path lastKnownGood = folder.resolve("lkg");
    Router first = follow(lastKnownGood);
    offer(
        first,
        shelf.publish(
            Given.SHARD,
            Given.update(
                Given.host("shop.test", "shop", "", "shop", List.of("c1"), List.of("newer")))));
    first.client().close();

    Router offline = bench.router("r", lastKnownGood, 1);
    offline.client().start();
    offline.probe().await(SyncStatus::isReady);
    assertThat(offline.activator().rejectedHosts()).containsExactly("shop.test");

    ShelfSnapshot withdrawn =
        shelf.publish(
            Given.SHARD, Given.removal(Given.key(ResourceKind.VIRTUAL_HOST, "shop.test")));
    Router online = follow(lastKnownGood);
    online
        .probe()
        .await(
            status ->
                status.origin() == Origin.STREAM
                    && status.offered().equals(withdrawn.snapshot().id()));
    assertThat(online.activator().rejectedHosts()).isEmpty();
  }

  @Test
  void newHostWhoseCertificateIsRejectedServesWithoutItUntilItIsRepaired() throws Exception {
    Router router = follow(folder.resolve("lkg"));
    router.activator().refuse(Given.key(ResourceKind.CERTIFICATE, "c2"));
    var host = Given.host("new.test", "shop", "", "shop", List.of("c2"), List.of());

    SyncStatus status =
        offer(router, shelf.publish(Given.SHARD, Given.update(Given.certificate("c2"), host)));
    assertThat(status.rejections())
        .extracting(rejection -> rejection.key().kind())
        .containsExactly(ResourceKind.CERTIFICATE);
    assertThat(router.activator().rejectedHosts()).isEmpty();
    assertThat(router.activator().config()).containsEntry(host.key(), host);

    router.activator().accept(Given.key(ResourceKind.CERTIFICATE, "c2"));
    offer(
        router,
        shelf.publish(Given.SHARD, Given.removal(Given.key(ResourceKind.CERTIFICATE, "c2"))));
    ShelfSnapshot repaired = shelf.publish(Given.SHARD, Given.update(Given.certificate("c2")));
    router.probe().await(now -> now.effective().equals(repaired.snapshot().id()));
    assertThat(router.activator().lastChanged()).contains(host.key());
    assertThat(router.activator().violations()).isEmpty();
  }

  @Test
  void withdrawnShardLeavesNothingServing() throws Exception {
    Router router = follow(folder.resolve("lkg"));

    ShelfSnapshot empty =
        shelf.publish(
            Given.SHARD,
            Given.removal(
                Given.key(ResourceKind.SETTINGS, Settings.NAME),
                Given.key(ResourceKind.VIRTUAL_HOST, "shop.test"),
                Given.key(ResourceKind.UPSTREAM, "shop"),
                Given.key(ResourceKind.ENDPOINT_SET, "shop"),
                Given.key(ResourceKind.CERTIFICATE, "c1")));

    router.probe().await(status -> status.effective().equals(empty.snapshot().id()));
    assertThat(router.activator().config()).isEmpty();
  }
}
