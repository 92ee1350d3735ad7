package dev.causeway.router.upstream;

import dev.causeway.router.exchange.BodySink;
import dev.causeway.router.exchange.RequestHead;
import dev.causeway.router.failure.FailureCategory;
import dev.causeway.router.failure.ProxyFailure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request body over HTTP/1.1, by length where the head has one and in chunks otherwise; the
 * raw bytes of a tunnel later. A body that is longer or shorter than its length breaks the
 * connection, so that the endpoint can never take other bytes for a request.
 */
final class Http1RequestSink implements BodySink {
  private static final long UNKNOWN = -1;

  private final Http1Call call;
  private final Http1Connection connection;
  private final boolean chunked;
  private long left;
  private boolean complete;
  private boolean tunnel;
  private boolean dead;
  private @Nullable Runnable writable;

  Http1RequestSink(Http1Call call, Http1Connection connection, RequestHead head) {
    this.call = call;
    this.connection = connection;
    String length = head.endsHere() ? null : head.headers().get(HttpHeaderNames.CONTENT_LENGTH);
    this.left = length == null ? UNKNOWN : parse(length);
    this.complete = head.endsHere();
    this.chunked = !complete && left == UNKNOWN;
  }

  boolean isChunked() {
    return chunked;
  }

  /** Returns whether the whole request was handed to the channel. */
  boolean isComplete() {
    return complete;
  }

  /** Returns whether it is the endpoint that we wait for, not the client. */
  boolean waitsForEndpoint() {
    return complete || dead || !isWritableNow();
  }

  boolean isWritableNow() {
    return connection.channel().isWritable();
  }

  void becomeTunnel() {
    tunnel = true;
    complete = false;
  }

  /** Drops everything from now on. */
  void kill() {
    if (!dead) {
      dead = true;
      // Whoever waits for room must not wait for ever; what it writes is dropped.
      Runnable waiting = writable;
      writable = null;
      if (waiting != null && !complete) {
        waiting.run();
      }
    }
  }

  void writabilityChanged() {
    Runnable waiting = writable;
    if (waiting != null && isWritableNow()) {
      waiting.run();
    }
  }

  @Override
  public void write(ByteBuf data) {
    if (dead || complete) {
      data.release();
      return;
    }
    Channel channel = connection.channel();
    int size = data.readableBytes();
    if (size == 0) {
      data.release();
    } else if (tunnel) {
      channel.write(data, channel.voidPromise());
    } else if (chunked) {
      String line = Integer.toHexString(size) + "\r\n";
      channel.write(ByteBufUtil.writeAscii(channel.alloc(), line), channel.voidPromise());
      channel.write(data, channel.voidPromise());
      channel.write(lineEnd(), channel.voidPromise());
    } else if (size > left) {
      data.release();
      wrongLength("body is longer than its Content-Length");
    } else {
      left -= size;
      channel.write(data, channel.voidPromise());
    }
  }

  @Override
  public void flush() {
    if (!dead) {
      connection.progress();
      connection.channel().flush();
    }
  }

  @Override
  public void end(@Nullable HttpHeaders trailers) {
    if (dead || complete) {
      return;
    }
    if (tunnel) {
      endTunnel();
      return;
    }
    Channel channel = connection.channel();
    if (chunked) {
      HttpHeaders last = trailers == null ? EmptyHttpHeaders.INSTANCE : trailers;
      ByteBuf bytes = connection.encoder().encodeLastChunk(last, channel.alloc());
      channel.write(bytes, channel.voidPromise());
    } else if (left > 0) {
      wrongLength("body is shorter than its Content-Length");
      return;
    }
    complete = true;
    channel.flush();
    call.requestEnded();
  }

  private void endTunnel() {
    complete = true;
    Channel channel = connection.channel();
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            (ChannelFutureListener)
                done -> {
                  if (tls != null) {
                    tls.closeOutbound();
                  } else if (done.channel() instanceof DuplexChannel duplex) {
                    duplex.shutdownOutput();
                  } else {
                    done.channel().close();
                  }
                });
    call.clientClosedTunnel();
  }

  @Override
  public void abort(Throwable cause) {
    if (complete && !tunnel) {
      return;
    }
    if (connection.channel().eventLoop().inEventLoop()) {
      abortOnLoop(cause);
    } else {
      connection.channel().eventLoop().execute(() -> abortOnLoop(cause));
    }
  }

  private void abortOnLoop(Throwable cause) {
    if (!dead && !complete) {
      dead = true;
      call.requestBroken(cause);
    }
  }

  @Override
  public boolean isWritable() {
    return dead || isWritableNow();
  }

  @Override
  public void onWritable(Runnable callback) {
    writable = callback;
  }

  private void wrongLength(String message) {
    dead = true;
    call.requestBroken(new ProxyFailure(FailureCategory.BAD_REQUEST, message));
  }

  private ByteBuf lineEnd() {
    return Unpooled.wrappedBuffer("\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  private static long parse(String length) {
    try {
      return Math.max(0, Long.parseLong(length.strip()));
    } catch (NumberFormatException e) {
      // The codec that read the request has refused everything but digits; never guess a length.
      return 0;
    }
  }
}
