package dev.causeway.router.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causeway.router.suite.GrpcEcho;
import dev.causeway.router.suite.LeakCheck;
import dev.causeway.routing.model.AppProtocol;
import dev.causeway.routing.model.Endpoint;
import dev.causeway.testkit.Behaviour;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A gRPC client and a gRPC server that do not know of the router between them. */
@ExtendWith(LeakCheck.class)
class GrpcProxyTest {
  private final Server origin = GrpcEcho.start();
  private final TestRouter router = new TestRouter();
  private final ManagedChannel channel;

  GrpcProxyTest() {
    router.serving(new Endpoint("ept:grpc", "127.0.0.1", origin.getPort(), AppProtocol.H2C));
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", router.port())
            .overrideAuthority("app.test")
            .usePlaintext()
            .build();
  }

  @AfterEach
  void stop() throws InterruptedException {
    channel.shutdownNow();
    assertThat(channel.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    router.close();
    origin.shutdownNow();
    assertThat(origin.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  @Behaviour("TLS-031")
  void unaryCallWithMetadataAndTrailers() {
    Metadata sent = new Metadata();
    sent.put(GrpcEcho.NOTE, "hello");
    AtomicReference<Metadata> headers = new AtomicReference<>();
    AtomicReference<Metadata> trailers = new AtomicReference<>();
    var noted =
        io.grpc.ClientInterceptors.intercept(
            channel,
            MetadataUtils.newAttachHeadersInterceptor(sent),
            MetadataUtils.newCaptureMetadataInterceptor(headers, trailers));
    assertThat(ClientCalls.blockingUnaryCall(noted, GrpcEcho.unary(), CallOptions.DEFAULT, "one"))
        .isEqualTo("one!");
    assertThat(trailers.get().get(GrpcEcho.NOTE)).isEqualTo("hello");
  }

  @Test
  void errorThatIsTrailersOnly() {
    assertThatThrownBy(
            () ->
                ClientCalls.blockingUnaryCall(
                    channel, GrpcEcho.unary(), CallOptions.DEFAULT, "fail"))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            failure -> {
              assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
              assertThat(failure.getStatus().getDescription()).isEqualTo("on purpose");
            });
  }

  @Test
  void serverStreamsManyMessages() {
    Iterator<String> parts =
        ClientCalls.blockingServerStreamingCall(
            channel, GrpcEcho.many(), CallOptions.DEFAULT, "2000");
    List<String> all = new ArrayList<>();
    parts.forEachRemaining(all::add);
    assertThat(all).hasSize(2000).endsWith("part 1999");
  }

  @Test
  void bothSidesTalkInTurns() throws InterruptedException {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    StreamObserver<String> talk =
        ClientCalls.asyncBidiStreamingCall(
            channel.newCall(GrpcEcho.chat(), CallOptions.DEFAULT),
            new StreamObserver<>() {
              @Override
              public void onNext(String value) {
                heard.add(value);
              }

              @Override
              public void onError(Throwable cause) {
                heard.add("failed: " + cause);
              }

              @Override
              public void onCompleted() {
                heard.add("completed");
              }
            });
    for (int i = 0; i < 10; i++) {
      talk.onNext("turn " + i);
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("re: turn " + i);
    }
    talk.onCompleted();
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("completed");
  }

  @Test
  void callsShareOneConnectionToTheEndpoint() {
    for (int i = 0; i < 20; i++) {
      ClientCalls.blockingUnaryCall(channel, GrpcEcho.unary(), CallOptions.DEFAULT, "x");
    }
    assertThat(router.upstreams.connects()).isEqualTo(1);
  }
}
