package dev.causeway.router.suite;

import io.grpc.Context;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.Queue;

/** A gRPC service whose calls last until their client has had enough of them. */
final class GrpcHold {
  private static final String SERVICE = "test.Hold";

  private GrpcHold() {}

  /** Says at once whether the call has a deadline, and then nothing. */
  static MethodDescriptor<String, String> hold() {
    return GrpcEcho.method(MethodType.SERVER_STREAMING, SERVICE, "Hold");
  }

  /**
   * The service.
   *
   * @param cancelled takes the request of every call that was cancelled
   */
  static ServerServiceDefinition service(Queue<String> cancelled) {
    return ServerServiceDefinition.builder(SERVICE)
        .addMethod(
            hold(),
            ServerCalls.asyncServerStreamingCall(
                (request, answers) -> holdOn(request, answers, cancelled)))
        .build();
  }

  private static void holdOn(
      String request, StreamObserver<String> answers, Queue<String> cancelled) {
    ((ServerCallStreamObserver<String>) answers).setOnCancelHandler(() -> cancelled.add(request));
    answers.onNext(Context.current().getDeadline() == null ? "no deadline" : "deadline");
  }
}
