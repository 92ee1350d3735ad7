package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.model.AppProtocol;
import dev.causeway.testkit.Behaviour;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls are balanced one by one, although a client makes all of them on one connection. */
@Timeout(60)
final class GrpcBalanceTest {
  private static final int ENDPOINTS = 3;
  private static final int CALLS = 12;

  /** Counts the calls of one server. */
  private static final class Counting implements ServerInterceptor {
    final AtomicInteger calls = new AtomicInteger();

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      calls.incrementAndGet();
      return next.startCall(call, headers);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"on", "off"})
  @Behaviour({"LIM-006", "LIM-021"})
  void callsOfOneClearTextConnectionAreSpreadOverEndpoints(String express) throws Exception {
    List<Counting> counts = new ArrayList<>();
    List<Server> servers = new ArrayList<>();
    for (int i = 0; i < ENDPOINTS; i++) {
      Counting counting = new Counting();
      counts.add(counting);
      servers.add(GrpcEcho.server().intercept(counting).build().start());
    }
    int[] ports = servers.stream().mapToInt(Server::getPort).toArray();
    try (TestRouter router = TestRouter.start(List.of(), "causeway.router.express=" + express)) {
      router.apply(
          new Routes()
              .upstream("echo", null, AppProtocol.H2C, ports)
              .both("echo.test", "", "echo"));
      ManagedChannel channel =
          NettyChannelBuilder.forAddress("127.0.0.1", router.httpPort())
              .overrideAuthority("echo.test")
              .usePlaintext()
              .build();
      for (int i = 0; i < CALLS; i++) {
        assertThat(
                ClientCalls.blockingUnaryCall(
                    channel, GrpcEcho.unary(), CallOptions.DEFAULT, "call"))
            .isEqualTo("call!");
      }
      channel.shutdownNow();
      assertThat(channel.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      servers.forEach(Server::shutdownNow);
    }
    assertThat(counts).extracting(counting -> counting.calls.get()).containsOnly(CALLS / ENDPOINTS);
  }
}
