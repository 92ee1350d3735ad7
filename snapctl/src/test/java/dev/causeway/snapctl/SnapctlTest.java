package dev.causeway.snapctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.controlplane.stream.ShelfSnapshot;
import dev.causeway.controlplane.stream.SnapshotShelf;
import dev.causeway.controlplane.stream.StreamServer;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.snapctl.InspectionBench.Run;
import dev.causeway.snapctl.stream.Given;
import dev.causeway.snapctl.stream.StreamBench;
import dev.causeway.snapctl.stream.StreamBench.Router;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapctlTest {
  @TempDir Path folder;
  private InspectionBench inspected;
  private StreamBench bench;
  private SnapshotShelf shelf;

  @BeforeEach
  void open() throws Exception {
    inspected = new InspectionBench(folder);
    bench = inspected.stream();
    shelf = inspected.shelf();
  }

  @AfterEach
  void close() {
    inspected.close();
  }

  private Run run(String... arguments) {
    return inspected.run(arguments);
  }

  private ShelfSnapshot publish() {
    return shelf.publish(
        Given.SHARD,
        Given.update(
            Given.settings(),
            Given.upstream("shop"),
            Given.endpoints("shop", "10.0.0.1"),
            Given.certificate("cert-1"),
            Given.host("shop.test", "shop", "", "shop")));
  }

  @Test
  void snapshotShowsResourcesAndNeverAKey() {
    ShelfSnapshot published = publish();

    Run table = run("snapshot", "get");
    assertThat(table.err()).isEmpty();
    assertThat(table.code()).isZero();
    assertThat(table.out())
        .contains(published.snapshot().id().text())
        .containsPattern("VIRTUAL_HOST +shop\\.test +[0-9a-f]{12}");

    Run json = run("snapshot", "get", "--kind", "certificate", "-o", "json");
    assertThat(json.out()).contains("fingerprint").contains("cert-1");
    assertThat(json.out()).doesNotContainIgnoringCase("private").doesNotContain("secret");
  }

  @Test
  void subscribersAndRejectsNameRoutersAndRoutes() throws Exception {
    ShelfSnapshot first = publish();
    StreamServer server = bench.serve(shelf);
    Router router = bench.router("router-a", null, server.port());
    router.activator().refuse(Given.key(ResourceKind.VIRTUAL_HOST, "bad.test"));
    router.client().start();
    router.probe().await(status -> status.effective().equals(first.snapshot().id()));
    assertThat(run("wait", "--all", "--timeout", "20s").code()).isZero();

    ShelfSnapshot second =
        shelf.publish(Given.SHARD, Given.update(Given.host("bad.test", "shop", "", "shop")));
    router.probe().await(status -> status.offered().equals(second.snapshot().id()));

    Run wait = run("wait", "--id", second.snapshot().id().text(), "--timeout", "300ms");
    assertThat(wait.code()).isEqualTo(SnapctlException.NO);
    assertThat(wait.err()).startsWith("snapctl: not every router serves snapshot");
    assertThat(run("subscribers").out())
        .containsPattern("router-a +default +IDLE +" + second.snapshot().id().abbreviated());
    assertThat(run("rejects").out())
        .containsPattern("router-a +VIRTUAL_HOST +bad\\.test +shop/bad\\.test +INVALID_VALUE");
  }

  @Test
  void rejectsShowsEndpointSetsWithTheRoutesTheySendTo() throws Exception {
    ShelfSnapshot first = publish();
    Router router = bench.router("router-a", null, bench.serve(shelf).port());
    router.client().start();
    router.probe().await(status -> status.effective().equals(first.snapshot().id()));
    router.activator().refuse(Given.key(ResourceKind.ENDPOINT_SET, "shop"));
    ShelfSnapshot second =
        shelf.publish(Given.SHARD, Given.update(Given.endpoints("shop", "10.0.0.2")));
    router
        .probe()
        .await(status -> status.endpointsRoot().equals(second.snapshot().endpointsRoot()));
    // The next commit of the config lane comes after the acknowledgement that told of it.
    shelf.publish(Given.SHARD, Given.update(Given.host("more.test", "shop", "", "shop")));
    assertThat(run("wait", "--all", "--timeout", "20s").code()).isZero();

    Run rejects = run("rejects");
    assertThat(rejects.out())
        .containsPattern(
            "router-a +ENDPOINT_SET +shop +shop/more\\.test,shop/shop\\.test +INVALID_VALUE +field")
        .contains("refused by the test");
  }

  @Test
  void explainNamesTheRouteOrSaysNo() {
    publish();

    Run found = run("explain", "GET", "http://shop.test/cart");
    assertThat(found.code()).isZero();
    assertThat(found.out()).contains("served by Route shop/shop.test");

    Run missing = run("explain", "GET", "http://nobody.test/");
    assertThat(missing.code()).isEqualTo(SnapctlException.NO);
    assertThat(missing.out()).contains("no route");
  }

  @Test
  void errorsAreOneSentence() throws Exception {
    Run unpublished = run("snapshot", "get");
    assertThat(unpublished.code()).isEqualTo(SnapctlException.USAGE);
    assertThat(unpublished.err()).startsWith("snapctl: ").hasLineCount(1);

    assertThat(run("wait").code()).isEqualTo(SnapctlException.USAGE);

    inspected.comeAs("router.default.causeway");
    Run stranger = run("subscribers");
    assertThat(stranger.code()).isEqualTo(SnapctlException.UNREACHABLE);
    assertThat(stranger.err())
        .contains("refuses")
        .contains("router.default.causeway, not for snapctl.causeway");

    inspected.inspection().close();
    Run closed = run("subscribers");
    assertThat(closed.code()).isEqualTo(SnapctlException.UNREACHABLE);
    assertThat(closed.err()).contains("did not answer").hasLineCount(1);
  }

  @Test
  void genericClientsFindTheServicesByReflection() throws Exception {
    try (ReflectionClient client =
        new ReflectionClient(inspected.snapctl(), inspected.inspection().port())) {
      assertThat(client.services()).contains("causeway.v1.Inspection", "grpc.health.v1.Health");
    }
  }
}
