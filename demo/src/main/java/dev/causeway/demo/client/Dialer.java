package dev.causeway.demo.client;

import dev.causeway.demo.process.DemoException;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Opens connections; checks the certificate of the peer against the demo's authority. */
public final class Dialer {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int MAX_BODY = 1 << 20;

  private final EventLoopGroup group;
  private final SslContext http1;
  private final SslContext http2;

  /** Makes a dialer that trusts one authority. */
  public Dialer(EventLoopGroup group, X509Certificate authority) {
    this.group = group;
    try {
      this.http1 = context(authority, ApplicationProtocolNames.HTTP_1_1);
      this.http2 = context(authority, ApplicationProtocolNames.HTTP_2);
    } catch (SSLException e) {
      throw new DemoException("this JDK cannot speak TLS: " + e.getMessage() + ".", e);
    }
  }

  private static SslContext context(X509Certificate authority, String protocol)
      throws SSLException {
    return SslContextBuilder.forClient()
        .sslProvider(SslProvider.JDK)
        .trustManager(authority)
        .applicationProtocolConfig(
            new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                protocol))
        .build();
  }

  /**
   * Opens a connection.
   *
   * @param port loopback port
   * @param name name in the ClientHello; also the one the certificate is checked against
   */
  public CompletableFuture<ClientConnection> dial(int port, Wire wire, String name) {
    long now = System.nanoTime();
    return switch (wire) {
      case HTTP1, HTTPS1 -> open(port, wire, name, null).thenCompose(on -> http1(on, now));
      case HTTP2 -> dialHttp2(port, name).thenApply(connection -> connection);
    };
  }

  CompletableFuture<Http2Connection> dialHttp2(int port, String name) {
    long now = System.nanoTime();
    return open(port, Wire.HTTP2, name, null).thenCompose(on -> http2(on, now));
  }

  /** Opens a connection without a protocol on it, for what is no plain request. */
  CompletableFuture<Channel> open(
      int port, Wire wire, String name, @Nullable Integer receiveBuffer) {
    CompletableFuture<Channel> opened = new CompletableFuture<>();
    Bootstrap bootstrap =
        new Bootstrap()
            .group(group)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel.closeFuture().addListener(closed -> refused(opened));
                    if (wire.tls()) {
                      SslContext context = wire == Wire.HTTP2 ? http2 : http1;
                      SslHandler tls = context.newHandler(channel.alloc(), name, port);
                      channel.pipeline().addLast(tls, new Silent());
                      tls.handshakeFuture()
                          .addListener(
                              shaken -> {
                                if (shaken.isSuccess()) {
                                  opened.complete(channel);
                                } else {
                                  opened.completeExceptionally(shaken.cause());
                                }
                              });
                    }
                  }
                });
    if (receiveBuffer != null) {
      bootstrap
          .option(ChannelOption.SO_RCVBUF, receiveBuffer)
          // Who reads by hand gets one buffer a time, and shall be slow only when it means to.
          .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(receiveBuffer));
    }
    bootstrap
        .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .addListener(
            (io.netty.channel.ChannelFuture connected) -> {
              if (!connected.isSuccess()) {
                opened.completeExceptionally(connected.cause());
              } else if (!wire.tls()) {
                opened.complete(connected.channel());
              }
            });
    return opened;
  }

  private static void refused(CompletableFuture<Channel> opened) {
    opened.completeExceptionally(new IOException("connection closed during the handshake"));
  }

  private static CompletableFuture<ClientConnection> http1(Channel channel, long dialled) {
    return onLoop(
        channel,
        () -> {
          Http1Connection connection = new Http1Connection(channel, peer(channel), dialled);
          channel
              .pipeline()
              .addLast(new HttpClientCodec(), new HttpObjectAggregator(MAX_BODY), connection);
          return connection;
        });
  }

  private static CompletableFuture<Http2Connection> http2(Channel channel, long dialled) {
    return onLoop(
        channel,
        () -> {
          SslHandler tls = channel.pipeline().get(SslHandler.class);
          X509Certificate peer = peer(channel);
          if (peer == null || !ApplicationProtocolNames.HTTP_2.equals(tls.applicationProtocol())) {
            channel.close();
            throw new IllegalStateException("the router did not agree to HTTP/2");
          }
          Http2Connection connection = new Http2Connection(channel, peer, dialled);
          channel
              .pipeline()
              .addLast(
                  Http2FrameCodecBuilder.forClient().build(),
                  new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()),
                  connection);
          return connection;
        });
  }

  private static <T> CompletableFuture<T> onLoop(Channel channel, Supplier<T> wiring) {
    // What the peer says first must find somebody who listens.
    return channel.eventLoop().inEventLoop()
        ? CompletableFuture.completedFuture(wiring.get())
        : CompletableFuture.supplyAsync(wiring, channel.eventLoop());
  }

  static @Nullable X509Certificate peer(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      return null;
    }
    try {
      Certificate[] chain = tls.engine().getSession().getPeerCertificates();
      return chain.length > 0 && chain[0] instanceof X509Certificate leaf ? leaf : null;
    } catch (SSLPeerUnverifiedException e) {
      return null;
    }
  }

  /** The handshake's failure reaches the caller through its future already. */
  private static final class Silent extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(io.netty.channel.ChannelHandlerContext ctx, Throwable cause) {
      if (ctx.pipeline().last() == this) {
        ctx.close();
      } else {
        ctx.fireExceptionCaught(cause);
      }
    }
  }
}
