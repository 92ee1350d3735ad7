package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import dev.causeway.testkit.Behaviour;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** gRPC clients and servers over TLS that do not know of the router between them. */
@Timeout(60)
abstract class GrpcSuite extends GrpcHarness {
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
  @Behaviour({"LIM-006", "TLS-029"})
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
}
