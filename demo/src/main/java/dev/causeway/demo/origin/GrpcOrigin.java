package dev.causeway.demo.origin;

import dev.causeway.demo.process.DemoException;
import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A gRPC server of grpc-java that serves {@link GrpcEcho}. */
public final class GrpcOrigin implements Origin {
  private final String name;
  private final Server server;
  private final Arrivals arrivals;
  private final AtomicInteger connections;

  private GrpcOrigin(String name, Server server, Arrivals arrivals, AtomicInteger connections) {
    this.name = name;
    this.server = server;
    this.arrivals = arrivals;
    this.connections = connections;
  }

  /**
   * Starts an origin.
   *
   * @param tls how it speaks TLS, with h2 in ALPN; null for clear text
   * @param bind where it listens; port 0 for any free one
   */
  public static GrpcOrigin start(
      EventLoopGroup group, String name, @Nullable SslContext tls, InetSocketAddress bind) {
    Arrivals arrivals = new Arrivals();
    AtomicInteger connections = new AtomicInteger();
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(bind)
            .bossEventLoopGroup(group)
            .workerEventLoopGroup(group)
            .channelType(NioServerSocketChannel.class)
            .directExecutor()
            .addTransportFilter(new Counting(connections))
            .addService(ServerInterceptors.intercept(service(), new Noting(arrivals)));
    if (tls != null) {
      builder.sslContext(tls);
    }
    try {
      return new GrpcOrigin(name, builder.build().start(), arrivals, connections);
    } catch (IOException e) {
      throw new DemoException(name + " cannot listen: " + e.getMessage() + ".", e);
    }
  }

  private static ServerServiceDefinition service() {
    return ServerServiceDefinition.builder(GrpcEcho.SERVICE)
        .addMethod(GrpcEcho.say(), ServerCalls.asyncUnaryCall(GrpcOrigin::answer))
        .addMethod(GrpcEcho.talk(), ServerCalls.asyncBidiStreamingCall(GrpcOrigin::echo))
        .build();
  }

  private static void answer(String request, StreamObserver<String> answers) {
    answers.onNext(request);
    answers.onCompleted();
  }

  private static StreamObserver<String> echo(StreamObserver<String> answers) {
    return new StreamObserver<>() {
      @Override
      public void onNext(String value) {
        answers.onNext(value);
      }

      @Override
      public void onError(Throwable cause) {}

      @Override
      public void onCompleted() {
        answers.onCompleted();
      }
    };
  }

  private static final class Counting extends ServerTransportFilter {
    private final AtomicInteger connections;

    Counting(AtomicInteger connections) {
      this.connections = connections;
    }

    private static final Attributes.Key<Boolean> COUNTED = Attributes.Key.create("counted");

    @Override
    public Attributes transportReady(Attributes attributes) {
      connections.incrementAndGet();
      return attributes.toBuilder().set(COUNTED, true).build();
    }

    @Override
    public void transportTerminated(Attributes attributes) {
      // A health check comes and goes without a word of HTTP/2, and is never ready.
      if (attributes != null && attributes.get(COUNTED) != null) {
        connections.decrementAndGet();
      }
    }
  }

  private static final class Noting implements ServerInterceptor {
    private final Arrivals arrivals;

    Noting(Arrivals arrivals) {
      this.arrivals = arrivals;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      String begun = headers.get(GrpcEcho.BEGUN);
      if (begun == null) {
        call.close(Status.INVALID_ARGUMENT.withDescription("x-begun is missing"), new Metadata());
        return new ServerCall.Listener<>() {};
      }
      arrivals.begin(Long.parseLong(begun));
      return new io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener<>(
          next.startCall(call, headers)) {
        @Override
        public void onComplete() {
          arrivals.end();
          super.onComplete();
        }

        @Override
        public void onCancel() {
          arrivals.end();
          super.onCancel();
        }
      };
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int port() {
    return server.getPort();
  }

  @Override
  public int inFlight() {
    return arrivals.inFlight();
  }

  @Override
  public int connections() {
    return connections.get();
  }

  @Override
  public void retire() {
    arrivals.retire();
  }

  @Override
  public long late() {
    return arrivals.late();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
