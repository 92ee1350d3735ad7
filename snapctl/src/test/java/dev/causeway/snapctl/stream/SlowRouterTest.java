package dev.causeway.snapctl.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.controlplane.stream.ShelfSnapshot;
import dev.causeway.controlplane.stream.SnapshotShelf;
import dev.causeway.controlplane.stream.StreamServer;
import dev.causeway.proto.codec.ResourceDecoder;
import dev.causeway.proto.codec.WireIds;
import dev.causeway.proto.v1.EndpointUpdate;
import dev.causeway.proto.v1.ServerMessage.MessageCase;
import dev.causeway.proto.v1.TransactionPart;
import dev.causeway.routing.model.Resource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A router that does not read, or does not answer, makes a control plane keep nothing for it. */
final class SlowRouterTest {
  private static final int HOSTS = 300;
  private static final int EDITS = 200;

  @TempDir Path folder;
  private final ManualScheduler time = new ManualScheduler();
  private StreamBench bench;
  private SnapshotShelf shelf;
  private StreamServer server;

  @BeforeEach
  void open() throws Exception {
    bench = new StreamBench(folder);
    shelf = bench.shelf("one");
    server = bench.serve(shelf, time);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private static Resource large(int number, int version) {
    String path = "/" + version + "/" + "x".repeat(20_000);
    return Given.host("host-" + number + ".test", "ns", path, "u");
  }

  private ShelfSnapshot publishLarge() {
    List<Resource> everything = new ArrayList<>();
    everything.add(Given.settings());
    everything.add(Given.upstream("u"));
    everything.add(Given.endpoints("u", "10.0.0.1"));
    for (int i = 0; i < HOSTS; i++) {
      everything.add(large(i, 0));
    }
    return shelf.publish(Given.SHARD, Given.update(everything, Set.of()));
  }

  @Test
  void routerThatDoesNotReadIsSentOneTransactionAndThenTheNewestState() throws Exception {
    ShelfSnapshot first = publishLarge();
    try (ScriptedRouter router =
        ScriptedRouter.unread(bench.issue("router.default.causeway"), server.port())) {
      router.hello();
      while (shelf.statistics().transactions() == 0) {
        Thread.onSpinWait();
      }
      ShelfSnapshot newest = first;
      for (int i = 1; i <= EDITS; i++) {
        newest = shelf.publish(Given.SHARD, Given.update(large(i % 3, i)));
        time.advance(Duration.ofSeconds(5));
      }
      // Each part is made when the transport takes it, so most of six megabytes were never made.
      assertThat(shelf.statistics().transactions()).isEqualTo(1);
      assertThat(shelf.statistics().resources()).isEqualTo(HOSTS + 2);

      router.read(Integer.MAX_VALUE);
      List<TransactionPart> parts = router.transaction();
      assertThat(parts).hasSizeGreaterThan(10);
      // Beats are for a router that listens; for this one they would only have piled up.
      assertThat(router.beats()).isLessThan(5);
      assertThat(parts.getLast().getTargetRoot()).isEqualTo(WireIds.id(first.snapshot().id()));
      router.accept(parts.getLast());
      TransactionPart next = router.onlyPart();
      assertThat(next.getBaseRoot()).isEqualTo(WireIds.id(first.snapshot().id()));
      assertThat(next.getTargetRoot()).isEqualTo(WireIds.id(newest.snapshot().id()));
      assertThat(next.getResourcesCount()).isEqualTo(3);
      router.accept(next);
      shelf.awaitEffective(Given.SHARD, newest.snapshot().id(), 1).get(20, TimeUnit.SECONDS);
      assertThat(shelf.statistics().transactions()).isEqualTo(2);
      assertThat(router.pending()).isNull();
    }
  }

  @Test
  void endpointSetsAreConflatedWhileTheRouterHasNotAcknowledged() throws Exception {
    publishLarge();
    ScriptedRouter router = bench.scriptedRouter(server);
    router.hello();
    List<TransactionPart> parts = router.transaction();
    router.accept(parts.getLast());
    shelf.publish(Given.SHARD, Given.update(Given.endpoints("u", "10.0.1.1")));
    EndpointUpdate update = router.next(MessageCase.ENDPOINTS).getEndpoints();

    for (int i = 1; i <= EDITS; i++) {
      shelf.publish(Given.SHARD, Given.update(Given.endpoints("u", "10.0.2." + i)));
    }
    router.acknowledge(update.getSequence() - 1);
    router.acknowledge(update.getSequence());
    EndpointUpdate next = router.next(MessageCase.ENDPOINTS).getEndpoints();

    assertThat(next.getSetsList())
        .singleElement()
        .satisfies(
            set ->
                assertThat(ResourceDecoder.decode(set))
                    .isEqualTo(Given.endpoints("u", "10.0.2." + EDITS)));
    assertThat(next.getSequence()).isGreaterThan(update.getSequence());
    router.acknowledge(next.getSequence());
    assertThat(shelf.statistics().endpointSets()).isEqualTo(3);
  }
}
