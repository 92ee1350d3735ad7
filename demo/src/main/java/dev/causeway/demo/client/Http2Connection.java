package dev.causeway.demo.client;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** HTTP/2: many requests at a time until the peer says GOAWAY. Lives on its channel's loop. */
final class Http2Connection extends ChannelInboundHandlerAdapter implements ClientConnection {
  /** Below what servers allow; RFC 9113, 6.5.2 recommends that they allow 100 at least. */
  private static final int MAX_STREAMS = 90;

  private final Channel channel;
  private final X509Certificate peer;
  private final long dialled;
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private final CompletableFuture<Http2Connection> settled = new CompletableFuture<>();
  private final AtomicInteger streams = new AtomicInteger();
  private volatile boolean usable = true;

  Http2Connection(Channel channel, X509Certificate peer, long dialled) {
    this.channel = channel;
    this.peer = peer;
    this.dialled = dialled;
  }

  @Override
  public CompletableFuture<Reply> get(String authority, String target) {
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    streams.incrementAndGet();
    reply.whenComplete((done, failure) -> streamEnded());
    new Http2StreamChannelBootstrap(channel)
        .handler(new Http2ReplyHandler(reply))
        .open()
        .addListener(
            (Future<Http2StreamChannel> opened) -> opened(opened, authority, target, reply));
    return reply;
  }

  private static void opened(
      Future<Http2StreamChannel> opened,
      String authority,
      String target,
      CompletableFuture<Reply> reply) {
    if (!opened.isSuccess()) {
      reply.completeExceptionally(opened.cause());
      return;
    }
    Http2Headers headers =
        new DefaultHttp2Headers().method("GET").scheme("https").authority(authority).path(target);
    opened
        .getNow()
        .writeAndFlush(new DefaultHttp2HeadersFrame(headers, true))
        .addListener(
            written -> {
              if (!written.isSuccess()) {
                reply.completeExceptionally(written.cause());
              }
            });
  }

  /**
   * Opens a tunnel by extended CONNECT (RFC 8441).
   *
   * @param handler takes the frames of the stream
   * @return the stream; its CONNECT is on its way
   */
  CompletableFuture<Channel> connect(String authority, String target, ChannelHandler handler) {
    // Before the peer's settings nobody knows whether it takes extended CONNECT.
    return settled.thenCompose(
        connection -> {
          CompletableFuture<Channel> stream = new CompletableFuture<>();
          streams.incrementAndGet();
          new Http2StreamChannelBootstrap(channel)
              .handler(handler)
              .open()
              .addListener(
                  (Future<Http2StreamChannel> opened) -> tunnel(opened, authority, target, stream));
          return stream;
        });
  }

  private void tunnel(
      Future<Http2StreamChannel> opened,
      String authority,
      String target,
      CompletableFuture<Channel> stream) {
    if (!opened.isSuccess()) {
      stream.completeExceptionally(opened.cause());
      return;
    }
    Http2StreamChannel tunnel = opened.getNow();
    tunnel.closeFuture().addListener(closed -> streamEnded());
    Http2Headers headers =
        new DefaultHttp2Headers()
            .method("CONNECT")
            .scheme("https")
            .authority(authority)
            .path(target)
            .add(":protocol", "websocket")
            .add("sec-websocket-version", "13");
    tunnel.writeAndFlush(new DefaultHttp2HeadersFrame(headers, false));
    stream.complete(tunnel);
  }

  private void streamEnded() {
    if (streams.decrementAndGet() == 0 && !usable) {
      channel.close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof Http2SettingsFrame) {
      settled.complete(this);
    }
    if (message instanceof Http2GoAwayFrame frame) {
      ended.complete(usable ? "GOAWAY with code " + frame.errorCode() : "");
      usable = false;
      if (streams.get() == 0) {
        ctx.close();
      }
    }
    ReferenceCountUtil.release(message);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    ended.complete(usable ? "connection closed" : "");
    settled.completeExceptionally(cutOff());
    usable = false;
    super.channelInactive(ctx);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ended.complete(usable ? String.valueOf(cause.getMessage()) : "");
    usable = false;
    ctx.close();
  }

  @Override
  public boolean isUsable() {
    return usable && streams.get() < MAX_STREAMS && channel.isActive();
  }

  @Override
  public boolean isMultiplexed() {
    return true;
  }

  @Override
  public X509Certificate peer() {
    return peer;
  }

  @Override
  public CompletableFuture<String> endedByPeer() {
    return ended;
  }

  @Override
  public long dialled() {
    return dialled;
  }

  @Override
  public void closeWhenIdle() {
    ended.complete("");
    usable = false;
    channel
        .eventLoop()
        .execute(
            () -> {
              if (streams.get() == 0) {
                channel.close();
              }
            });
  }

  @Override
  public void close() {
    ended.complete("");
    channel.close();
  }

  /** What an early end of the connection means to a stream. */
  static IOException cutOff() {
    return new IOException("stream closed before the answer was complete");
  }
}
