package dev.causeway.router.upstream;

import dev.causeway.router.failure.FailureCategory;
import dev.causeway.router.failure.ProxyFailure;
import dev.causeway.router.transport.IoTransport;
import dev.causeway.routing.model.AppProtocol;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Opens connections of one event loop. */
final class EndpointConnector {
  /** What one read brings at most, bytes; a slow client holds one on top of its own queue. */
  private static final int MAX_RECEIVE_BYTES = 64 * 1024;

  private final LoopUpstreams owner;
  private final Bootstrap bootstrap;

  EndpointConnector(EventLoop loop, LoopUpstreams owner) {
    this.owner = owner;
    this.bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(IoTransport.clientChannelOf(loop))
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            // A write that fails must not throw away an answer that was received before it.
            .option(ChannelOption.AUTO_CLOSE, false)
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(512, 2048, MAX_RECEIVE_BYTES))
            .handler(new NoHandlersYet());
  }

  void connect(EndpointPool pool, ConnectionWish wish, ConnectListener listener) {
    if (!owner.shared().opened()) {
      listener.onConnectFailed(
          new ProxyFailure(FailureCategory.OVERLOAD, "too many upstream connections"));
      return;
    }
    pool.connecting();
    Channel channel =
        bootstrap
            .clone()
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, wish.connectTimeoutMillis())
            .connect(pool.endpoint().address())
            .addListener(
                (ChannelFutureListener)
                    done -> {
                      if (done.isSuccess()) {
                        secure(pool, wish, done.channel(), listener);
                      } else {
                        failed(pool, listener, done.channel(), connectFailure(done.cause()));
                      }
                    })
            .channel();
    channel.closeFuture().addListener(closed -> owner.shared().closed());
  }

  private void secure(
      EndpointPool pool, ConnectionWish wish, Channel channel, ConnectListener listener) {
    EndpointTls tls = pool.tls();
    if (tls == null) {
      boolean http2 = pool.endpoint().endpoint().protocol() == AppProtocol.H2C;
      ready(pool, channel, http2, listener);
      return;
    }
    SslHandler handler = tls.newHandler(channel.alloc(), wish.http1Only());
    handler.setHandshakeTimeoutMillis(wish.connectTimeoutMillis());
    channel.pipeline().addFirst(handler);
    handler
        .handshakeFuture()
        .addListener(
            (Future<Channel> done) -> {
              if (done.isSuccess()) {
                String protocol = handler.applicationProtocol();
                ready(pool, channel, ApplicationProtocolNames.HTTP_2.equals(protocol), listener);
              } else {
                failed(
                    pool,
                    listener,
                    channel,
                    new ProxyFailure(
                        FailureCategory.UPSTREAM_TLS_FAILED, "TLS handshake", done.cause()));
              }
            });
  }

  private void ready(EndpointPool pool, Channel channel, boolean http2, ConnectListener listener) {
    owner.counters().connected();
    pool.connected();
    NoHandlersYet.standing(channel);
    if (http2) {
      Http2Connection connection = Http2Connection.install(pool, channel);
      pool.add(connection);
      listener.onConnected(connection);
      return;
    }
    ResponseDecoder decoder = new ResponseDecoder(owner.maxHeadBytes());
    Http1Connection connection = new Http1Connection(pool, channel, decoder);
    channel.pipeline().addLast(decoder, connection);
    listener.onConnected(connection);
  }

  private void failed(
      EndpointPool pool, ConnectListener listener, Channel channel, ProxyFailure failure) {
    owner.counters().connectFailed();
    pool.connected();
    channel.close();
    listener.onConnectFailed(failure);
  }

  private static ProxyFailure connectFailure(@Nullable Throwable cause) {
    return cause instanceof ConnectTimeoutException
        ? new ProxyFailure(FailureCategory.CONNECT_TIMEOUT, "connect timed out", cause)
        : new ProxyFailure(FailureCategory.CONNECT_FAILED, "cannot connect", cause);
  }
}
