package dev.causeway.router.http1;

import dev.causeway.router.exchange.ClientFacts;
import dev.causeway.router.http.ClientTimeouts;
import dev.causeway.router.http.DeadlineScan;
import dev.causeway.router.http.DrainEvent;
import dev.causeway.router.http.HeadTerms;
import dev.causeway.router.http.HttpServing;
import dev.causeway.router.http.OutboundProgress;
import dev.causeway.router.http.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1 client connection: starts the exchanges one after the other, watches the client's
 * deadlines, and closes so that a response that was sent can still be read.
 */
public final class Http1Connection extends ChannelInboundHandlerAdapter {
  private final HttpServing serving;
  private final ClientFacts client;
  private final ClientTimeouts timeouts;
  private final HeadTerms heads;
  private final Http1RequestDecoder decoder;
  private Phase phase = Phase.IDLE;
  private boolean first = true;
  private boolean draining;
  private boolean inputEnded;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Http1Watch watch;
  private @Nullable Http1Exchange current;

  /** When the phase, or the head being received in it, began. */
  private long since;

  private boolean headSeen;
  private long lastRead;
  private final Http1Ending ending = new Http1Ending(this::now);

  private Http1Connection(HttpServing serving, ClientFacts client) {
    this.serving = serving;
    this.client = client;
    this.timeouts = serving.timeouts().get();
    this.heads = serving.heads().get();
    this.decoder = new Http1RequestDecoder(heads.maxLineBytes(), heads.maxHeadBytes());
    this.draining = serving.draining().getAsBoolean();
  }

  /** Appends decoder and connection to {@code pipeline}, whose channel must be active. */
  public static Http1Connection install(
      ChannelPipeline pipeline, HttpServing serving, ClientFacts client) {
    Http1Connection connection = new Http1Connection(serving, client);
    pipeline.addLast(connection.decoder).addLast(connection);
    return connection;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    Channel channel = ctx.channel();
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    DeadlineScan scan = serving.scans().apply(channel.eventLoop());
    watch = new Http1Watch(scan, channel, timeouts.client(), this::check);
    since = scan.now();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (watch != null) {
      watch.end();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    switch (msg) {
      case HttpRequest request when phase == Phase.IDLE -> begin(ctx, request);
      case HttpContent content when phase == Phase.EXCHANGE && current != null -> {
        lastRead = now();
        current.received(content);
      }
      case ByteBuf data when phase == Phase.TUNNEL && current != null -> {
        lastRead = now();
        current.received(data);
      }
      default -> ReferenceCountUtil.release(msg);
    }
  }

  private void begin(ChannelHandlerContext ctx, HttpRequest request) {
    Refusal refusal = Http1Heads.refusal(request);
    if (refusal != null) {
      ReferenceCountUtil.release(request);
      refuse(refusal);
      return;
    }
    first = false;
    headSeen = false;
    phase = Phase.EXCHANGE;
    lastRead = now();
    boolean keepAlive = Http1Heads.keepsAlive(request) && !draining;
    Http1Exchange exchange =
        new Http1Exchange(
            this, ctx, client, Http1Heads.read(request), keepAlive, decoder.headNanos());
    current = exchange;
    serving.handler().handle(exchange);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (current != null) {
      current.readComplete();
    }
    ctx.fireChannelReadComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (current != null && ctx.channel().isWritable()) {
      current.writable();
    }
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    left();
    phase = Phase.CLOSING;
    Http1Exchange left = current;
    current = null;
    if (left != null) {
      left.clientGone(new ClosedChannelException());
    }
    ctx.fireChannelInactive();
  }

  /** Counts a client that left without a request, or in the middle of its head. */
  private void left() {
    if (phase == Phase.IDLE && (first || decoder.isInsideHead())) {
      serving.refused().left(client, !decoder.isInsideHead(), now() - since);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == DrainEvent.DRAIN) {
      draining = true;
      if (phase == Phase.IDLE && !decoder.isInsideHead()) {
        if (!serving.connections().get().defersIdle()) {
          close(ctx);
        }
      } else if (current != null) {
        current.closeAfterwards();
      }
    } else if (event instanceof ChannelInputShutdownEvent
        || (event instanceof SslCloseCompletionEvent && phase == Phase.TUNNEL)) {
      inputEnded(ctx);
    } else if (event instanceof SslCloseCompletionEvent) {
      // BoringSSL has closed our half together with the client's.
      ctx.close();
    }
    ctx.fireUserEventTriggered(event);
  }

  /** The client may still read: what it has asked for completely is answered (RO-040). */
  private void inputEnded(ChannelHandlerContext ctx) {
    inputEnded = true;
    Http1Exchange exchange = current;
    switch (phase) {
      case IDLE -> {
        // Otherwise the next request waits for its turn, and this is looked at again.
        if (!decoder.hasHeldBytes()) {
          left();
          close(ctx);
        }
      }
      case EXCHANGE -> {
        if (exchange != null) {
          boolean finishes = serving.finishesWithoutClient().getAsBoolean();
          exchange.inputEnded(finishes, !decoder.hasHeldBytes());
        }
      }
      case TUNNEL -> {
        if (exchange != null) {
          exchange.requestEnded(null);
        }
      }
      case CLOSING -> ending.inputEnded(ctx);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException) && current != null) {
      current.broken(cause);
    }
    ctx.close();
  }

  /** The current exchange is over; what its connection does next is decided here. */
  void ended(Http1Exchange exchange, boolean keepAlive) {
    if (current != exchange) {
      return;
    }
    current = null;
    ChannelHandlerContext ctx = ctx();
    if (!keepAlive || draining || (inputEnded && !decoder.hasHeldBytes())) {
      close(ctx);
      return;
    }
    phase = Phase.IDLE;
    since = now();
    if (decoder.isReading() || decoder.hasHeldBytes()) {
      // A task of its own: no recursion however many requests a client pipelines.
      ctx.channel().eventLoop().execute(this::next);
    } else {
      next();
    }
  }

  private void next() {
    ChannelHandlerContext ctx = ctx();
    ChannelHandlerContext decoderContext = ctx.pipeline().context(decoder);
    if (phase != Phase.IDLE || decoderContext == null) {
      return;
    }
    setAutoRead(true);
    try {
      decoder.next(decoderContext);
    } catch (Exception e) {
      ctx.fireExceptionCaught(e);
    }
    if (inputEnded && phase.isHttp() && !decoder.hasHeldBytes()) {
      inputEnded(ctx);
    }
  }

  /** Takes the codec out; what it has read beyond the head becomes the tunnel's first bytes. */
  void tunnel() {
    phase = Phase.TUNNEL;
    ChannelHandlerContext ctx = ctx();
    setAutoRead(true);
    ctx.pipeline().remove(decoder);
    if (inputEnded) {
      inputEnded(ctx);
    }
  }

  /** Closes our half of the tunnel once everything written is on its way. */
  void shutdownOutput() {
    ending.shutdownOutput(ctx());
  }

  void setAutoRead(boolean on) {
    Channel channel = ctx().channel();
    if (on && phase != Phase.CLOSING) {
      lastRead = now();
    }
    if (channel.config().isAutoRead() != on) {
      channel.config().setAutoRead(on);
    }
  }

  ByteBuf head(ChannelHandlerContext ctx, HttpResponseStatus status, HttpHeaders headers) {
    return Http1HeadEncoder.head(ctx.alloc(), status, headers, heads.names());
  }

  /** Answers without, or instead of, an exchange, and closes. */
  public void refuse(Refusal refusal) {
    ChannelHandlerContext ctx = ctx();
    byte[] page = refusal.page();
    HttpHeaders headers = refusal.headers(page.length).set("connection", "close");
    ctx.write(head(ctx, refusal.status(), headers), ctx.voidPromise());
    ctx.write(Unpooled.wrappedBuffer(page), ctx.voidPromise());
    serving.refused().accept(refusal, client, !decoder.isInsideHead(), now() - since);
    close(ctx);
  }

  /**
   * Flushes and closes. Only our half is closed at first, unless nothing was going on or the client
   * sends no more: closing a socket with unread bytes sends a reset that can destroy the response
   * on its way.
   */
  private void close(ChannelHandlerContext ctx) {
    boolean nothingUnread = inputEnded || (phase == Phase.IDLE && decoder.isQuiet());
    if (!beginsToClose()) {
      return;
    }
    if (nothingUnread) {
      ending.close(ctx);
    } else {
      setAutoRead(true);
      ending.shutdownOutput(ctx);
    }
  }

  /** Closes in the middle of a response; what was written of it can still be read. */
  void breakOff() {
    current = null;
    close(ctx());
  }

  /** Closes once what was written before is flushed. */
  void hardClose() {
    if (beginsToClose()) {
      ending.close(ctx());
    }
  }

  private boolean beginsToClose() {
    if (phase == Phase.CLOSING) {
      return false;
    }
    phase = Phase.CLOSING;
    current = null;
    decoder.dropAll();
    return true;
  }

  /** Breaks off a body that would be complete if the connection ended: a reset says it is not. */
  void resetLater() {
    if (beginsToClose()) {
      setAutoRead(true);
      ending.resetLater(ctx());
    }
  }

  private void check(OutboundProgress outbound, long now) {
    ChannelHandlerContext ctx = ctx();
    boolean stalled = outbound.isStalled(now);
    switch (phase) {
      case IDLE -> checkIdle(ctx, now);
      case EXCHANGE -> checkExchange(ctx, now, stalled);
      case TUNNEL -> ending.checkTunnel(ctx, now, stalled, lastRead, timeouts.clientFin());
      case CLOSING -> ending.check(ctx, now, stalled, outbound);
    }
  }

  private void checkIdle(ChannelHandlerContext ctx, long now) {
    if (decoder.isInsideHead()) {
      if (!headSeen && !first) {
        since = now;
      }
      headSeen = true;
      if (DeadlineScan.elapsed(since, now, timeouts.requestHead())) {
        refuse(Refusal.HEAD_TIMEOUT);
      }
    } else if (DeadlineScan.elapsed(
        since, now, first ? timeouts.requestHead() : timeouts.keepAlive())) {
      if (first && !serving.connections().get().ignoresEmpty()) {
        refuse(Refusal.HEAD_TIMEOUT);
      } else {
        phase = Phase.CLOSING;
        ctx.close();
      }
    }
  }

  private void checkExchange(ChannelHandlerContext ctx, long now, boolean stalled) {
    Http1Exchange exchange = current;
    if (exchange == null) {
      return;
    }
    if (exchange.takeWritten()) {
      lastRead = now;
    }
    if (exchange.isWaitingForClient() && DeadlineScan.elapsed(lastRead, now, timeouts.client())) {
      exchange.malformed(new IOException("the request body stalled"));
    } else if (stalled) {
      ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
      ctx.close();
    }
  }

  private long now() {
    return watch == null ? System.nanoTime() : watch.now();
  }

  private ChannelHandlerContext ctx() {
    if (context == null) {
      throw new IllegalStateException("not in a pipeline");
    }
    return context;
  }
}
