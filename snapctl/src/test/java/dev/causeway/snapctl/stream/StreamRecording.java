package dev.causeway.snapctl.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.controlplane.stream.SessionOptions;
import dev.causeway.controlplane.stream.ShelfSnapshot;
import dev.causeway.controlplane.stream.SnapshotShelf;
import dev.causeway.controlplane.stream.StreamServer;
import dev.causeway.controlplane.stream.SubscriberView;
import dev.causeway.routing.compile.CompileUpdate;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.snapctl.stream.StreamBench.Router;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The session that is kept of every version: each message of the protocol, as small as it goes. */
final class StreamRecording {
  /** What the router of a recording refuses, also when the recording is replayed. */
  static final List<ResourceKey> REFUSED =
      List.of(
          Given.key(ResourceKind.VIRTUAL_HOST, "bad.test"),
          Given.key(ResourceKind.ENDPOINT_SET, "bad"));

  /** Few heartbeats, so that a recording has one and then its end. */
  static final SessionOptions LIMITS =
      new SessionOptions(Duration.ofMinutes(20), Duration.ofSeconds(5), Duration.ofMinutes(30));

  /** From the heartbeat to the age of a stream, and not to the next heartbeat. */
  static final Duration TO_THE_END = Duration.ofMinutes(15);

  private final RecordedStream recording = new RecordedStream();
  private final ManualScheduler time = new ManualScheduler();
  private final StreamBench bench;
  private final SnapshotShelf shelf;
  private final List<SnapshotShelf> shelves = new ArrayList<>();

  private StreamRecording(StreamBench bench) {
    this.bench = bench;
    this.shelf = bench.shelf("one");
    shelves.add(shelf);
  }

  /** Lets a control plane and a router of this build talk and returns what they said. */
  static RecordedStream make(StreamBench bench) throws Exception {
    return new StreamRecording(bench).talk();
  }

  private RecordedStream talk() throws Exception {
    shelf.publish(
        Given.SHARD,
        Given.update(
            Given.settings(),
            Given.certificate("c1"),
            Given.upstream("shop"),
            Given.endpoints("shop", "10.0.0.1"),
            Given.host("shop.test", "shop", "", "shop", List.of("c1"), List.of())));
    StreamServer server = bench.serve(shelf, LIMITS, time);
    StreamTap tap = bench.tap(server.port(), recording);
    Router router = bench.router("recorded", null, tap.port());
    REFUSED.forEach(router.activator()::refuse);
    router.client().start();
    awaitCommit(router, Objects.requireNonNull(shelf.newest(Given.SHARD)));

    awaitEndpoints(router, publish(Given.update(Given.endpoints("shop", "10.0.0.1", "10.0.0.2"))));
    awaitCommit(
        router,
        publish(
            Given.update(
                Given.upstream("bad"),
                Given.endpoints("bad", "10.0.0.3"),
                Given.host("bad.test", "shop", "", "bad"),
                Given.host("more.test", "shop", "/more", "shop"))));
    awaitEndpoints(router, publish(Given.update(Given.endpoints("bad", "10.0.0.4"))));
    ShelfSnapshot last = publish(Given.removal(Given.key(ResourceKind.VIRTUAL_HOST, "more.test")));
    awaitCommit(router, last);
    time.advance(LIMITS.heartbeat());

    SnapshotShelf other = bench.shelf("two");
    shelves.add(other);
    List<Resource> content = new ArrayList<>();
    last.snapshot().forEach(content::add);
    content.add(Given.host("new.test", "shop", "", "shop"));
    ShelfSnapshot ahead = other.publish(Given.SHARD, Given.update(content, Set.of()));
    tap.lay(bench.serve(other, LIMITS, time).port());
    time.advance(TO_THE_END);
    awaitCommit(router, ahead);
    router.client().close();
    return recording;
  }

  private ShelfSnapshot publish(CompileUpdate update) {
    return shelf.publish(Given.SHARD, update);
  }

  private void awaitCommit(Router router, ShelfSnapshot published) throws Exception {
    router.probe().await(status -> status.offered().equals(published.snapshot().id()));
    // The control plane has heard of it too, or the next message would come early.
    awaitSubscriber(view -> published.snapshot().id().equals(view.acked()));
  }

  private void awaitEndpoints(Router router, ShelfSnapshot published) throws Exception {
    router
        .probe()
        .await(status -> status.endpointsRoot().equals(published.snapshot().endpointsRoot()));
    awaitSubscriber(view -> view.endpointSequenceAcked() == view.endpointSequenceSent());
  }

  private void awaitSubscriber(Predicate<SubscriberView> wanted) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (shelves.stream()
        .flatMap(shelf -> shelf.view().subscribers().stream())
        .noneMatch(wanted)) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
