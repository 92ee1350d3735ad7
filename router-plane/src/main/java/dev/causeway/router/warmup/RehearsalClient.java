package dev.causeway.router.warmup;

import dev.causeway.router.transport.IoTransport;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Clients of the rehearsal: each sends one request after the other, on changing connections. */
final class RehearsalClient {
  /** Requests per connection, so that connecting and shaking hands is rehearsed as well. */
  private static final int PER_CONNECTION = 8;

  private static final int BODY_BYTES = 256;

  private final EventLoopGroup loops;
  private final IoTransport io;
  private final Rehearsal rehearsal;

  RehearsalClient(EventLoopGroup loops, IoTransport io, Rehearsal rehearsal) {
    this.loops = loops;
    this.io = io;
    this.rehearsal = rehearsal;
  }

  /**
   * Connects and goes on until the rehearsal has enough.
   *
   * @param address a listener
   * @param tls TLS to it, or null for clear text
   */
  void run(SocketAddress address, @Nullable SslContext tls) {
    new Bootstrap()
        .group(loops)
        .channel(io.clientChannel())
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                rehearsal.keep(channel);
                if (tls != null) {
                  int port = ((InetSocketAddress) address).getPort();
                  SslHandler handler = tls.newHandler(channel.alloc(), RehearsalRoutes.HOST, port);
                  channel.pipeline().addLast(handler);
                }
                channel
                    .pipeline()
                    .addLast(
                        new HttpClientCodec(),
                        new HttpObjectAggregator(65_536),
                        new Turns(address, tls));
              }
            })
        .connect(address)
        .addListener(
            connected -> {
              if (!connected.isSuccess()) {
                rehearsal.stop();
              }
            });
  }

  private final class Turns extends SimpleChannelInboundHandler<FullHttpResponse> {
    private final SocketAddress address;
    private final @Nullable SslContext tls;
    private int left = PER_CONNECTION;
    private boolean waiting;

    Turns(SocketAddress address, @Nullable SslContext tls) {
      this.address = address;
      this.tls = tls;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      if (tls == null) {
        next(ctx);
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof SslHandshakeCompletionEvent shaken) {
        if (shaken.isSuccess()) {
          rehearsal.shakenHands();
          next(ctx);
        } else {
          rehearsal.broken(ctx.channel());
        }
      }
    }

    private void next(ChannelHandlerContext ctx) {
      if (left-- == 0) {
        ctx.close();
        run(address, tls);
        return;
      }
      int number = rehearsal.next();
      if (number < 0) {
        ctx.close();
        return;
      }
      waiting = true;
      ctx.writeAndFlush(request(number), ctx.voidPromise());
    }

    /** Over TLS the entries that lead back to us would only add a second round of the same. */
    private FullHttpRequest request(int number) {
      int entries = tls == null ? RehearsalRoutes.ENTRIES.size() : 2;
      String entry = RehearsalRoutes.ENTRIES.get(number % entries);
      boolean post = number % 3 == 0;
      ByteBuf body = post ? Unpooled.wrappedBuffer(new byte[BODY_BYTES]) : Unpooled.EMPTY_BUFFER;
      FullHttpRequest request =
          new DefaultFullHttpRequest(
              HttpVersion.HTTP_1_1, post ? HttpMethod.POST : HttpMethod.GET, entry + "/of?a", body);
      request.headers().set(HttpHeaderNames.HOST, RehearsalRoutes.HOST);
      request.headers().set(HttpHeaderNames.USER_AGENT, "warm-up");
      request.headers().set(HttpHeaderNames.ACCEPT, "*/*");
      if (post) {
        request.headers().set(HttpHeaderNames.CONTENT_LENGTH, BODY_BYTES);
      }
      return request;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpResponse response) {
      waiting = false;
      rehearsal.answered(
          response.status().equals(HttpResponseStatus.OK)
              && response.content().readableBytes() == LoopbackOrigin.BODY_BYTES);
      next(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      if (waiting) {
        rehearsal.broken(ctx.channel());
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
