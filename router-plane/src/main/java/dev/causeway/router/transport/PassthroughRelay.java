package dev.causeway.router.transport;

import dev.causeway.router.access.AccessEntry;
import dev.causeway.router.failure.FailureCategory;
import dev.causeway.router.http.DeadlineScan;
import dev.causeway.router.http.HttpServing;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A TLS connection that is relayed to an endpoint as the bytes it is, ClientHello included. Both
 * sides live on the client's event loop; each reads only as fast as the other one takes, and either
 * may close its half.
 */
final class PassthroughRelay {
  /** What HAProxy logs of a connection that was idle for too long. */
  private static final String IDLE = "cD";

  /** Least time for a side to take what is still to be written to it. */
  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(30);

  private final PassthroughRoute route;
  private final ChannelHandlerContext peek;
  private final Channel client;
  private final IoTransport io;
  private final DeadlineScan scan;
  private final @Nullable AccessEntry entry;
  private DeadlineScan.@Nullable Entry watch;
  private PassthroughRoute.@Nullable Target target;
  private int failures;
  private long lastActivity;
  private boolean clientClosed;
  private boolean endpointClosed;
  private long bytesFromClient;
  private long bytesToClient;

  /**
   * Creates a relay that has no endpoint yet.
   *
   * @param entry what the access log notes about the connection, or null where there is none
   */
  PassthroughRelay(
      PassthroughRoute route,
      ChannelHandlerContext peek,
      HttpServing serving,
      IoTransport io,
      @Nullable AccessEntry entry) {
    this.route = route;
    this.peek = peek;
    this.client = peek.channel();
    this.io = io;
    this.scan = serving.scans().apply(client.eventLoop());
    this.entry = entry;
    if (entry != null) {
      client.closeFuture().addListener(closed -> entry.over(bytesToClient, bytesFromClient));
    }
    // From now on: the client may close its half while we still connect.
    client.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
  }

  /** Connects to an endpoint, again if need be; closes the client if there is none to be had. */
  void connect() {
    begin(route.pick(Peer.remote(client)));
  }

  private void begin(PassthroughRoute.@Nullable Target chosen) {
    if (chosen == null || !client.isActive()) {
      giveUp(failures == 0 ? FailureCategory.NO_ENDPOINT : FailureCategory.CONNECT_FAILED);
      return;
    }
    chosen.admit(client.eventLoop(), this::open);
  }

  private void failed(PassthroughRoute.Target tried, long ageNanos) {
    tried.end();
    PassthroughRoute.Target next = route.again(Peer.remote(client), tried, ++failures);
    long wait =
        next == null ? 0 : route.retries().waitNanos(tried.endpoint(), ageNanos, next.endpoint());
    if (next == null || wait <= 0) {
      begin(next);
    } else {
      client.eventLoop().schedule(() -> begin(current(next)), wait, TimeUnit.NANOSECONDS);
    }
  }

  private PassthroughRoute.@Nullable Target current(PassthroughRoute.Target chosen) {
    return chosen.endpoint().isCurrent() ? chosen : route.pick(Peer.remote(client));
  }

  private void giveUp(FailureCategory why) {
    if (entry != null && client.isActive()) {
      entry.termination(why.logFlag());
    }
    client.close();
  }

  private void open(PassthroughRoute.@Nullable Target chosen) {
    if (chosen == null) {
      giveUp(FailureCategory.OVERLOAD);
      return;
    }
    if (!client.isActive()) {
      // It left while it waited for room.
      chosen.end();
      return;
    }
    if (entry != null) {
      entry.connecting(chosen.endpoint());
    }
    long begun = System.nanoTime();
    RelayEnd upstreamEnd = new RelayEnd(client);
    ChannelFuture connecting =
        new Bootstrap()
            .group(client.eventLoop())
            .channel(io.clientChannel())
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(512, 2048, TrafficServer.MAX_RECEIVE_BYTES))
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, TrafficServer.WATER_MARK)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) route.connectTimeout().toMillis())
            .handler(upstreamEnd)
            .connect(chosen.address());
    connecting.addListener(
        done -> {
          if (done.isSuccess()) {
            relay(chosen, connecting.channel());
          } else {
            failed(chosen, System.nanoTime() - begun);
          }
        });
  }

  private void relay(PassthroughRoute.Target chosen, Channel upstream) {
    target = chosen;
    if (entry != null) {
      entry.connected();
    }
    upstream.closeFuture().addListener(closed -> ended(upstream));
    if (!client.isActive()) {
      upstream.close();
      return;
    }
    watch = scan.register(now -> check(now, upstream));
    client.closeFuture().addListener(closed -> ended(upstream));
    lastActivity = scan.now();
    ChannelPipeline pipeline = client.pipeline();
    pipeline.addLast(new RelayEnd(upstream));
    // Removing the peek passes on what it has read: the untouched ClientHello.
    pipeline.remove(peek.handler());
    if (client instanceof DuplexChannel duplex && duplex.isInputShutdown()) {
      clientClosed = true;
      HalfClose.afterFlush(upstream);
    }
    client.config().setAutoRead(upstream.isWritable());
    upstream.config().setAutoRead(client.isWritable());
  }

  private void check(long now, Channel upstream) {
    Duration limit =
        clientClosed
            ? route.serverFinTimeout()
            : endpointClosed ? route.clientFinTimeout() : route.tunnelTimeout();
    if ((isPending(client) || isPending(upstream)) && limit.compareTo(DRAIN_TIMEOUT) < 0) {
      // What one side has said before it closed its half still has to reach the other one.
      limit = DRAIN_TIMEOUT;
    }
    if (now - lastActivity >= limit.toNanos()) {
      if (entry != null) {
        entry.termination(IDLE);
      }
      client.close();
      upstream.close();
    }
  }

  private static boolean isPending(Channel channel) {
    ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
    return outbound != null && outbound.totalPendingWriteBytes() > 0;
  }

  private void ended(Channel upstream) {
    if (upstream.isOpen()) {
      return;
    }
    PassthroughRoute.Target reached = target;
    target = null;
    if (reached != null) {
      reached.end();
    }
    DeadlineScan.Entry registered = watch;
    if (registered != null && !client.isOpen()) {
      scan.remove(registered);
    }
  }

  /** One end: what arrives here goes out at the other one. */
  private final class RelayEnd extends ChannelInboundHandlerAdapter {
    private final Channel other;

    RelayEnd(Channel other) {
      this.other = other;
    }

    @SuppressWarnings("ReferenceEquality")
    private void count(int bytes) {
      if (other == client) {
        bytesToClient += bytes;
      } else {
        bytesFromClient += bytes;
      }
    }

    @SuppressWarnings("ReferenceEquality") // a connection is one object
    private void closed() {
      if (other == client) {
        endpointClosed = true;
      } else {
        clientClosed = true;
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
      if (!other.isActive()) {
        // We only wait for the peer to take what it was sent and to close.
        ReferenceCountUtil.release(msg);
        return;
      }
      lastActivity = scan.now();
      if (msg instanceof ByteBuf data) {
        count(data.readableBytes());
      }
      other.write(msg, other.voidPromise());
      if (!other.isWritable()) {
        ctx.channel().config().setAutoRead(false);
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      other.flush();
      ctx.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
      if (ctx.channel().isWritable()) {
        lastActivity = scan.now();
        other.config().setAutoRead(true);
      }
      ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof ChannelInputShutdownEvent) {
        closed();
        lastActivity = scan.now();
        HalfClose.afterFlush(other);
      }
      ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      closed();
      lastActivity = scan.now();
      if (other.isActive()) {
        // Closing it would send a reset if bytes of its peer are unread, and lose ours.
        HalfClose.afterFlush(other);
        other.config().setAutoRead(true);
      }
      ctx.fireChannelInactive();
    }

    /** What was relayed before the break still goes out: the TLS inside tells that more was due. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
