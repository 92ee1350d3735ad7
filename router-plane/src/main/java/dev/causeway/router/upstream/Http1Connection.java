package dev.causeway.router.upstream;

import dev.causeway.router.exchange.RequestHead;
import dev.causeway.router.failure.FailureCategory;
import dev.causeway.router.failure.ProxyFailure;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 connection to an endpoint: idle in its pool, or busy with one call. It is used again
 * only after a call that was sent and answered completely; never after an unread body, an upgrade
 * or an abort.
 */
final class Http1Connection extends ChannelInboundHandlerAdapter implements UpstreamConnection {
  private final EndpointPool pool;
  private final Channel channel;
  private final ResponseDecoder decoder;
  private final Deadline deadline = new ConnectionDeadline();
  private @Nullable Http1Call call;
  private long lastProgress = System.nanoTime();
  private boolean reused;
  private boolean closed;

  /** The endpoint said close_notify: it reads nothing more, whatever TCP does. */
  private boolean tlsClosed;

  Http1Connection(EndpointPool pool, Channel channel, ResponseDecoder decoder) {
    this.pool = pool;
    this.channel = channel;
    this.decoder = decoder;
  }

  @Override
  public boolean isReused() {
    return reused;
  }

  @Override
  public UpstreamCall send(RequestHead head, CallTimeouts timeouts, CallListener listener) {
    Http1Call next = new Http1Call(this, head, timeouts, listener);
    if (closed) {
      next.failBeforeSending();
      return next;
    }
    // First, because it may fail: the connection is then as clean as before.
    ByteBuf bytes = pool.owner().encoder().encode(head, next.isChunked(), channel.alloc());
    call = next;
    decoder.expect(head.method().equals(HttpMethod.HEAD));
    progress();
    pool.owner().wheel().schedule(deadline, lastProgress, timeouts.serverNanos());
    // At once, whether or not a body follows: the endpoint may have to answer "100 Continue" first.
    channel.writeAndFlush(bytes, channel.voidPromise());
    return next;
  }

  @Override
  public void giveBack() {
    idle();
  }

  Channel channel() {
    return channel;
  }

  RequestHeadEncoder encoder() {
    return pool.owner().encoder();
  }

  /** Notes that bytes moved. */
  void progress() {
    lastProgress = System.nanoTime();
  }

  long idleNanos() {
    return System.nanoTime() - lastProgress;
  }

  boolean isUsable() {
    return !closed && channel.isActive();
  }

  /** The call needs the connection no longer and left it clean. */
  @SuppressWarnings("ReferenceEquality")
  void finished(Http1Call done) {
    if (call == done) {
      reused = true;
      idle();
    }
  }

  /** The call needs the connection no longer and it must not be used again. */
  @SuppressWarnings("ReferenceEquality")
  void broken(Http1Call done) {
    if (call == done) {
      call = null;
      close();
    }
  }

  /** The endpoint switched protocols: from now on the channel carries raw bytes. */
  void becomeTunnel(long limitNanos) {
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    channel.pipeline().remove(decoder);
    progress();
    pool.owner().wheel().schedule(deadline, lastProgress, limitNanos);
  }

  /** Has the deadline looked at earlier than planned. */
  void expectProgressWithin(long limitNanos) {
    progress();
    pool.owner().wheel().schedule(deadline, lastProgress, limitNanos);
  }

  void close() {
    if (!closed) {
      closed = true;
      pool.gone(this);
      pool.owner().wheel().cancel(deadline);
      channel.close();
    }
  }

  private void idle() {
    call = null;
    if (closed) {
      return;
    }
    progress();
    if (tlsClosed || !channel.isActive() || !pool.keep(this)) {
      close();
      return;
    }
    if (!channel.config().isAutoRead()) {
      channel.config().setAutoRead(true);
    }
    pool.owner().wheel().schedule(deadline, lastProgress, pool.idleNanos());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    Http1Call current = call;
    if (current == null) {
      // Nothing was asked: the endpoint says that it gives up, or it is out of step.
      ReferenceCountUtil.release(message);
      close();
      return;
    }
    switch (message) {
      case HttpResponse response -> current.onHead(response);
      case HttpContent content -> current.onContent(content);
      case ByteBuf bytes -> current.onTunnelBytes(bytes);
      default -> ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    Http1Call current = call;
    if (current != null) {
      progress();
      current.onReadComplete();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    Http1Call current = call;
    if (current != null) {
      progress();
      current.onWritabilityChanged();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE && call != null) {
      call.onInputShutdown();
    }
    if (event instanceof SslCloseCompletionEvent) {
      tlsClosed = true;
      if (call == null) {
        close();
      } else {
        call.onInputShutdown();
      }
    }
    ReferenceCountUtil.release(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    Http1Call current = call;
    call = null;
    close();
    if (current != null) {
      current.onClosed(null);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    Http1Call current = call;
    if (current != null && cause instanceof IOException && channel.isOpen()) {
      // A failed write says nothing about what the endpoint has sent before: an early answer may
      // wait in the receive buffer. A failed read closes the channel by itself.
      current.onWriteFailed();
      return;
    }
    call = null;
    close();
    if (current != null) {
      current.onClosed(cause);
    }
  }

  private final class ConnectionDeadline extends Deadline {
    @Override
    long remainingNanos(long now) {
      Http1Call current = call;
      if (current != null) {
        long limit = current.limitNanos();
        return limit == NEVER ? current.examineNanos() : limit - (now - lastProgress);
      }
      return pool.isRetired() ? 0 : pool.idleNanos() - (now - lastProgress);
    }

    @Override
    void expire() {
      Http1Call current = call;
      call = null;
      close();
      if (current != null) {
        current.onExpired(new ProxyFailure(FailureCategory.UPSTREAM_TIMEOUT, "endpoint is silent"));
      }
    }
  }
}
