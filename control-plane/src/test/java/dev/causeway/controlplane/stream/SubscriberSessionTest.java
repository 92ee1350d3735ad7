package dev.causeway.controlplane.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.proto.codec.WireIds;
import dev.causeway.proto.v1.Hello;
import dev.causeway.proto.v1.RouterMessage;
import dev.causeway.proto.v1.ServerMessage;
import dev.causeway.routing.compile.CompileUpdate;
import dev.causeway.routing.version.SnapshotId;
import io.grpc.Status;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SubscriberSessionTest {
  private final SnapshotShelf shelf =
      new SnapshotShelf("test", Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
  private final List<Status.Code> failures = new ArrayList<>();

  /** A transport that breaks whenever something is sent. */
  private final class Broken implements Outbound {
    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void send(ServerMessage message) {
      throw new IllegalStateException("failed by the test");
    }

    @Override
    public void complete() {}

    @Override
    public void fail(Status status) {
      failures.add(status.getCode());
    }
  }

  @Test
  void sessionThatFailsEndsTheStreamRatherThanStayingMute() {
    shelf.publish("default", new CompileUpdate(List.of(), Set.of(), Map.of(), Set.of(), Map.of()));
    AtomicInteger done = new AtomicInteger();
    try (ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor()) {
      SubscriberSession session =
          new SubscriberSession(
              shelf,
              new PeerIdentity(List.of("router.default.causeway")),
              "test",
              Instant.EPOCH,
              new Broken(),
              new SerialExecutor(Runnable::run),
              new SessionTimers(scheduler, SessionOptions.DEFAULT));
      session.open();
      assertThat(shelf.view().subscribers()).hasSize(1);
      Hello hello =
          Hello.newBuilder()
              .setProtocolMin(1)
              .setProtocolMax(1)
              .setShard("default")
              .setRouter("r")
              .setConfigRoot(WireIds.id(SnapshotId.EMPTY))
              .setEndpointsRoot(WireIds.id(SnapshotId.EMPTY))
              .build();
      session.received(RouterMessage.newBuilder().setHello(hello).build(), done::incrementAndGet);
    }
    assertThat(failures).containsExactly(Status.Code.INTERNAL);
    assertThat(done).hasValue(1);
    assertThat(shelf.view().subscribers()).isEmpty();
  }
}
