package dev.causeway.demo.client;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A WebSocket that says something all the time and expects it back. */
public final class WebSocketSession extends SimpleChannelInboundHandler<WebSocketFrame>
    implements LongExchange {
  private static final int MAX_BODY = 1 << 16;
  private static final long PERIOD_MILLIS = 50;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Channel channel;
  private final @Nullable Http2Connection connection;
  private final CompletableFuture<WebSocketSession> heard = new CompletableFuture<>();
  private final CompletableFuture<WebSocketSession> open = new CompletableFuture<>();
  private final CompletableFuture<Long> ended = new CompletableFuture<>();
  private final AtomicLong echoed = new AtomicLong();
  private long said;
  private long lastEcho;
  private volatile boolean closing;

  private WebSocketSession(Channel channel, @Nullable Http2Connection connection) {
    this.channel = channel;
    this.connection = connection;
  }

  /** Opens a WebSocket on a router's port, over HTTP/2 on a connection of its own. */
  public static CompletableFuture<WebSocketSession> open(
      Dialer dialer, int port, Wire wire, String host) {
    String target = "/ws?begun=" + System.nanoTime();
    if (wire == Wire.HTTP2) {
      return dialer
          .dialHttp2(port, host)
          .thenCompose(connection -> overHttp2(connection, host, target));
    }
    return dialer
        .open(port, wire, host, null)
        .thenComposeAsync(
            channel -> {
              WebSocketSession session = new WebSocketSession(channel, null);
              channel.eventLoop().execute(() -> session.wire(wire, host, target));
              return session.open;
            });
  }

  private static CompletableFuture<WebSocketSession> overHttp2(
      Http2Connection connection, String host, String target) {
    return connection
        .connect(
            host,
            target,
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                channel
                    .pipeline()
                    .addLast(
                        new Http2Tunnel(),
                        new WebSocket13FrameEncoder(true),
                        new WebSocket13FrameDecoder(
                            WebSocketDecoderConfig.newBuilder().expectMaskedFrames(false).build()),
                        new WebSocketSession(channel, connection));
              }
            })
        .thenCompose(channel -> channel.pipeline().get(WebSocketSession.class).open);
  }

  private void wire(Wire wire, String host, String target) {
    channel
        .pipeline()
        .addLast(
            new HttpClientCodec(),
            new HttpObjectAggregator(MAX_BODY),
            new WebSocketClientProtocolHandler(
                WebSocketClientHandshakerFactory.newHandshaker(
                    URI.create((wire.tls() ? "wss://" : "ws://") + host + target),
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
    if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE || event == Http2Tunnel.Event.OPEN) {
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
          heard.complete(this);
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
    heard.completeExceptionally(lost);
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
  @Override
  public long progress() {
    return echoed.get();
  }

  @Override
  public CompletableFuture<Long> ended() {
    return ended;
  }

  /** Completes when the first message came back. */
  public CompletableFuture<WebSocketSession> heard() {
    return heard;
  }

  @Override
  public void finish() {
    channel
        .eventLoop()
        .execute(
            () -> {
              closing = true;
              channel.writeAndFlush(new CloseWebSocketFrame(1000, "done"));
              if (connection != null) {
                connection.closeWhenIdle();
              }
              channel.eventLoop().schedule(() -> channel.close(), 2, TimeUnit.SECONDS);
            });
  }
}
