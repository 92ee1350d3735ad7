package dev.causeway.snapctl.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.controlplane.stream.SessionOptions;
import dev.causeway.controlplane.stream.ShelfSnapshot;
import dev.causeway.controlplane.stream.SnapshotShelf;
import dev.causeway.controlplane.stream.SourcePosition;
import dev.causeway.controlplane.stream.StreamServer;
import dev.causeway.proto.codec.WireIds;
import dev.causeway.proto.v1.Heartbeat;
import dev.causeway.proto.v1.ServerMessage;
import dev.causeway.proto.v1.ServerMessage.MessageCase;
import dev.causeway.proto.v1.TransactionPart;
import dev.causeway.routing.compile.CompileUpdate;
import dev.causeway.snapctl.stream.StreamBench.Router;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a control plane does when time passes; the test says when it does. */
final class TimeLimitsTest {
  private static final SessionOptions LIMITS =
      new SessionOptions(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofMinutes(30));

  @TempDir Path folder;
  private final ManualScheduler time = new ManualScheduler();
  private StreamBench bench;
  private SnapshotShelf shelf;
  private ShelfSnapshot first;
  private StreamServer server;

  @BeforeEach
  void open() throws Exception {
    bench = new StreamBench(folder);
    shelf = bench.shelf("one");
    first = shelf.publish(Given.SHARD, content(), at(5));
    server = bench.serve(shelf, LIMITS, time);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private static CompileUpdate content() {
    return Given.update(
        Given.settings(),
        Given.upstream("u"),
        Given.endpoints("u", "10.0.0.1"),
        Given.host("a.test", "ns", "", "u"));
  }

  private static SourcePosition at(long version) {
    return new SourcePosition(Map.of("Route", version));
  }

  @Test
  void replicaBehindTheRouterProceedsAfterTheLimitAndCountsIt() throws Exception {
    ScriptedRouter router = bench.scriptedRouter(server);
    router.hello(hello -> hello.putSourcePosition("Route", 9));

    // The stream's events are in order: a beat that comes first tells that nothing was offered.
    beatUntilHeard(router);
    time.advance(LIMITS.catchUpLimit());

    TransactionPart part = router.onlyPart();
    assertThat(part.getTargetRoot()).isEqualTo(WireIds.id(first.snapshot().id()));
    assertThat(part.getLabel().getSourcePositionMap()).containsEntry("Route", 5L);
    assertThat(shelf.statistics().regressions()).isEqualTo(1);
  }

  @Test
  void replicaThatCatchesUpAnswersAtOnceAndHasNotLost() throws Exception {
    ScriptedRouter router = bench.scriptedRouter(server);
    router.hello(hello -> hello.putSourcePosition("Route", 9));
    beatUntilHeard(router);

    shelf.publish(Given.SHARD, Given.update(Given.host("b.test", "ns", "", "u")), at(8));
    ShelfSnapshot level =
        shelf.publish(Given.SHARD, Given.update(Given.host("c.test", "ns", "", "u")), at(9));
    TransactionPart part = router.onlyPart();

    assertThat(part.getTargetRoot()).isEqualTo(WireIds.id(level.snapshot().id()));
    router.accept(part);
    time.advance(LIMITS.catchUpLimit());
    assertThat(shelf.statistics().regressions()).isZero();
  }

  /** A router is known once it hears a beat; before, the Hello may not have been read. */
  private void beatUntilHeard(ScriptedRouter router) throws Exception {
    while (shelf.view().subscribers().stream()
        .noneMatch(view -> view.router().equals("scripted"))) {
      Thread.onSpinWait();
    }
    time.advance(LIMITS.heartbeat());
    router.next(MessageCase.HEARTBEAT);
    assertThat(shelf.view().subscribers())
        .singleElement()
        .satisfies(view -> assertThat(view.state()).isEqualTo("GREETING"));
  }

  @Test
  void heartbeatTellsBothRootsOnlyWhileNothingIsInFlight() throws Exception {
    ScriptedRouter router = bench.scriptedRouter(server);
    router.hello();
    TransactionPart part = router.onlyPart();
    time.advance(LIMITS.heartbeat());
    Heartbeat busy = router.next(MessageCase.HEARTBEAT).getHeartbeat();
    assertThat(busy.hasConfigRoot()).isFalse();
    assertThat(busy.hasEndpointsRoot()).isFalse();
    assertThat(busy.getNewestRoot()).isEqualTo(WireIds.id(first.snapshot().id()));

    router.accept(part);
    shelf.awaitEffective(Given.SHARD, first.snapshot().id(), 1).get(20, TimeUnit.SECONDS);
    time.advance(LIMITS.heartbeat());
    Heartbeat quiet = router.next(MessageCase.HEARTBEAT).getHeartbeat();
    assertThat(quiet.getConfigRoot()).isEqualTo(WireIds.id(first.snapshot().id()));
    assertThat(quiet.getEndpointsRoot()).isEqualTo(WireIds.id(first.snapshot().endpointsRoot()));
  }

  @Test
  void streamThatHasReachedItsAgeEndsWithAGoodbye() throws Exception {
    ScriptedRouter router = bench.scriptedRouter(server);
    router.hello();
    router.accept(router.onlyPart());

    time.advance(LIMITS.maxAge().plus(LIMITS.maxAge().dividedBy(10)));

    ServerMessage message = router.next();
    while (message.getMessageCase() == MessageCase.HEARTBEAT) {
      message = router.next();
    }
    assertThat(message.getGoodbye().getReason()).contains("age");
    assertThat(router.end()).isEqualTo(Status.OK);
    assertThat(shelf.view().subscribers()).isEmpty();
  }

  @Test
  void routerMovesOnAfterAGoodbyeAndIsSentNothingAgain() throws Exception {
    SnapshotShelf other = bench.shelf("two");
    other.publish(Given.SHARD, content(), at(5));
    ManualScheduler otherTime = new ManualScheduler();
    StreamServer second = bench.serve(other, LIMITS, otherTime);
    Router router = bench.router("r", null, server.port(), second.port());
    router.client().start();
    String before =
        router.probe().await(status -> status.isReady() && status.connected()).controlPlane();
    boolean onFirst = before.endsWith(":" + server.port());

    (onFirst ? time : otherTime).advance(LIMITS.maxAge().plus(LIMITS.maxAge().dividedBy(10)));

    router
        .probe()
        .await(
            status ->
                status.connected()
                    && !status.controlPlane().equals(before)
                    && status.counters().connects() == 2);
    SnapshotShelf next = onFirst ? other : shelf;
    assertThat(next.statistics().resources()).isZero();
    assertThat(next.statistics().endpointSets()).isZero();
    assertThat(router.activator().activations()).isEqualTo(1);
    assertThat(router.client().status().lastError()).isNull();
  }
}
