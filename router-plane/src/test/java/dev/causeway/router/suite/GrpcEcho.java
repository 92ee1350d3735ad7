package dev.causeway.router.suite;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A gRPC service that says back what it hears, with the client's note in the trailers. */
public final class GrpcEcho {
  /** Metadata that comes back in the trailers. */
  public static final Metadata.Key<String> NOTE =
      Metadata.Key.of("note", Metadata.ASCII_STRING_MARSHALLER);

  /** Metadata of any bytes that comes back in the head of the answer, each of its values. */
  public static final Metadata.Key<byte[]> MARK =
      Metadata.Key.of("mark-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private GrpcEcho() {}

  /** One answer; the request {@code fail} gets FAILED_PRECONDITION without one. */
  public static MethodDescriptor<String, String> unary() {
    return method(MethodType.UNARY, "Unary");
  }

  /** As many answers as the request says. */
  public static MethodDescriptor<String, String> many() {
    return method(MethodType.SERVER_STREAMING, "Many");
  }

  /** One answer to many messages: how many there were and how long they were together. */
  public static MethodDescriptor<String, String> gather() {
    return method(MethodType.CLIENT_STREAMING, "Gather");
  }

  /** An answer to each message. */
  public static MethodDescriptor<String, String> chat() {
    return method(MethodType.BIDI_STREAMING, "Chat");
  }

  /** A builder of servers on a free loopback port, in clear text unless it is told otherwise. */
  public static NettyServerBuilder server() {
    return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .addService(ServerInterceptors.intercept(service(), new NoteInTrailers()));
  }

  /** Starts a server in clear text. */
  public static Server start() {
    try {
      return server().build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MethodDescriptor<String, String> method(MethodType type, String name) {
    return method(type, "test.Echo", name);
  }

  static MethodDescriptor<String, String> method(MethodType type, String service, String name) {
    return MethodDescriptor.<String, String>newBuilder()
        .setType(type)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(service, name))
        .setRequestMarshaller(new Text())
        .setResponseMarshaller(new Text())
        .build();
  }

  private static ServerServiceDefinition service() {
    return ServerServiceDefinition.builder("test.Echo")
        .addMethod(unary(), ServerCalls.asyncUnaryCall(GrpcEcho::answerOne))
        .addMethod(many(), ServerCalls.asyncServerStreamingCall(GrpcEcho::answerMany))
        .addMethod(gather(), ServerCalls.asyncClientStreamingCall(GrpcEcho::answerAll))
        .addMethod(chat(), ServerCalls.asyncBidiStreamingCall(GrpcEcho::answerEach))
        .build();
  }

  private static void answerOne(String request, StreamObserver<String> answer) {
    if (request.equals("fail")) {
      answer.onError(Status.FAILED_PRECONDITION.withDescription("on purpose").asException());
    } else {
      answer.onNext(request + "!");
      answer.onCompleted();
    }
  }

  private static void answerMany(String request, StreamObserver<String> answer) {
    for (int i = 0; i < Integer.parseInt(request); i++) {
      answer.onNext("part " + i);
    }
    answer.onCompleted();
  }

  private static StreamObserver<String> answerAll(StreamObserver<String> answer) {
    return new StreamObserver<>() {
      private int count;
      private long length;

      @Override
      public void onNext(String value) {
        count++;
        length += value.length();
      }

      @Override
      public void onError(Throwable cause) {}

      @Override
      public void onCompleted() {
        answer.onNext(count + " with " + length);
        answer.onCompleted();
      }
    };
  }

  private static StreamObserver<String> answerEach(StreamObserver<String> answer) {
    return new StreamObserver<>() {
      @Override
      public void onNext(String value) {
        if (value.equals("fail")) {
          answer.onError(Status.RESOURCE_EXHAUSTED.withDescription("enough").asException());
        } else {
          answer.onNext("re: " + value);
        }
      }

      @Override
      public void onError(Throwable cause) {}

      @Override
      public void onCompleted() {
        answer.onCompleted();
      }
    };
  }

  private static final class Text implements MethodDescriptor.Marshaller<String> {
    @Override
    public InputStream stream(String value) {
      return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String parse(InputStream stream) {
      try (stream) {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class NoteInTrailers implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      return next.startCall(
          new io.grpc.ForwardingServerCall.SimpleForwardingServerCall<>(call) {
            @Override
            public void sendHeaders(Metadata answered) {
              Iterable<byte[]> marks = headers.getAll(MARK);
              if (marks != null) {
                marks.forEach(mark -> answered.put(MARK, mark));
              }
              super.sendHeaders(answered);
            }

            @Override
            public void close(Status status, Metadata trailers) {
              String note = headers.get(NOTE);
              if (note != null) {
                trailers.put(NOTE, note);
              }
              super.close(status, trailers);
            }
          },
          headers);
    }
  }
}
