package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.model.AppProtocol;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.Termination;
import dev.causeway.routing.model.UpstreamTls;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.X509Bundle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** A router between gRPC clients and servers, with TLS that ends in every way it can. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class GrpcHarness {
  /** How the client's TLS ends. */
  enum Way {
    /** The endpoint's {@code appProtocol} asks for h2c. */
    EDGE("edge.test"),
    /** The endpoint chooses h2 by ALPN. */
    REENCRYPT("reencrypt.test"),
    PASSTHROUGH("pass.test");

    final String host;

    Way(String host) {
      this.host = host;
    }
  }

  private final List<ManagedChannel> channels = new ArrayList<>();
  final BlockingQueue<String> held = new LinkedBlockingQueue<>();
  TestRouter router;
  private Server plain;
  private Server secure;
  private X509Bundle edgeCertificate;
  private X509Bundle originCertificate;

  /** Whether plans without filters take the express path. */
  abstract boolean express();

  @BeforeAll
  void start() throws Exception {
    edgeCertificate = TestCertificates.selfSigned(Way.EDGE.host, Way.REENCRYPT.host);
    originCertificate = TestCertificates.selfSigned(Way.PASSTHROUGH.host);
    plain =
        GrpcEcho.server()
            .addService(new HealthStatusManager().getHealthService())
            .addService(ProtoReflectionServiceV1.newInstance())
            .addService(GrpcHold.service(held))
            .build()
            .start();
    secure =
        GrpcEcho.server()
            .addService(GrpcHold.service(held))
            .sslContext(
                GrpcSslContexts.configure(
                        SslContextBuilder.forServer(
                            originCertificate.getKeyPair().getPrivate(),
                            originCertificate.getCertificatePath()))
                    .build())
            .build()
            .start();
    router = TestRouter.start(List.of(), "causeway.router.express=" + (express() ? "on" : "off"));
    router.apply(
        new Routes()
            .add(TestCertificates.resource(Routes.SHARD, "own", edgeCertificate))
            .add(TestCertificates.trust(Routes.SHARD, "origins", originCertificate))
            .certificate(Way.EDGE.host, "own")
            .certificate(Way.REENCRYPT.host, "own")
            .upstream("plain", null, AppProtocol.H2C, plain.getPort())
            .upstream(
                "secure",
                new UpstreamTls("origins", Way.PASSTHROUGH.host),
                AppProtocol.HTTP1,
                secure.getPort())
            .upstream("relayed", null, AppProtocol.HTTP1, secure.getPort())
            .both(Way.EDGE.host, "", "plain")
            .rule(
                Way.REENCRYPT.host,
                "",
                Termination.REENCRYPT,
                InsecurePolicy.NONE,
                Routes.POLICIES,
                List.of(),
                "secure")
            .passthrough(Way.PASSTHROUGH.host, "relayed"));
  }

  @AfterAll
  void stop() throws Exception {
    for (ManagedChannel channel : channels) {
      channel.shutdownNow();
      assertThat(channel.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
    router.close();
    for (Server server : List.of(plain, secure)) {
      server.shutdownNow();
      assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(LeakRecorder.leaksAfterCollection()).isEmpty();
  }

  /** Opens a connection through the router. */
  ManagedChannel channel(Way way) throws Exception {
    X509Bundle shown = way == Way.PASSTHROUGH ? originCertificate : edgeCertificate;
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", router.httpsPort())
            .overrideAuthority(way.host)
            .sslContext(GrpcSslContexts.forClient().trustManager(shown.getCertificate()).build())
            .build();
    channels.add(channel);
    return channel;
  }

  static StreamObserver<String> chat(ManagedChannel channel, Heard<String> heard) {
    return ClientCalls.asyncBidiStreamingCall(
        channel.newCall(GrpcEcho.chat(), CallOptions.DEFAULT), heard);
  }

  /** What a stream brought: messages, then how it ended. */
  static final class Heard<T> implements StreamObserver<T> {
    private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

    Object next() throws InterruptedException {
      Object event = events.poll(20, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("nothing was heard");
      }
      return event;
    }

    @Override
    public void onNext(T value) {
      events.add(value);
    }

    @Override
    public void onError(Throwable cause) {
      Status status = Status.fromThrowable(cause);
      events.add(status.getCode() + ": " + status.getDescription());
    }

    @Override
    public void onCompleted() {
      events.add("completed");
    }
  }
}
