package dev.causeway.snapctl.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.controlplane.stream.ShelfSnapshot;
import dev.causeway.controlplane.stream.SnapshotShelf;
import dev.causeway.controlplane.stream.StreamServer;
import dev.causeway.routing.compile.CompileUpdate;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.snapctl.stream.StreamBench.Router;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two replicas, one router, random histories: the router always ends where they are. */
final class ConvergenceTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void randomHistoriesEndAtTheNewestSnapshot(long seed) throws Exception {
    Random random = new Random(seed);
    try (StreamBench bench = new StreamBench(folder)) {
      SnapshotShelf one = bench.shelf("one");
      SnapshotShelf two = bench.shelf("two");
      publish(one, two, Given.update(Given.settings()));
      List<StreamServer> servers = new ArrayList<>(List.of(bench.serve(one), bench.serve(two)));
      int[] ports = {servers.get(0).port(), servers.get(1).port()};
      Router router = bench.router("r", null, ports);
      router.client().start();

      for (int step = 0; step < 60; step++) {
        switch (random.nextInt(10)) {
          case 0 -> router.activator().refuse(randomHost(random));
          case 1 -> router.activator().accept(randomHost(random));
          case 2 -> {
            int which = random.nextInt(2);
            servers.get(which).close();
            servers.set(which, bench.serve(which == 0 ? one : two, ports[which]));
          }
          default -> publish(one, two, randomUpdate(random, one));
        }
        if (random.nextInt(6) == 0) {
          settle(router, one);
        }
      }
      settle(router, one);
      assertThat(router.activator().violations()).isEmpty();
      assertThat(one.statistics().resyncs() + two.statistics().resyncs()).isZero();
    }
  }

  private static void settle(Router router, SnapshotShelf shelf) throws InterruptedException {
    ShelfSnapshot newest = newest(shelf);
    router
        .probe()
        .await(
            status ->
                status.connected()
                    && status.offered().equals(newest.snapshot().id())
                    && status.endpointsRoot().equals(newest.snapshot().endpointsRoot()));
    // Whatever is not rejected serves exactly as published.
    newest
        .snapshot()
        .forEach(
            resource -> {
              boolean rejected =
                  router.client().status().rejections().stream()
                      .anyMatch(rejection -> rejection.key().equals(resource.key()));
              if (!rejected && resource.kind() != ResourceKind.ENDPOINT_SET) {
                assertThat(router.activator().config()).containsEntry(resource.key(), resource);
              }
            });
    if (router.client().status().rejections().isEmpty()) {
      assertThat(router.client().status().effective()).isEqualTo(newest.snapshot().id());
    }
  }

  private static ShelfSnapshot newest(SnapshotShelf shelf) {
    ShelfSnapshot newest = shelf.newest(Given.SHARD);
    assertThat(newest).isNotNull();
    return newest;
  }

  private static void publish(SnapshotShelf one, SnapshotShelf two, CompileUpdate update) {
    ShelfSnapshot first = one.publish(Given.SHARD, update);
    ShelfSnapshot second = two.publish(Given.SHARD, update);
    assertThat(second.snapshot().id()).isEqualTo(first.snapshot().id());
  }

  private static ResourceKey randomHost(Random random) {
    return Given.key(ResourceKind.VIRTUAL_HOST, "h" + random.nextInt(6) + ".test");
  }

  /** A consistent change, as a compiler makes it: hosts come with their upstream, and go first. */
  private static CompileUpdate randomUpdate(Random random, SnapshotShelf shelf) {
    List<Resource> upserts = new ArrayList<>();
    Set<ResourceKey> removals = new HashSet<>();
    int number = random.nextInt(6);
    String host = "h" + number + ".test";
    String upstream = "u" + number;
    boolean present =
        newest(shelf).snapshot().get(Given.key(ResourceKind.VIRTUAL_HOST, host)) != null;
    if (present && random.nextInt(4) == 0) {
      removals.add(Given.key(ResourceKind.VIRTUAL_HOST, host));
      removals.add(Given.key(ResourceKind.UPSTREAM, upstream));
      removals.add(Given.key(ResourceKind.ENDPOINT_SET, upstream));
    } else if (present && random.nextBoolean()) {
      upserts.add(Given.endpoints(upstream, "10.0.0." + (1 + random.nextInt(200))));
    } else {
      upserts.add(Given.host(host, "ns", "/" + random.nextInt(1000), upstream));
      upserts.add(Given.upstream(upstream));
      upserts.add(Given.endpoints(upstream, "10.0.0." + (1 + random.nextInt(200))));
    }
    return Given.update(upserts, removals);
  }

  @Test
  void anotherReplicaWithTheSameSnapshotSendsNothingAgain() throws Exception {
    try (StreamBench bench = new StreamBench(folder)) {
      SnapshotShelf one = bench.shelf("one");
      SnapshotShelf two = bench.shelf("two");
      publish(
          one,
          two,
          Given.update(
              Given.settings(),
              Given.upstream("u"),
              Given.endpoints("u", "10.0.0.1"),
              Given.host("h.test", "ns", "", "u")));
      StreamServer first = bench.serve(one);
      StreamServer second = bench.serve(two);
      Router router = bench.router("r", null, first.port(), second.port());
      router.client().start();
      router.probe().await(status -> status.isReady() && status.connected());

      boolean onFirst = router.client().status().controlPlane().endsWith(":" + first.port());
      (onFirst ? first : second).close();
      String other = "127.0.0.1:" + (onFirst ? second : first).port();
      SnapshotShelf otherShelf = onFirst ? two : one;
      router.probe().await(status -> status.connected() && status.controlPlane().equals(other));

      assertThat(otherShelf.statistics().resources()).isZero();
      assertThat(otherShelf.statistics().endpointSets()).isZero();
      assertThat(otherShelf.statistics().inventoryRequests()).isZero();
      assertThat(router.activator().activations()).isEqualTo(1);
    }
  }
}
