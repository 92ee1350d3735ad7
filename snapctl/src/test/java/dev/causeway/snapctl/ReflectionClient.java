package dev.causeway.snapctl;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import dev.causeway.testkit.tls.TestAuthority.Identity;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A client without stubs: it learns services from the server and calls them with any message. */
final class ReflectionClient implements AutoCloseable {
  private static final long DEADLINE_SECONDS = 20;

  private final ManagedChannel channel;

  ReflectionClient(Identity identity, int port) throws Exception {
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port)
            .sslContext(
                GrpcSslContexts.forClient()
                    .keyManager(identity.certificate().toFile(), identity.key().toFile())
                    .trustManager(identity.trust().toFile())
                    .build())
            .build();
  }

  /** Asks the server for a service and everything it refers to. */
  ServiceDescriptor service(String name) throws Exception {
    Map<String, FileDescriptorProto> files = new HashMap<>();
    String home = "";
    for (ByteString file :
        ask(ServerReflectionRequest.newBuilder().setFileContainingSymbol(name).build())
            .getFileDescriptorResponse()
            .getFileDescriptorProtoList()) {
      FileDescriptorProto proto = FileDescriptorProto.parseFrom(file);
      files.put(proto.getName(), proto);
      if (proto.getServiceList().stream()
          .anyMatch(service -> name.equals(proto.getPackage() + "." + service.getName()))) {
        home = proto.getName();
      }
    }
    return Objects.requireNonNull(
        build(home, files).findServiceByName(name.substring(name.lastIndexOf('.') + 1)));
  }

  private FileDescriptor build(String name, Map<String, FileDescriptorProto> files)
      throws DescriptorValidationException {
    FileDescriptorProto proto = Objects.requireNonNull(files.get(name), name);
    List<FileDescriptor> dependencies = new ArrayList<>();
    for (String dependency : proto.getDependencyList()) {
      dependencies.add(build(dependency, files));
    }
    return FileDescriptor.buildFrom(proto, dependencies.toArray(FileDescriptor[]::new));
  }

  private ServerReflectionResponse ask(ServerReflectionRequest request) throws Exception {
    CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> requests =
        ServerReflectionGrpc.newStub(channel)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse response) {
                    answer.complete(response);
                  }

                  @Override
                  public void onError(Throwable failure) {
                    answer.completeExceptionally(failure);
                  }

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(request);
    ServerReflectionResponse response = answer.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    requests.onCompleted();
    return response;
  }

  /** Calls a method with a request of these fields and returns all answers. */
  List<DynamicMessage> call(
      com.google.protobuf.Descriptors.MethodDescriptor method, Map<String, Object> fields) {
    DynamicMessage.Builder request = DynamicMessage.newBuilder(method.getInputType());
    fields.forEach(
        (name, value) -> request.setField(method.getInputType().findFieldByName(name), value));
    MethodDescriptor<DynamicMessage, DynamicMessage> descriptor =
        MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
            .setType(method.isServerStreaming() ? MethodType.SERVER_STREAMING : MethodType.UNARY)
            .setFullMethodName(
                MethodDescriptor.generateFullMethodName(
                    method.getService().getFullName(), method.getName()))
            .setRequestMarshaller(
                ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getInputType())))
            .setResponseMarshaller(
                ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getOutputType())))
            .build();
    List<DynamicMessage> answers = new ArrayList<>();
    ClientCalls.blockingServerStreamingCall(
            channel,
            descriptor,
            CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS),
            request.build())
        .forEachRemaining(answers::add);
    return answers;
  }

  /** Returns the names of the services that the server tells of. */
  List<String> services() throws Exception {
    return ask(ServerReflectionRequest.newBuilder().setListServices("").build())
        .getListServicesResponse()
        .getServiceList()
        .stream()
        .map(service -> service.getName())
        .toList();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
