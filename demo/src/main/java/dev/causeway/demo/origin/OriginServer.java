package dev.causeway.demo.origin;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.FullHttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** An origin that speaks HTTP/1.1. */
public final class OriginServer implements Origin {
  private static final int MAX_BODY = 1 << 20;

  private final String name;
  private final Channel listener;
  private final ChannelGroup connections;
  private final Arrivals arrivals;

  private OriginServer(String name, Channel listener, ChannelGroup connections, Arrivals arrivals) {
    this.name = name;
    this.listener = listener;
    this.connections = connections;
    this.arrivals = arrivals;
  }

  /**
   * Starts an origin.
   *
   * @param tls how it speaks TLS; null for plain HTTP
   * @param bind where it listens; port 0 for any free one
   */
  public static OriginServer start(
      EventLoopGroup group, String name, @Nullable SslContext tls, InetSocketAddress bind) {
    ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    Arrivals arrivals = new Arrivals();
    Channel listener =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    connections.add(channel);
                    if (tls != null) {
                      channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                    }
                    channel
                        .pipeline()
                        .addLast(
                            new HttpServerCodec(),
                            new WholeRequests(),
                            new OriginHandler(name, tls != null, arrivals));
                  }
                })
            .bind(bind)
            .syncUninterruptibly()
            .channel();
    return new OriginServer(name, listener, connections, arrivals);
  }

  /** Collects bodies without writing a length into headers that had none. */
  private static final class WholeRequests extends HttpObjectAggregator {
    WholeRequests() {
      super(MAX_BODY);
    }

    @Override
    protected void finishAggregation(FullHttpMessage aggregated) {}
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  @Override
  public int inFlight() {
    return arrivals.inFlight();
  }

  @Override
  public int connections() {
    return connections.size();
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
    listener.close().syncUninterruptibly();
    connections.close().awaitUninterruptibly();
  }
}
