package dev.causeway.snapctl.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.causeway.controlplane.stream.SnapshotShelf;
import dev.causeway.controlplane.stream.StreamServer;
import dev.causeway.proto.codec.ResourceDecoder;
import dev.causeway.proto.codec.WireIds;
import dev.causeway.proto.v1.EndpointAck;
import dev.causeway.proto.v1.Hello;
import dev.causeway.proto.v1.Rejection;
import dev.causeway.proto.v1.ResourceName;
import dev.causeway.proto.v1.Result;
import dev.causeway.proto.v1.RouterMessage;
import dev.causeway.proto.v1.SequencedResource;
import dev.causeway.proto.v1.ServerMessage;
import dev.causeway.proto.v1.ServerMessage.MessageCase;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.snapctl.stream.RecordedStream.Event;
import dev.causeway.snapctl.stream.ScriptedControlPlane.Conversation;
import dev.causeway.snapctl.stream.StreamBench.Router;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Streams of released versions against this build: its router follows a recorded control plane, and
 * its control plane serves a recorded router. A file is never changed once its version is released;
 * {@code -Dcauseway.recording.update=true} writes that of the version in the making and ends red.
 */
final class RecordedStreamTest {
  private static final Path FOLDER = Path.of("src/test/resources/streams");
  private static final Path PRESENT = FOLDER.resolve("0.1.txt");

  @TempDir Path folder;

  static List<Path> recordings() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    }
  }

  @Test
  void recordingHoldsEveryMessageOfTheProtocol() throws Exception {
    if (Boolean.getBoolean("causeway.recording.update")) {
      try (StreamBench bench = new StreamBench(folder)) {
        StreamRecording.make(bench).write(PRESENT);
      }
      throw new AssertionError(PRESENT + " was written; run again without the property");
    }
    Set<Object> kinds = new HashSet<>();
    for (Event event : RecordedStream.read(PRESENT).events()) {
      switch (event) {
        case Event.Opened _ -> {}
        case Event.Router(RouterMessage message) -> kinds.add(message.getMessageCase());
        case Event.ControlPlane(ServerMessage message) -> kinds.add(message.getMessageCase());
      }
    }
    assertThat(kinds)
        .contains(
            RouterMessage.MessageCase.HELLO,
            RouterMessage.MessageCase.RESULT,
            RouterMessage.MessageCase.ENDPOINT_ACK,
            RouterMessage.MessageCase.INVENTORY)
        .contains(
            MessageCase.TRANSACTION,
            MessageCase.ENDPOINTS,
            MessageCase.HEARTBEAT,
            MessageCase.GOODBYE,
            MessageCase.INVENTORY_REQUEST);
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void routerFollowsTheRecordedControlPlane(Path file) throws Exception {
    try (StreamBench bench = new StreamBench(folder)) {
      ScriptedControlPlane controlPlane = bench.script();
      Router router = bench.router("recorded", null, controlPlane.port());
      StreamRecording.REFUSED.forEach(router.activator()::refuse);
      router.client().start();
      Conversation stream = null;
      for (Event event : RecordedStream.read(file).events()) {
        switch (event) {
          case Event.Opened _ -> {
            if (stream != null) {
              stream.end();
            }
            stream = controlPlane.next();
          }
          case Event.ControlPlane(ServerMessage message) -> opened(stream).send(message);
          case Event.Router(RouterMessage message) ->
              assertSame(opened(stream).next(message.getMessageCase()), message);
        }
      }
      assertThat(opened(stream).pending()).isNull();
      assertThat(router.client().status().counters().resyncs()).isZero();
      assertThat(router.activator().violations()).isEmpty();
    }
  }

  private static Conversation opened(@Nullable Conversation stream) {
    return Objects.requireNonNull(stream, "a recording begins with a stream");
  }

  /** Holds what a router says against what one said in the same place; newer fields may differ. */
  private static void assertSame(RouterMessage said, RouterMessage recorded) {
    switch (recorded.getMessageCase()) {
      case HELLO -> {
        Hello now = said.getHello();
        Hello then = recorded.getHello();
        assertThat(now.getProtocolMin()).isLessThanOrEqualTo(then.getProtocolMax());
        assertThat(now.getProtocolMax()).isGreaterThanOrEqualTo(then.getProtocolMin());
        assertThat(now.getShard()).isEqualTo(then.getShard());
        assertThat(now.getConfigRoot()).isEqualTo(then.getConfigRoot());
        assertThat(now.getEndpointsRoot()).isEqualTo(then.getEndpointsRoot());
        assertThat(now.getEffectiveRoot()).isEqualTo(then.getEffectiveRoot());
        assertSame(now.getRejectionsList(), then.getRejectionsList());
      }
      case RESULT -> {
        Result now = said.getResult();
        Result then = recorded.getResult();
        assertThat(now.getNonce()).isEqualTo(then.getNonce());
        assertThat(now.getOfferedRoot()).isEqualTo(then.getOfferedRoot());
        assertThat(now.getEffectiveRoot()).isEqualTo(then.getEffectiveRoot());
        assertSame(now.getRejectionsList(), then.getRejectionsList());
      }
      case ENDPOINT_ACK -> {
        EndpointAck now = said.getEndpointAck();
        EndpointAck then = recorded.getEndpointAck();
        assertThat(now.getSequence()).isEqualTo(then.getSequence());
        assertSame(
            now.getRejections().getRejectionsList(), then.getRejections().getRejectionsList());
      }
      case INVENTORY -> {
        assertThat(said.getInventory().getEntriesList())
            .containsExactlyInAnyOrderElementsOf(recorded.getInventory().getEntriesList());
        assertThat(said.getInventory().getLast()).isEqualTo(recorded.getInventory().getLast());
      }
      case RESYNC, INTEREST, MESSAGE_NOT_SET ->
          throw new AssertionError("a recording does not hold " + recorded);
    }
  }

  private static void assertSame(List<Rejection> said, List<Rejection> recorded) {
    assertThat(essence(said)).containsExactlyInAnyOrderElementsOf(essence(recorded));
  }

  /** Everything but the words. */
  private static List<Rejection> essence(List<Rejection> rejections) {
    return rejections.stream().map(each -> each.toBuilder().clearMessage().build()).toList();
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void controlPlaneServesTheRecordedRouter(Path file) throws Exception {
    try (StreamBench bench = new StreamBench(folder)) {
      List<Event> events = RecordedStream.read(file).events();
      ServerSide side = new ServerSide(bench);
      for (int i = 0; i < events.size(); i++) {
        switch (events.get(i)) {
          case Event.Opened _ -> side.open(firstTransaction(events.subList(i + 1, events.size())));
          case Event.Router(RouterMessage message) -> side.say(message);
          case Event.ControlPlane(ServerMessage message) -> side.expect(message);
        }
      }
      side.assertSettled();
    }
  }

  private static ServerMessage firstTransaction(List<Event> events) {
    for (Event event : events) {
      if (event instanceof Event.ControlPlane(ServerMessage message) && message.hasTransaction()) {
        return message;
      }
    }
    throw new AssertionError("a recorded stream has a transaction");
  }

  /**
   * A control plane of this build that is told to publish what the recorded one did. It computes
   * versions of its own, so ids and nonces of the recording are replaced as they come up.
   */
  private static final class ServerSide {
    private final StreamBench bench;
    private final Map<ResourceKey, Resource> content = new TreeMap<>();
    private final Map<ByteString, ByteString> roots = new HashMap<>();
    private final Map<Long, Long> nonces = new HashMap<>();
    private final Map<Long, Long> sequences = new HashMap<>();
    private ManualScheduler time = new ManualScheduler();
    private SnapshotShelf shelf;
    private ScriptedRouter router;
    private boolean first;

    ServerSide(StreamBench bench) throws Exception {
      this.bench = bench;
      this.shelf = bench.shelf("replay");
      this.router = connect();
    }

    private ScriptedRouter connect() throws Exception {
      StreamServer server = bench.serve(shelf, StreamRecording.LIMITS, time);
      return bench.scriptedRouter(server);
    }

    /** Another replica, which has published nothing but the present state. */
    void open(ServerMessage transaction) throws Exception {
      take(transaction);
      time = new ManualScheduler();
      shelf = bench.shelf("replay");
      shelf.publish(Given.SHARD, Given.update(List.copyOf(content.values()), Set.of()));
      router = connect();
      first = true;
      nonces.clear();
      sequences.clear();
    }

    /** Adds to the content what a recorded message brought; returns what is gone. */
    private Set<ResourceKey> take(ServerMessage message) throws Exception {
      List<dev.causeway.proto.v1.Resource> brought = new ArrayList<>();
      brought.addAll(message.getTransaction().getResourcesList());
      message.getTransaction().getEndpointsList().stream()
          .map(SequencedResource::getResource)
          .forEach(brought::add);
      brought.addAll(message.getEndpoints().getSetsList());
      for (var resource : brought) {
        Resource decoded = ResourceDecoder.decode(resource);
        content.put(decoded.key(), decoded);
      }
      Set<ResourceKey> gone = new HashSet<>();
      for (ResourceName name : message.getTransaction().getRemovedList()) {
        gone.add(WireIds.key(name));
      }
      for (ResourceName name : message.getEndpoints().getRemovedList()) {
        gone.add(WireIds.key(name));
      }
      content.keySet().removeAll(gone);
      return gone;
    }

    void say(RouterMessage recorded) {
      RouterMessage.Builder message = recorded.toBuilder();
      switch (recorded.getMessageCase()) {
        case HELLO -> {
          Hello.Builder hello = message.getHelloBuilder();
          hello.setConfigRoot(root(hello.getConfigRoot()));
          hello.setEndpointsRoot(root(hello.getEndpointsRoot()));
        }
        case RESULT -> {
          Result.Builder result = message.getResultBuilder();
          result.setNonce(nonces.getOrDefault(result.getNonce(), result.getNonce()));
          result.setOfferedRoot(root(result.getOfferedRoot()));
        }
        case ENDPOINT_ACK -> {
          EndpointAck.Builder ack = message.getEndpointAckBuilder();
          ack.setSequence(sequences.getOrDefault(ack.getSequence(), ack.getSequence()));
        }
        case INVENTORY, RESYNC, INTEREST, MESSAGE_NOT_SET -> {}
      }
      router.send(message.build());
    }

    private ByteString root(ByteString recorded) {
      return roots.getOrDefault(recorded, recorded);
    }

    void expect(ServerMessage recorded) throws Exception {
      switch (recorded.getMessageCase()) {
        case TRANSACTION -> {
          if (!first) {
            Set<ResourceKey> gone = take(recorded);
            shelf.publish(Given.SHARD, Given.update(List.copyOf(content.values()), gone));
          }
          first = false;
          var then = recorded.getTransaction();
          var now = router.onlyPart();
          assertThat(now.getResourcesList().stream().map(each -> each.getId().getName()))
              .containsAll(
                  then.getResourcesList().stream().map(each -> each.getId().getName()).toList());
          assertThat(now.getRemovedList()).containsAll(then.getRemovedList());
          assertThat(now.getEndpointsCount()).isGreaterThanOrEqualTo(then.getEndpointsCount());
          roots.put(then.getTargetRoot(), now.getTargetRoot());
          nonces.put(then.getNonce(), now.getNonce());
        }
        case ENDPOINTS -> {
          Set<ResourceKey> gone = take(recorded);
          shelf.publish(Given.SHARD, Given.update(List.copyOf(content.values()), gone));
          var now = router.next(MessageCase.ENDPOINTS).getEndpoints();
          assertThat(now.getSetsList().stream().map(each -> each.getId().getName()))
              .containsAll(
                  recorded.getEndpoints().getSetsList().stream()
                      .map(each -> each.getId().getName())
                      .toList());
          sequences.put(recorded.getEndpoints().getSequence(), now.getSequence());
        }
        case HEARTBEAT -> {
          time.advance(StreamRecording.LIMITS.heartbeat());
          router.next(MessageCase.HEARTBEAT);
        }
        case GOODBYE -> {
          time.advance(StreamRecording.TO_THE_END);
          router.next(MessageCase.GOODBYE);
        }
        case UP_TO_DATE, INVENTORY_REQUEST -> router.next(recorded.getMessageCase());
        case MESSAGE_NOT_SET -> throw new AssertionError("an empty message was recorded");
      }
    }

    void assertSettled() throws Exception {
      while (shelf.view().subscribers().stream().noneMatch(view -> view.state().equals("IDLE"))) {
        Thread.onSpinWait();
      }
      assertThat(shelf.statistics().staleNonces()).isZero();
      assertThat(shelf.statistics().resyncs()).isZero();
      assertThat(shelf.view().rejections()).isEqualTo(StreamRecording.REFUSED.size());
      assertThat(router.pending()).isNull();
    }
  }
}
