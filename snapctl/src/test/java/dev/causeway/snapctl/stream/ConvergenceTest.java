package dev.causeway.snapctl.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.controlplane.stream.SnapshotShelf;
import dev.causeway.controlplane.stream.StreamServer;
import dev.causeway.router.sync.StandingRejection;
import dev.causeway.router.sync.SyncStatus;
import dev.causeway.routing.compile.CompileUpdate;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.VirtualHost;
import dev.causeway.routing.version.ContentHash;
import dev.causeway.routing.version.Snapshot;
import dev.causeway.snapctl.stream.StreamBench.Router;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random interleavings of publications, rejections, cut and slow streams and changes of the
 * replica: a router always ends with the newest snapshot minus what it rejects, and is sent nothing
 * twice.
 */
final class ConvergenceTest {
  private static final int STEPS = 150;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyInterleavingEndsAtTheNewestSnapshotMinusRejections(long seed) throws Exception {
    Random random = new Random(seed);
    RandomContent content = new RandomContent(random);
    DeliveryLedger ledger = new DeliveryLedger();
    try (StreamBench bench = new StreamBench(folder)) {
      List<Replica> replicas = List.of(new Replica(bench, "one"), new Replica(bench, "two"));
      publish(replicas, RandomContent.first());
      replicas.forEach(Replica::catchUp);
      StreamTap tap = bench.tap(replicas.getFirst().port(), ledger);
      Router router = bench.router("r", null, tap.port());
      router.client().start();

      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(16)) {
          case 0, 1 -> router.activator().refuse(content.key());
          case 2, 3 -> router.activator().accept(content.key());
          case 4 -> tap.cut();
          case 5 -> tap.slow(true);
          case 6, 7 -> tap.slow(false);
          case 8 -> tap.lay(pick(replicas, random).port());
          case 9 -> {
            // A replica may be the last to hear of a change, and a router meet it nevertheless.
            tap.lay(pick(replicas, random).port());
            tap.cut();
          }
          case 10 -> pick(replicas, random).restart();
          default -> {
            publish(replicas, content.next());
            pick(replicas, random).catchUp();
          }
        }
        if (random.nextInt(6) == 0) {
          settle(router, replicas, tap);
        }
      }
      settle(router, replicas, tap);
      assertThat(ledger.needless()).isEmpty();
      assertThat(router.activator().violations()).isEmpty();
      assertThat(router.client().status().counters().resyncs()).isZero();
      assertThat(ledger.streams()).as("streams").isGreaterThan(5);
      assertThat(ledger.sent()).as("resources sent").isGreaterThan(STEPS / 5);
    }
  }

  private static <T> T pick(List<T> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }

  private static void publish(List<Replica> replicas, CompileUpdate update) {
    replicas.forEach(replica -> replica.hear(update));
  }

  /** A control plane that hears of changes before it publishes them. */
  private static final class Replica {
    private final StreamBench bench;
    private final SnapshotShelf shelf;
    private final Deque<CompileUpdate> heard = new ArrayDeque<>();
    private StreamServer server;

    Replica(StreamBench bench, String name) throws Exception {
      this.bench = bench;
      this.shelf = bench.shelf(name);
      this.server = bench.serve(shelf);
    }

    int port() {
      return server.port();
    }

    void hear(CompileUpdate update) {
      heard.add(update);
    }

    void catchUp() {
      while (!heard.isEmpty()) {
        shelf.publish(Given.SHARD, heard.remove());
      }
    }

    void restart() throws Exception {
      int port = server.port();
      server.close();
      server = bench.serve(shelf, port);
    }

    Snapshot newest() {
      return Objects.requireNonNull(shelf.newest(Given.SHARD)).snapshot();
    }
  }

  private static void settle(Router router, List<Replica> replicas, StreamTap tap)
      throws InterruptedException {
    replicas.forEach(Replica::catchUp);
    tap.slow(false);
    Snapshot newest = replicas.getFirst().newest();
    assertThat(replicas.getLast().newest().id()).isEqualTo(newest.id());
    SyncStatus status =
        router
            .probe()
            .await(
                now ->
                    now.connected()
                        && now.offered().equals(newest.id())
                        && now.endpointsRoot().equals(newest.endpointsRoot()));
    Map<ResourceKey, Resource> serving = new HashMap<>(router.activator().config());
    router.activator().endpoints().forEach((_, set) -> serving.put(set.key(), set));
    Map<ResourceKey, StandingRejection> rejections = new HashMap<>();
    status.rejections().forEach(rejection -> rejections.put(rejection.key(), rejection));

    Set<ResourceKey> kept = new HashSet<>();
    newest.forEach(
        resource -> {
          StandingRejection rejection = rejections.get(resource.key());
          Resource served = serving.get(resource.key());
          if (rejection == null) {
            assertThat(served).as("%s", resource.key()).isEqualTo(resource);
          } else {
            assertThat(rejection.hash()).isEqualTo(newest.hash(resource.key()));
            assertThat(served == null ? null : ContentHash.of(served)).isEqualTo(rejection.kept());
            kept.add(resource.key());
          }
        });
    assertThat(kept).as("rejections of what is offered").containsAll(rejections.keySet());
    for (Resource served : serving.values()) {
      assertThat(newest.get(served.key()) != null || isHeldFor(served, kept, serving))
          .as("%s serves and is not offered", served.key())
          .isTrue();
    }
    assertThat(status.effective()).isEqualTo(Snapshot.EMPTY.with(serving.values(), Set.of()).id());
  }

  /** Whether a kept version of some host still sends to {@code resource}. */
  private static boolean isHeldFor(
      Resource resource, Set<ResourceKey> kept, Map<ResourceKey, Resource> serving) {
    return kept.stream()
        .map(serving::get)
        .anyMatch(
            served ->
                served instanceof VirtualHost host
                    && host.rules()
                        .getFirst()
                        .backends()
                        .getFirst()
                        .upstream()
                        .equals(resource.name()));
  }

  @Test
  void anotherReplicaWithTheSameSnapshotSendsNothingAgain() throws Exception {
    try (StreamBench bench = new StreamBench(folder)) {
      SnapshotShelf one = bench.shelf("one");
      SnapshotShelf two = bench.shelf("two");
      for (SnapshotShelf shelf : List.of(one, two)) {
        shelf.publish(
            Given.SHARD,
            Given.update(
                Given.settings(),
                Given.upstream("u"),
                Given.endpoints("u", "10.0.0.1"),
                Given.host("h.test", "ns", "", "u")));
      }
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
