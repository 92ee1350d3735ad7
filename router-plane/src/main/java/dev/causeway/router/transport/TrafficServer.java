package dev.causeway.router.transport;

import dev.causeway.router.exchange.ExchangeHandler;
import dev.causeway.router.http.DeadlineScan;
import dev.causeway.router.http.DrainEvent;
import dev.causeway.router.http.HttpServing;
import dev.causeway.router.http.Refusals;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * The router's listeners and the event loops behind them.
 *
 * <p>Life: {@link #start} once, {@link #drain} if connections should end by themselves, {@link
 * #stop}. These three belong to one thread, which they may block; it is never an event loop.
 */
public final class TrafficServer {
  /** Receive buffers start small and grow to this while a connection streams, bytes. */
  static final int MAX_RECEIVE_BYTES = 64 * 1024;

  /**
   * What waits for a client that takes nothing: this much and one receive buffer. Thousands of such
   * clients must fit into direct memory; the kernel's buffers keep fast ones busy.
   */
  static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

  private static final int MEMORY_LOOK_MILLIS = 100;

  private final TrafficOptions options;
  private final EventLoopGroup loops;
  private final ChannelGroup connections =
      new DefaultChannelGroup("connections", GlobalEventExecutor.INSTANCE, true);
  private final List<Channel> listeners = new CopyOnWriteArrayList<>();
  private final HttpServing serving;
  private final HttpsConnection https;
  private final ConnectionLimit limit;
  private final TrafficPolicy policy;
  private final MemoryBudget memory;
  private volatile boolean draining;

  /**
   * Creates the event loops; nothing listens yet.
   *
   * @param options what is fixed
   * @param handler takes the exchanges
   * @param policy the active configuration
   * @param refused told of what is refused before or instead of an exchange
   */
  public TrafficServer(
      TrafficOptions options, ExchangeHandler handler, TrafficPolicy policy, Refusals refused) {
    this(options, handler, policy, refused, MemoryBudget.ofProcess());
  }

  /**
   * Creates the event loops; nothing listens yet.
   *
   * @param memory no connections are accepted while it is exhausted; looked at from now on
   */
  public TrafficServer(
      TrafficOptions options,
      ExchangeHandler handler,
      TrafficPolicy policy,
      Refusals refused,
      MemoryBudget memory) {
    this.options = options;
    this.memory = memory;
    this.loops = options.io().newLoops(options.eventLoops(), "traffic");
    IdentityHashMap<EventExecutor, DeadlineScan> scans = new IdentityHashMap<>();
    for (EventExecutor loop : loops) {
      scans.put(loop, new DeadlineScan((EventLoop) loop));
    }
    this.serving =
        new HttpServing(
            handler,
            policy::timeouts,
            policy::heads,
            refused,
            loop -> {
              DeadlineScan scan = scans.get(loop);
              if (scan == null) {
                throw new IllegalStateException("not an event loop of this server");
              }
              return scan;
            },
            () -> draining,
            policy::connections,
            policy::finishesWithoutClient);
    this.policy = policy;
    this.https = new HttpsConnection(policy, serving, options.io());
    this.limit = new ConnectionLimit(policy::maxConnections, listeners, memory::isExhausted);
    var _ =
        loops
            .next()
            .scheduleWithFixedDelay(
                this::lookAtMemory, MEMORY_LOOK_MILLIS, MEMORY_LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void lookAtMemory() {
    if (memory.look(connections.size())) {
      limit.adjust();
    }
  }

  /** Returns the event loops, which upstream connections share. */
  public EventLoopGroup loops() {
    return loops;
  }

  /** Returns how sockets are driven, which upstream connections share. */
  public IoTransport io() {
    return options.io();
  }

  /**
   * Opens listeners. If one cannot be opened, those already open are closed again.
   *
   * @throws BindFailedException if a listener cannot be opened
   */
  public void start(List<BindSpec> specs) {
    for (BindSpec spec : specs) {
      ChannelFuture bound =
          new ServerBootstrap()
              .group(loops)
              .channel(options.io().serverChannel())
              .option(ChannelOption.SO_BACKLOG, options.backlog())
              .option(ChannelOption.SO_REUSEADDR, true)
              .childOption(ChannelOption.TCP_NODELAY, true)
              .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
              .childOption(
                  ChannelOption.RECVBUF_ALLOCATOR,
                  new AdaptiveRecvByteBufAllocator(512, 2048, MAX_RECEIVE_BYTES))
              .attr(Peer.PUBLIC_PORT, spec.publicPort())
              .childHandler(initializer(spec))
              .bind(spec.address(), spec.port())
              .awaitUninterruptibly();
      Throwable cause = bound.cause();
      if (cause != null) {
        closeListeners();
        throw new BindFailedException(spec, cause);
      }
      listeners.add(bound.channel());
    }
  }

  /** Returns the addresses that are listened on, in the order of the specs. */
  public List<InetSocketAddress> addresses() {
    return listeners.stream().map(channel -> (InetSocketAddress) channel.localAddress()).toList();
  }

  /** Returns the number of open client connections. Any thread may call it. */
  public int connectionCount() {
    return connections.size();
  }

  /**
   * Accepts no more connections, lets those that exist finish what is under way, and closes what is
   * left at the deadline.
   *
   * @return whether everything had ended by itself before the deadline
   */
  public boolean drain(Duration deadline) {
    // Before the event: a connection that has no codec yet, or is accepted just now, misses it.
    draining = true;
    closeListeners();
    for (Channel channel : connections) {
      channel
          .eventLoop()
          .execute(() -> channel.pipeline().fireUserEventTriggered(DrainEvent.DRAIN));
    }
    boolean ended =
        connections
            .newCloseFuture()
            .awaitUninterruptibly(deadline.toMillis(), TimeUnit.MILLISECONDS);
    if (!ended) {
      connections.close().awaitUninterruptibly();
    }
    return ended;
  }

  /** Closes listeners, connections and event loops. */
  public void stop() {
    closeListeners();
    connections.close().awaitUninterruptibly();
    options.io().end(loops).awaitUninterruptibly();
  }

  private void closeListeners() {
    for (Channel listener : listeners) {
      listener.close().awaitUninterruptibly();
    }
    listeners.clear();
  }

  private ChannelInitializer<Channel> initializer(BindSpec spec) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        limit.accepted(channel);
        connections.add(channel);
        if (policy.connections().proxyProtocol()) {
          channel
              .pipeline()
              .addLast(
                  new ProxyPeek(serving, policy.inspectDelay(), peeked -> accept(spec, peeked)));
        } else {
          accept(spec, channel);
        }
      }
    };
  }

  private void accept(BindSpec spec, Channel channel) {
    switch (spec.kind()) {
      case HTTP -> channel.pipeline().addLast(new PlainProtocolSelector(serving));
      case HTTPS -> https.accept(channel);
    }
  }
}
