package dev.causeway.demo.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A client that takes a long body slowly and checks every byte. */
public final class SlowDownload extends ChannelInboundHandlerAdapter implements LongExchange {
  private static final int RECEIVE_BUFFER = 256 * 1024;
  private static final long TICK_MILLIS = 20;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Channel channel;
  private final long length;
  private final long bytesPerSecond;
  private final CompletableFuture<Long> done = new CompletableFuture<>();
  private volatile long received;
  private long started;
  private long lastProgress;

  private SlowDownload(Channel channel, long length, long bytesPerSecond) {
    this.channel = channel;
    this.length = length;
    this.bytesPerSecond = bytesPerSecond;
  }

  /**
   * Starts a download over plain HTTP.
   *
   * @param length bytes to ask for
   * @param bytesPerSecond how fast they are taken
   */
  public static CompletableFuture<SlowDownload> start(
      Dialer dialer, int port, String host, long length, long bytesPerSecond) {
    return dialer
        .open(port, Wire.HTTP1, host, RECEIVE_BUFFER)
        .thenApply(
            channel -> {
              SlowDownload download = new SlowDownload(channel, length, bytesPerSecond);
              channel.eventLoop().execute(() -> download.begin(host));
              return download;
            });
  }

  private void begin(String host) {
    started = System.nanoTime();
    lastProgress = started;
    channel.config().setAutoRead(false);
    channel.pipeline().addLast(new HttpClientCodec(), this);
    DefaultFullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.GET,
            "/download?bytes=" + length + "&begun=" + started);
    request.headers().set(HttpHeaderNames.HOST, host);
    channel.writeAndFlush(request);
    tick();
  }

  private void tick() {
    if (done.isDone()) {
      return;
    }
    if (System.nanoTime() - lastProgress > PATIENCE_NANOS) {
      done.completeExceptionally(new IOException("download stood still at byte " + received));
      channel.close();
      return;
    }
    if (isDue()) {
      channel.read();
    }
    channel.eventLoop().schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private boolean isDue() {
    double seconds = (System.nanoTime() - started) / 1e9;
    return received <= seconds * bytesPerSecond;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (message instanceof HttpResponse response && response.status().code() != 200) {
        done.completeExceptionally(new IOException("download answered " + response.status()));
      }
      if (message instanceof HttpContent content) {
        check(content.content());
        lastProgress = System.nanoTime();
      }
      if (message instanceof LastHttpContent) {
        if (received == length) {
          done.complete(received);
        } else {
          done.completeExceptionally(new IOException("download ended at byte " + received));
        }
        ctx.close();
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void check(ByteBuf bytes) {
    long position = received;
    while (bytes.isReadable()) {
      // The origin repeats a pattern of 16 KiB, a multiple of 256.
      if (bytes.readByte() != (byte) position) {
        done.completeExceptionally(new IOException("download is wrong at byte " + position));
        channel.close();
        return;
      }
      position++;
    }
    received = position;
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (!done.isDone() && isDue()) {
      ctx.read();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    done.completeExceptionally(new IOException("download lost its connection at byte " + received));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    done.completeExceptionally(cause);
    ctx.close();
  }

  /** Returns the bytes received so far. */
  @Override
  public long progress() {
    return received;
  }

  /** Completes with the length when everything arrived and was right. */
  @Override
  public CompletableFuture<Long> ended() {
    return done;
  }

  /** Does nothing: a download ends with its last byte. */
  @Override
  public void finish() {}
}
