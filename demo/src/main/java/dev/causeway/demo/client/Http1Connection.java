package dev.causeway.demo.client;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1, one request at a time. Lives on its channel's event loop. */
final class Http1Connection extends SimpleChannelInboundHandler<FullHttpResponse>
    implements ClientConnection {
  private final Channel channel;
  private final @Nullable X509Certificate peer;
  private volatile boolean usable = true;
  private volatile boolean busy;
  private volatile boolean closing;
  private @Nullable CompletableFuture<Reply> current;

  Http1Connection(Channel channel, @Nullable X509Certificate peer) {
    this.channel = channel;
    this.peer = peer;
  }

  @Override
  public CompletableFuture<Reply> get(String authority, String target) {
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    busy = true;
    channel.eventLoop().execute(() -> send(authority, target, reply));
    return reply;
  }

  private void send(String authority, String target, CompletableFuture<Reply> reply) {
    if (!channel.isActive()) {
      reply.completeExceptionally(new IOException("connection closed before the request"));
      return;
    }
    current = reply;
    FullHttpRequest request =
        new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, target);
    request.headers().set(HttpHeaderNames.HOST, authority);
    channel
        .writeAndFlush(request)
        .addListener(
            written -> {
              if (!written.isSuccess()) {
                fail(written.cause());
              }
            });
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpResponse response) {
    CompletableFuture<Reply> reply = current;
    current = null;
    boolean keepAlive = HttpUtil.isKeepAlive(response);
    if (!keepAlive || closing) {
      usable = false;
      ctx.close();
    }
    busy = false;
    if (reply == null) {
      usable = false;
      ctx.close();
      return;
    }
    if (response.decoderResult().isFailure()) {
      reply.completeExceptionally(response.decoderResult().cause());
      return;
    }
    Map<String, String> headers = new HashMap<>();
    response
        .headers()
        .forEach(
            header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
    reply.complete(
        new Reply(
            response.status().code(),
            headers,
            response.content().toString(StandardCharsets.UTF_8)));
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail(new IOException("connection closed before the answer was complete"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    fail(cause);
    ctx.close();
  }

  private void fail(Throwable cause) {
    usable = false;
    CompletableFuture<Reply> reply = current;
    current = null;
    if (reply != null) {
      reply.completeExceptionally(cause);
    }
  }

  @Override
  public boolean isUsable() {
    return usable && !closing && !busy && channel.isActive();
  }

  @Override
  public boolean isMultiplexed() {
    return false;
  }

  @Override
  public @Nullable X509Certificate peer() {
    return peer;
  }

  @Override
  public void closeWhenIdle() {
    channel
        .eventLoop()
        .execute(
            () -> {
              closing = true;
              if (!busy) {
                channel.close();
              }
            });
  }

  @Override
  public void close() {
    channel.close();
  }
}
