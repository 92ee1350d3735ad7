package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import dev.causeway.routing.model.AppProtocol;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.Termination;
import dev.causeway.routing.model.UpstreamTls;
import dev.causeway.testkit.Behaviour;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.X509Bundle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** gRPC clients and servers over TLS that do not know of the router between them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class GrpcSuite {
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
  private TestRouter router;
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
            .build()
            .start();
    secure =
        GrpcEcho.server()
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

  private ManagedChannel channel(Way way) throws Exception {
    X509Bundle shown = way == Way.PASSTHROUGH ? originCertificate : edgeCertificate;
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", router.httpsPort())
            .overrideAuthority(way.host)
            .sslContext(GrpcSslContexts.forClient().trustManager(shown.getCertificate()).build())
            .build();
    channels.add(channel);
    return channel;
  }

  @ParameterizedTest
  @EnumSource
  @Behaviour({"TLS-024", "TLS-026", "TLS-031"})
  void answersWithMetadataAndTrailers(Way way) throws Exception {
    String path = express() ? "express" : "gateway";
    double before = router.served(path);
    Metadata sent = new Metadata();
    sent.put(GrpcEcho.NOTE, "hello");
    AtomicReference<Metadata> headers = new AtomicReference<>();
    AtomicReference<Metadata> trailers = new AtomicReference<>();
    var noted =
        ClientInterceptors.intercept(
            channel(way),
            MetadataUtils.newAttachHeadersInterceptor(sent),
            MetadataUtils.newCaptureMetadataInterceptor(headers, trailers));
    assertThat(ClientCalls.blockingUnaryCall(noted, GrpcEcho.unary(), CallOptions.DEFAULT, "one"))
        .isEqualTo("one!");
    assertThat(trailers.get().get(GrpcEcho.NOTE)).isEqualTo("hello");
    if (way != Way.PASSTHROUGH) {
      await().until(() -> router.served(path) >= before + 1);
    }
    assertThat(router.served(express() ? "gateway" : "express")).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void passesAnErrorWithoutMessagesOn(Way way) throws Exception {
    ManagedChannel channel = channel(way);
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

  @ParameterizedTest
  @EnumSource
  void streamsManyMessages(Way way) throws Exception {
    Iterator<String> parts =
        ClientCalls.blockingServerStreamingCall(
            channel(way), GrpcEcho.many(), CallOptions.DEFAULT, "5000");
    List<String> all = new ArrayList<>();
    parts.forEachRemaining(all::add);
    assertThat(all).hasSize(5000).startsWith("part 0").endsWith("part 4999");
  }

  @ParameterizedTest
  @EnumSource
  void letsBothSidesTalkInTurns(Way way) throws Exception {
    Heard<String> heard = new Heard<>();
    StreamObserver<String> talk = chat(channel(way), heard);
    for (int i = 0; i < 10; i++) {
      talk.onNext("turn " + i);
      assertThat(heard.next()).isEqualTo("re: turn " + i);
    }
    talk.onCompleted();
    assertThat(heard.next()).isEqualTo("completed");
  }

  @ParameterizedTest
  @EnumSource
  void passesAnErrorBehindMessagesOn(Way way) throws Exception {
    Heard<String> heard = new Heard<>();
    StreamObserver<String> talk = chat(channel(way), heard);
    talk.onNext("first");
    assertThat(heard.next()).isEqualTo("re: first");
    talk.onNext("fail");
    assertThat(heard.next()).isEqualTo("RESOURCE_EXHAUSTED: enough");
  }

  private static StreamObserver<String> chat(ManagedChannel channel, Heard<String> heard) {
    return ClientCalls.asyncBidiStreamingCall(
        channel.newCall(GrpcEcho.chat(), CallOptions.DEFAULT), heard);
  }

  /** As grpcurl does: nothing of the service is known beforehand. */
  @Test
  void servesAClientThatLearnsTheServiceByReflection() throws Exception {
    ManagedChannel channel = channel(Way.EDGE);
    Heard<ServerReflectionResponse> heard = new Heard<>();
    StreamObserver<ServerReflectionRequest> asking =
        ServerReflectionGrpc.newStub(channel).serverReflectionInfo(heard);
    asking.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    String service =
        ((ServerReflectionResponse) heard.next())
            .getListServicesResponse().getServiceList().stream()
                .map(found -> found.getName())
                .filter(name -> name.contains("ealth"))
                .findFirst()
                .orElseThrow();
    asking.onNext(ServerReflectionRequest.newBuilder().setFileContainingSymbol(service).build());
    FileDescriptor file = link((ServerReflectionResponse) heard.next());
    asking.onCompleted();
    assertThat(heard.next()).isEqualTo("completed");

    String simple = service.substring(service.lastIndexOf('.') + 1);
    MethodDescriptor method = file.findServiceByName(simple).findMethodByName("Check");
    DynamicMessage answer =
        ClientCalls.blockingUnaryCall(
            channel,
            io.grpc.MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
                .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(service + "/" + method.getName())
                .setRequestMarshaller(
                    ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getInputType())))
                .setResponseMarshaller(
                    ProtoUtils.marshaller(
                        DynamicMessage.getDefaultInstance(method.getOutputType())))
                .build(),
            CallOptions.DEFAULT,
            DynamicMessage.newBuilder(method.getInputType()).build());
    Object status = answer.getField(method.getOutputType().findFieldByName("status"));
    assertThat(((EnumValueDescriptor) status).getName()).isEqualTo("SERVING");
  }

  /** The server sends the file that was asked for first, and those it imports. */
  private static FileDescriptor link(ServerReflectionResponse response) throws Exception {
    Map<String, FileDescriptorProto> files = new HashMap<>();
    String wanted = "";
    for (var bytes : response.getFileDescriptorResponse().getFileDescriptorProtoList()) {
      FileDescriptorProto file = FileDescriptorProto.parseFrom(bytes);
      files.put(file.getName(), file);
      wanted = wanted.isEmpty() ? file.getName() : wanted;
    }
    return link(wanted, files);
  }

  private static FileDescriptor link(String name, Map<String, FileDescriptorProto> files)
      throws Exception {
    FileDescriptorProto file = files.get(name);
    if (file == null) {
      throw new AssertionError("reflection left out " + name);
    }
    List<FileDescriptor> imports = new ArrayList<>();
    for (String dependency : file.getDependencyList()) {
      imports.add(link(dependency, files));
    }
    return FileDescriptor.buildFrom(file, imports.toArray(FileDescriptor[]::new));
  }

  /** What a stream brought: messages, then how it ended. */
  private static final class Heard<T> implements StreamObserver<T> {
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
