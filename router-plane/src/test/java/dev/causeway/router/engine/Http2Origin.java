package dev.causeway.router.engine;

import dev.causeway.routing.model.AppProtocol;
import dev.causeway.routing.model.Endpoint;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Speaks HTTP/2, with prior knowledge or by ALPN, and echoes bodies, with a status in the trailers
 * as gRPC.
 */
final class Http2Origin implements AutoCloseable {
  final BlockingQueue<Http2Headers> requests = new LinkedBlockingQueue<>();
  final BlockingQueue<Long> resets = new LinkedBlockingQueue<>();
  final BlockingQueue<Channel> held = new LinkedBlockingQueue<>();
  final AtomicInteger connections = new AtomicInteger();

  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<Long> pongs = new LinkedBlockingQueue<>();
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel server;

  /** Starts an origin that is spoken to with prior knowledge. */
  Http2Origin() {
    this(null);
  }

  /** Starts an origin behind TLS; whoever does not choose h2 is disconnected. */
  Http2Origin(@Nullable SslContext tls) {
    server =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    connections.incrementAndGet();
                    if (tls == null) {
                      http2(channel);
                      return;
                    }
                    channel
                        .pipeline()
                        .addLast(
                            tls.newHandler(channel.alloc()),
                            new ApplicationProtocolNegotiationHandler("") {
                              @Override
                              protected void configurePipeline(
                                  ChannelHandlerContext ctx, String protocol) {
                                if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                                  http2(ctx.channel());
                                } else {
                                  ctx.close();
                                }
                              }
                            });
                  }

                  private void http2(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            Http2FrameCodecBuilder.forServer().build(),
                            new Http2MultiplexHandler(
                                new ChannelInitializer<>() {
                                  @Override
                                  protected void initChannel(Channel stream) {
                                    stream.pipeline().addLast(new Echo());
                                  }
                                }),
                            new Pongs());
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .syncUninterruptibly()
            .channel();
  }

  int port() {
    return ((InetSocketAddress) server.localAddress()).getPort();
  }

  /** The endpoint as one in clear text. */
  Endpoint endpoint() {
    int port = port();
    return new Endpoint("ept:svc:h2c:127.0.0.1:" + port, "127.0.0.1", port, AppProtocol.H2C);
  }

  /** Writes frames on a stream and waits until the router has read them. */
  void play(Channel stream, Object... frames) throws InterruptedException {
    stream
        .eventLoop()
        .submit(
            () -> {
              for (Object frame : frames) {
                // Each by itself: Netty lets a reset overtake data that is not flushed.
                stream.writeAndFlush(frame);
              }
              stream.parent().writeAndFlush(new DefaultHttp2PingFrame(frames.length));
            });
    if (pongs.poll(10, TimeUnit.SECONDS) == null) {
      throw new AssertionError("the router did not answer a ping");
    }
  }

  @Override
  public void close() {
    server.close().syncUninterruptibly();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private final class Pongs extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof Http2PingFrame ping && ping.ack()) {
        pongs.add(ping.content());
      }
      ReferenceCountUtil.release(message);
    }
  }

  private final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      switch (message) {
        case Http2HeadersFrame frame -> {
          String path = frame.headers().path().toString();
          // Once each; who comes again is held.
          if (path.startsWith("/refused/") && refused.add(path)) {
            ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.REFUSED_STREAM));
            return;
          }
          requests.add(frame.headers());
          if (path.equals("/reset")) {
            ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.INTERNAL_ERROR));
            return;
          }
          if (path.equals("/held") || path.startsWith("/refused/")) {
            held.add(ctx.channel());
            return;
          }
          if (path.equals("/close")) {
            ctx.channel().parent().close();
            return;
          }
          Http2Headers head = new DefaultHttp2Headers().status("200").set("x-origin", "h2");
          ctx.writeAndFlush(new DefaultHttp2HeadersFrame(head, false));
          if (frame.isEndStream()) {
            end(ctx);
          }
        }
        case Http2DataFrame frame -> {
          boolean last = frame.isEndStream();
          ctx.writeAndFlush(new DefaultHttp2DataFrame(frame.content(), false));
          if (last) {
            end(ctx);
          }
        }
        default -> ReferenceCountUtil.release(message);
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof Http2ResetFrame reset) {
        resets.add(reset.errorCode());
      }
      ReferenceCountUtil.release(event);
    }

    private void end(ChannelHandlerContext ctx) {
      Http2Headers trailers = new DefaultHttp2Headers().set("grpc-status", "0");
      ctx.writeAndFlush(new DefaultHttp2HeadersFrame(trailers, true));
    }
  }
}
