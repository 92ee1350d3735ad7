package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.testkit.Behaviour;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What gRPC asks of HTTP/2 beyond a request and an answer. */
@Timeout(60)
abstract class GrpcInteropSuite extends GrpcHarness {
  private static final int MANY = 2_000;
  private static final int PARALLEL = 200;

  /** A little below what grpc-java takes unless it is told otherwise. */
  private static final int LARGE = 4_000_000;

  @ParameterizedTest
  @EnumSource
  void takesManyMessagesForOneAnswer(Way way) throws Exception {
    Heard<String> heard = new Heard<>();
    StreamObserver<String> talk =
        ClientCalls.asyncClientStreamingCall(
            channel(way).newCall(GrpcEcho.gather(), CallOptions.DEFAULT), heard);
    for (int i = 0; i < MANY; i++) {
      talk.onNext("0123456789");
    }
    talk.onCompleted();
    assertThat(heard.next()).isEqualTo(MANY + " with " + MANY * 10);
    assertThat(heard.next()).isEqualTo("completed");
  }

  @ParameterizedTest
  @EnumSource
  void passesLargeMessagesBothWays(Way way) throws Exception {
    String large = "x".repeat(LARGE);
    String answer =
        ClientCalls.blockingUnaryCall(channel(way), GrpcEcho.unary(), CallOptions.DEFAULT, large);
    assertThat(answer).hasSize(LARGE + 1).endsWith("x!");
  }

  @ParameterizedTest
  @EnumSource
  void leavesCompressedMessagesCompressed(Way way) throws Exception {
    String answer =
        ClientCalls.blockingUnaryCall(
            channel(way),
            GrpcEcho.unary(),
            CallOptions.DEFAULT.withCompression("gzip"),
            "x".repeat(100_000));
    assertThat(answer).hasSize(100_001);
  }

  @ParameterizedTest
  @EnumSource
  void passesMetadataOfAnyBytes(Way way) throws Exception {
    byte[] every = new byte[256];
    for (int i = 0; i < every.length; i++) {
      every[i] = (byte) i;
    }
    Metadata sent = new Metadata();
    sent.put(GrpcEcho.MARK, every);
    sent.put(GrpcEcho.MARK, new byte[] {0});
    AtomicReference<Metadata> headers = new AtomicReference<>();
    var marked =
        ClientInterceptors.intercept(
            channel(way),
            MetadataUtils.newAttachHeadersInterceptor(sent),
            MetadataUtils.newCaptureMetadataInterceptor(headers, new AtomicReference<>()));
    ClientCalls.blockingUnaryCall(marked, GrpcEcho.unary(), CallOptions.DEFAULT, "one");
    assertThat(headers.get().getAll(GrpcEcho.MARK)).containsExactly(every, new byte[] {0});
  }

  @ParameterizedTest
  @EnumSource
  void tellsTheServerOfTheDeadlineAndEndsTheCallWithIt(Way way) throws Exception {
    Heard<String> heard = new Heard<>();
    String name = "deadline of " + way;
    ClientCalls.asyncServerStreamingCall(
        channel(way)
            .newCall(GrpcHold.hold(), CallOptions.DEFAULT.withDeadlineAfter(3, TimeUnit.SECONDS)),
        name,
        heard);
    assertThat(heard.next()).isEqualTo("deadline");
    assertThat(heard.next()).asString().startsWith("DEADLINE_EXCEEDED");
    assertThat(held.poll(20, TimeUnit.SECONDS)).isEqualTo(name);
  }

  @ParameterizedTest
  @EnumSource
  void endsTheCallWhenItsClientCancels(Way way) throws Exception {
    Heard<String> heard = new Heard<>();
    String name = "cancelled by " + way;
    ClientCall<String, String> call = channel(way).newCall(GrpcHold.hold(), CallOptions.DEFAULT);
    ClientCalls.asyncServerStreamingCall(call, name, heard);
    assertThat(heard.next()).isEqualTo("no deadline");
    call.cancel("enough", null);
    assertThat(heard.next()).isEqualTo("CANCELLED: enough");
    assertThat(held.poll(20, TimeUnit.SECONDS)).isEqualTo(name);
  }

  @ParameterizedTest
  @EnumSource
  @Behaviour("LIM-006")
  void servesManyCallsAtATimeOnOneConnection(Way way) throws Exception {
    ManagedChannel channel = channel(way);
    List<Future<String>> calls = new ArrayList<>();
    for (int i = 0; i < PARALLEL; i++) {
      calls.add(
          ClientCalls.futureUnaryCall(
              channel.newCall(GrpcEcho.unary(), CallOptions.DEFAULT), "call " + i));
    }
    for (int i = 0; i < PARALLEL; i++) {
      assertThat(calls.get(i).get(30, TimeUnit.SECONDS)).isEqualTo("call " + i + "!");
    }
  }
}
