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
  private final long dialled;
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private volatile boolean usable = true;
  private volatile boolean busy;
  private volatile boolean closing;
  private @Nullable CompletableFuture<Reply> current;

  Http1Connection(Channel channel, @Nullable X509Certificate peer, long dialled) {
    this.channel = channel;
    this.peer = peer;
    this.dialled = dialled;
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
      ended.complete(closing ? "" : "it answered with Connection: close");
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
    ended.complete(closing ? "" : String.valueOf(cause.getMessage()));
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
                ended.complete("");
                channel.close();
              }
            });
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
  public void close() {
    ended.complete("");
    channel.close();
  }
}
