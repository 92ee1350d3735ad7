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
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Speaks HTTP/2 with prior knowledge and echoes bodies, with a status in the trailers as gRPC. */
final class H2cOrigin implements AutoCloseable {
  final BlockingQueue<Http2Headers> requests = new LinkedBlockingQueue<>();
  final AtomicInteger connections = new AtomicInteger();
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel server;

  H2cOrigin() {
    server =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    connections.incrementAndGet();
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
                                }));
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .syncUninterruptibly()
            .channel();
  }

  Endpoint endpoint() {
    int port = ((InetSocketAddress) server.localAddress()).getPort();
    return new Endpoint("ept:svc:h2c:127.0.0.1:" + port, "127.0.0.1", port, AppProtocol.H2C);
  }

  @Override
  public void close() {
    server.close().syncUninterruptibly();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      switch (message) {
        case Http2HeadersFrame frame -> {
          requests.add(frame.headers());
          if (frame.headers().path().toString().equals("/reset")) {
            ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.INTERNAL_ERROR));
            return;
          }
          if (frame.headers().path().toString().equals("/close")) {
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

    private void end(ChannelHandlerContext ctx) {
      Http2Headers trailers = new DefaultHttp2Headers().set("grpc-status", "0");
      ctx.writeAndFlush(new DefaultHttp2HeadersFrame(trailers, true));
    }
  }
}
