package dev.causeway.router.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causeway.routing.model.AppProtocol;
import dev.causeway.routing.model.Endpoint;
import dev.causeway.testkit.Behaviour;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A gRPC client and a gRPC server that do not know of the router between them. */
class GrpcProxyTest {
  private static final Metadata.Key<String> NOTE =
      Metadata.Key.of("note", Metadata.ASCII_STRING_MARSHALLER);

  private final Server origin = origin();
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

  private static MethodDescriptor<String, String> method(MethodType type, String name) {
    return MethodDescriptor.<String, String>newBuilder()
        .setType(type)
        .setFullMethodName("test.Echo/" + name)
        .setRequestMarshaller(new Text())
        .setResponseMarshaller(new Text())
        .build();
  }

  private static MethodDescriptor<String, String> unary() {
    return method(MethodType.UNARY, "Unary");
  }

  private static MethodDescriptor<String, String> many() {
    return method(MethodType.SERVER_STREAMING, "Many");
  }

  private static MethodDescriptor<String, String> chat() {
    return method(MethodType.BIDI_STREAMING, "Chat");
  }

  private static Server origin() {
    ServerServiceDefinition service =
        ServerServiceDefinition.builder("test.Echo")
            .addMethod(
                unary(),
                ServerCalls.asyncUnaryCall(
                    (String request, StreamObserver<String> answer) -> {
                      if (request.equals("fail")) {
                        answer.onError(
                            Status.FAILED_PRECONDITION.withDescription("on purpose").asException());
                      } else {
                        answer.onNext(request + "!");
                        answer.onCompleted();
                      }
                    }))
            .addMethod(
                many(),
                ServerCalls.asyncServerStreamingCall(
                    (String request, StreamObserver<String> answer) -> {
                      for (int i = 0; i < Integer.parseInt(request); i++) {
                        answer.onNext("part " + i);
                      }
                      answer.onCompleted();
                    }))
            .addMethod(
                chat(),
                ServerCalls.asyncBidiStreamingCall(
                    (StreamObserver<String> answer) ->
                        new StreamObserver<>() {
                          @Override
                          public void onNext(String value) {
                            answer.onNext("re: " + value);
                          }

                          @Override
                          public void onError(Throwable cause) {}

                          @Override
                          public void onCompleted() {
                            answer.onCompleted();
                          }
                        }))
            .build();
    try {
      return NettyServerBuilder.forAddress(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
          .addService(service)
          .intercept(new NoteInTrailers())
          .build()
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends the client's note back in the trailers. */
  private static final class NoteInTrailers implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      return next.startCall(
          new io.grpc.ForwardingServerCall.SimpleForwardingServerCall<>(call) {
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

  @Test
  @Behaviour("TLS-031")
  void unaryCallWithMetadataAndTrailers() {
    Metadata sent = new Metadata();
    sent.put(NOTE, "hello");
    AtomicReference<Metadata> headers = new AtomicReference<>();
    AtomicReference<Metadata> trailers = new AtomicReference<>();
    var noted =
        io.grpc.ClientInterceptors.intercept(
            channel,
            MetadataUtils.newAttachHeadersInterceptor(sent),
            MetadataUtils.newCaptureMetadataInterceptor(headers, trailers));
    assertThat(ClientCalls.blockingUnaryCall(noted, unary(), CallOptions.DEFAULT, "one"))
        .isEqualTo("one!");
    assertThat(trailers.get().get(NOTE)).isEqualTo("hello");
  }

  @Test
  void errorThatIsTrailersOnly() {
    assertThatThrownBy(
            () -> ClientCalls.blockingUnaryCall(channel, unary(), CallOptions.DEFAULT, "fail"))
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
        ClientCalls.blockingServerStreamingCall(channel, many(), CallOptions.DEFAULT, "2000");
    List<String> all = new ArrayList<>();
    parts.forEachRemaining(all::add);
    assertThat(all).hasSize(2000).endsWith("part 1999");
  }

  @Test
  void bothSidesTalkInTurns() throws InterruptedException {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    StreamObserver<String> talk =
        ClientCalls.asyncBidiStreamingCall(
            channel.newCall(chat(), CallOptions.DEFAULT),
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
      ClientCalls.blockingUnaryCall(channel, unary(), CallOptions.DEFAULT, "x");
    }
    assertThat(router.upstreams.connects()).isEqualTo(1);
  }
}
