package dev.causeway.router.http2;

import dev.causeway.router.exchange.BodyListener;
import dev.causeway.router.exchange.BodySink;
import dev.causeway.router.exchange.BodySource;
import dev.causeway.router.exchange.ClientFacts;
import dev.causeway.router.exchange.ExchangeHandler;
import dev.causeway.router.exchange.ProxyExchange;
import dev.causeway.router.exchange.ResponseHead;
import dev.causeway.router.http.ClientTimeouts;
import dev.causeway.router.http.Cut;
import dev.causeway.router.http.DeadlineScan;
import dev.causeway.router.http.DrainEvent;
import dev.causeway.router.http.HeadTerms;
import dev.causeway.router.http.HttpServing;
import dev.causeway.router.http.KeptRefusals;
import dev.causeway.router.http.Refusal;
import dev.causeway.routing.model.ClientConnections;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** HTTP/2 on free loopback ports, with TLS and with prior knowledge, and a handler of the test. */
final class Http2TestServer implements AutoCloseable {
  final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final KeptRefusals refused = new KeptRefusals();
  final BlockingQueue<Refusal> refusals = refused.refusals();
  final BlockingQueue<Cut> cuts = refused.cuts();
  final BlockingQueue<ProxyExchange> exchanges = new LinkedBlockingQueue<>();
  final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
  final X509Bundle certificate;
  volatile ClientTimeouts timeouts = ClientTimeouts.DEFAULTS;
  volatile Http2Limits limits = Http2Limits.DEFAULTS;
  volatile boolean draining;
  volatile ExchangeHandler handler;

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel plain;
  private final Channel secure;

  Http2TestServer(ExchangeHandler handler) {
    this.handler = handler;
    DeadlineScan scan = new DeadlineScan(loops.next());
    HttpServing serving =
        new HttpServing(
            this::handle,
            () -> timeouts,
            () -> HeadTerms.DEFAULTS,
            refused,
            (EventLoop loop) -> scan,
            () -> draining,
            () -> ClientConnections.DEFAULTS,
            () -> true);
    try {
      certificate =
          new CertificateBuilder()
              .ecp256()
              .subject("CN=localhost")
              .addSanDnsName("localhost")
              .setIsCertificateAuthority(true)
              .buildSelfSigned();
      SslContext tls =
          SslContextBuilder.forServer(
                  certificate.getKeyPair().getPrivate(), certificate.getCertificatePath())
              .applicationProtocolConfig(
                  new ApplicationProtocolConfig(
                      ApplicationProtocolConfig.Protocol.ALPN,
                      ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                      ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                      ApplicationProtocolNames.HTTP_2))
              .build();
      plain = bind(serving, null);
      secure = bind(serving, tls);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Channel bind(HttpServing serving, @Nullable SslContext tls) throws Exception {
    return new ServerBootstrap()
        .group(loops)
        .channel(NioServerSocketChannel.class)
        .childHandler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                connections.add(channel);
                if (tls == null) {
                  Http2Installer.install(channel.pipeline(), serving, facts(channel), limits);
                  return;
                }
                channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                channel
                    .pipeline()
                    .addLast(
                        new ApplicationProtocolNegotiationHandler(ApplicationProtocolNames.HTTP_2) {
                          @Override
                          protected void configurePipeline(
                              ChannelHandlerContext ctx, String protocol) {
                            Http2Installer.install(
                                ctx.pipeline(), serving, facts(ctx.channel()), limits);
                          }
                        });
              }
            })
        .bind("127.0.0.1", 0)
        .sync()
        .channel();
  }

  private static ClientFacts facts(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    return new ClientFacts(
        (InetSocketAddress) channel.remoteAddress(),
        (InetSocketAddress) channel.localAddress(),
        null,
        tls == null ? null : tls.engine().getSession());
  }

  private void handle(ProxyExchange exchange) {
    String target = exchange.request().target();
    exchange.onCancel(cause -> events.add("cancelled " + target));
    exchange.onOver(() -> events.add("over " + target));
    exchanges.add(exchange);
    handler.handle(exchange);
  }

  InetSocketAddress plain() {
    return (InetSocketAddress) plain.localAddress();
  }

  int securePort() {
    return ((InetSocketAddress) secure.localAddress()).getPort();
  }

  FrameClient client() {
    return new FrameClient(plain());
  }

  void drain() {
    connections.forEach(
        channel ->
            channel
                .eventLoop()
                .execute(() -> channel.pipeline().fireUserEventTriggered(DrainEvent.DRAIN)));
  }

  static <T> T next(BlockingQueue<T> queue) {
    try {
      T value = queue.poll(10, TimeUnit.SECONDS);
      if (value == null) {
        throw new AssertionError("nothing happened within 10 s");
      }
      return value;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static ResponseHead ok() {
    return new ResponseHead(HttpResponseStatus.OK, new DefaultHttpHeaders());
  }

  static void text(ProxyExchange exchange, String text) {
    exchange.respond(ok(), false);
    exchange.responseBody().write(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    exchange.responseBody().end(null);
  }

  /** Sends back what comes in, trailers included. */
  static void echo(ProxyExchange exchange) {
    exchange.respond(ok(), false);
    pipe(exchange.requestBody(), exchange.responseBody());
  }

  /** Copies with back-pressure, as a tunnel or a proxy does. */
  static void pipe(BodySource source, BodySink sink) {
    source.start(
        new BodyListener() {
          @Override
          public void onData(ByteBuf data) {
            sink.write(data);
            if (!sink.isWritable()) {
              source.pause();
            }
          }

          @Override
          public void onReadComplete() {
            sink.flush();
          }

          @Override
          public void onEnd(@Nullable HttpHeaders trailers) {
            sink.end(trailers);
          }

          @Override
          public void onAbort(Throwable cause) {
            sink.abort(cause);
          }
        });
    sink.onWritable(source::resume);
    source.resume();
  }

  @Override
  public void close() {
    plain.close().awaitUninterruptibly();
    secure.close().awaitUninterruptibly();
    connections.close().awaitUninterruptibly();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
