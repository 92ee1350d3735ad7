package dev.causeway.demo.client;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A WebSocket that says something all the time and expects it back. */
public final class WebSocketSession extends SimpleChannelInboundHandler<WebSocketFrame> {
  private static final int MAX_BODY = 1 << 16;
  private static final long PERIOD_MILLIS = 50;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Channel channel;
  private final CompletableFuture<WebSocketSession> open = new CompletableFuture<>();
  private final CompletableFuture<Long> ended = new CompletableFuture<>();
  private final AtomicLong echoed = new AtomicLong();
  private long said;
  private long lastEcho;
  private volatile boolean closing;

  private WebSocketSession(Channel channel) {
    this.channel = channel;
  }

  /** Opens a WebSocket on a router's port. */
  public static CompletableFuture<WebSocketSession> open(
      Dialer dialer, int port, Wire wire, String host) {
    return dialer
        .open(port, wire, host, null)
        .thenComposeAsync(
            channel -> {
              WebSocketSession session = new WebSocketSession(channel);
              channel.eventLoop().execute(() -> session.wire(wire, host));
              return session.open;
            });
  }

  private void wire(Wire wire, String host) {
    channel
        .pipeline()
        .addLast(
            new HttpClientCodec(),
            new HttpObjectAggregator(MAX_BODY),
            new WebSocketClientProtocolHandler(
                WebSocketClientHandshakerFactory.newHandshaker(
                    URI.create((wire.tls() ? "wss://" : "ws://") + host + "/ws"),
                    WebSocketVersion.V13,
                    null,
                    false,
                    new DefaultHttpHeaders())),
            this);
    // The channel is active already, and that is what starts the handshake.
    channel.pipeline().fireChannelActive();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
      lastEcho = System.nanoTime();
      open.complete(this);
      ctx.executor().schedule(this::speak, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    } else if (event == ClientHandshakeStateEvent.HANDSHAKE_TIMEOUT) {
      open.completeExceptionally(new IOException("WebSocket handshake timed out"));
    }
  }

  private void speak() {
    if (closing || !channel.isActive()) {
      return;
    }
    if (System.nanoTime() - lastEcho > PATIENCE_NANOS) {
      ended.completeExceptionally(new IOException("WebSocket went silent"));
      channel.close();
      return;
    }
    channel.writeAndFlush(new TextWebSocketFrame("message " + said));
    said++;
    channel.eventLoop().schedule(this::speak, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
    switch (frame) {
      case TextWebSocketFrame text -> {
        lastEcho = System.nanoTime();
        if (text.text().equals("message " + echoed.get())) {
          echoed.incrementAndGet();
        } else {
          ended.completeExceptionally(new IOException("WebSocket echoed " + text.text()));
        }
      }
      case CloseWebSocketFrame close -> {
        if (!closing) {
          ended.completeExceptionally(
              new IOException("WebSocket closed by the peer with " + close.statusCode()));
        }
      }
      default -> {}
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    IOException lost = new IOException("WebSocket lost its connection");
    open.completeExceptionally(lost);
    if (closing) {
      ended.complete(echoed.get());
    } else {
      ended.completeExceptionally(lost);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    open.completeExceptionally(cause);
    ended.completeExceptionally(cause);
    ctx.close();
  }

  /** Returns how many messages came back. */
  public long echoed() {
    return echoed.get();
  }

  /**
   * Completes with the echoes when the WebSocket ended; exceptionally if its client did not want
   * that.
   */
  public CompletableFuture<Long> ended() {
    return ended;
  }

  /** Closes it as a client does that has had enough. */
  public void finish() {
    channel
        .eventLoop()
        .execute(
            () -> {
              closing = true;
              channel.writeAndFlush(new CloseWebSocketFrame(1000, "done"));
              channel.eventLoop().schedule(() -> channel.close(), 2, TimeUnit.SECONDS);
            });
  }
}
