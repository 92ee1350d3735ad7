package dev.causeway.router.health;

import dev.causeway.router.transport.IoTransport;
import dev.causeway.router.upstream.EndpointTls;
import dev.causeway.router.upstream.NoHandlersYet;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Time and connections of the health checks, on an event loop that carries no traffic. */
public final class LoopChecks implements CheckTimer, Prober, AutoCloseable {
  /** Limit for connecting and again for the handshake (RO-011). */
  private static final int TIMEOUT_MILLIS = 5_000;

  private final IoTransport io;
  private final EventLoopGroup group;
  private final EventLoop loop;
  private final Bootstrap bootstrap;

  /** Creates the event loop; its thread starts with the first check. */
  public LoopChecks(IoTransport io) {
    this.io = io;
    this.group = io.newLoops(1, "health");
    this.loop = group.next();
    this.bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(io.clientChannel())
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, TIMEOUT_MILLIS)
            // Without lingering state: thousands of short connections would use the ports up.
            .option(ChannelOption.SO_LINGER, 0)
            .handler(new NoHandlersYet());
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void execute(Runnable task) {
    loop.execute(task);
  }

  @Override
  public Runnable schedule(Runnable task, long delayNanos) {
    Future<?> scheduled = loop.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  @Override
  public void probe(
      InetSocketAddress address, @Nullable EndpointTls tls, Consumer<Boolean> result) {
    ChannelFuture connecting = bootstrap.connect(address);
    connecting.addListener(
        done -> {
          if (tls != null && connecting.channel().isActive()) {
            // On a channel that is closed again no handshake would ever begin, or end.
            shakeHands(connecting.channel(), tls, result);
          } else {
            connecting.channel().close();
            result.accept(tls == null && done.isSuccess());
          }
        });
  }

  private static void shakeHands(Channel channel, EndpointTls tls, Consumer<Boolean> result) {
    SslHandler handler = tls.newHandler(channel.alloc(), true);
    handler.setHandshakeTimeoutMillis(TIMEOUT_MILLIS);
    channel.pipeline().addFirst(handler);
    handler
        .handshakeFuture()
        .addListener(
            done -> {
              channel.close();
              result.accept(done.isSuccess());
            });
  }

  @Override
  public void close() {
    io.end(group);
  }
}
