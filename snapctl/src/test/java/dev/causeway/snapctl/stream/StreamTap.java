package dev.causeway.snapctl.stream;

import dev.causeway.proto.v1.RouterMessage;
import dev.causeway.proto.v1.ServerMessage;
import dev.causeway.proto.v1.SnapshotStreamGrpc;
import dev.causeway.testkit.tls.TestAuthority.Identity;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A wire between a router and control planes, which sees every message and can be slowed down, cut
 * and laid elsewhere. Real connections on both sides.
 */
final class StreamTap implements AutoCloseable {
  private final Listener listener;
  private final SslContext client;
  private final Server server;
  private final Set<Line> lines = new HashSet<>();
  private int target;
  private boolean slow;

  /** Sees messages in the order in which they are handed on. One call at a time. */
  interface Listener {
    void opened();

    void fromRouter(RouterMessage message);

    void fromControlPlane(ServerMessage message);
  }

  /**
   * Lays a wire.
   *
   * @param own identity towards the router
   * @param router identity towards control planes
   * @param target port of the first control plane
   */
  StreamTap(Identity own, Identity router, int target, Listener listener) throws Exception {
    this.listener = listener;
    this.target = target;
    this.client =
        GrpcSslContexts.forClient()
            .keyManager(router.certificate().toFile(), router.key().toFile())
            .trustManager(router.trust().toFile())
            .build();
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sslContext(
                GrpcSslContexts.configure(
                        SslContextBuilder.forServer(own.certificate().toFile(), own.key().toFile()))
                    .trustManager(own.trust().toFile())
                    .clientAuth(ClientAuth.REQUIRE)
                    .build())
            .addService(new Service())
            .build()
            .start();
  }

  int port() {
    return server.getPort();
  }

  /** Holds back what control planes say, or hands all of it on. */
  synchronized void slow(boolean held) {
    slow = held;
    if (!held) {
      Set.copyOf(lines).forEach(Line::flush);
    }
  }

  /** Lets streams from now on lead to another control plane. */
  synchronized void lay(int port) {
    target = port;
  }

  /** Breaks every stream; what is held back is lost. */
  synchronized void cut() {
    Set.copyOf(lines).forEach(line -> line.end(Status.UNAVAILABLE.withDescription("cut")));
  }

  @Override
  public void close() {
    cut();
    server.shutdownNow();
  }

  private final class Service extends SnapshotStreamGrpc.SnapshotStreamImplBase {
    @Override
    public StreamObserver<RouterMessage> connect(StreamObserver<ServerMessage> responses) {
      synchronized (StreamTap.this) {
        Line line = new Line(responses, target);
        lines.add(line);
        listener.opened();
        line.open();
        return line;
      }
    }
  }

  /** One stream: the router's half here, the control plane's in {@link Answers}. */
  private final class Line implements StreamObserver<RouterMessage> {
    private final StreamObserver<ServerMessage> router;
    private final ManagedChannel channel;
    private final Deque<Runnable> held = new ArrayDeque<>();
    private @Nullable StreamObserver<RouterMessage> controlPlane;

    Line(StreamObserver<ServerMessage> router, int port) {
      this.router = router;
      this.channel = NettyChannelBuilder.forAddress("127.0.0.1", port).sslContext(client).build();
    }

    void open() {
      controlPlane = SnapshotStreamGrpc.newStub(channel).connect(new Answers(this));
    }

    @Override
    public void onNext(RouterMessage message) {
      synchronized (StreamTap.this) {
        if (lines.contains(this) && controlPlane != null) {
          listener.fromRouter(message);
          controlPlane.onNext(message);
        }
      }
    }

    @Override
    public void onError(Throwable failure) {
      forget();
    }

    @Override
    public void onCompleted() {
      forget();
    }

    private void forget() {
      synchronized (StreamTap.this) {
        lines.remove(this);
        channel.shutdownNow();
      }
    }

    void answer(Runnable event) {
      synchronized (StreamTap.this) {
        held.add(event);
        if (!slow) {
          flush();
        }
      }
    }

    private void flush() {
      while (lines.contains(this) && !held.isEmpty()) {
        held.remove().run();
      }
    }

    private void end(@Nullable Status status) {
      synchronized (StreamTap.this) {
        if (lines.remove(this)) {
          if (status == null) {
            router.onCompleted();
          } else {
            router.onError(status.asRuntimeException());
          }
          channel.shutdownNow();
        }
      }
    }
  }

  private final class Answers implements StreamObserver<ServerMessage> {
    private final Line line;

    Answers(Line line) {
      this.line = line;
    }

    @Override
    public void onNext(ServerMessage message) {
      line.answer(
          () -> {
            listener.fromControlPlane(message);
            line.router.onNext(message);
          });
    }

    @Override
    public void onError(Throwable failure) {
      line.answer(() -> line.end(Status.fromThrowable(failure)));
    }

    @Override
    public void onCompleted() {
      line.answer(() -> line.end(null));
    }
  }
}
