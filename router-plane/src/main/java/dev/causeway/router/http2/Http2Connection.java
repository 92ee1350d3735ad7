package dev.causeway.router.http2;

import dev.causeway.router.exchange.ClientFacts;
import dev.causeway.router.exchange.RequestHead;
import dev.causeway.router.http.ClientTimeouts;
import dev.causeway.router.http.Cut;
import dev.causeway.router.http.DeadlineScan;
import dev.causeway.router.http.DrainEvent;
import dev.causeway.router.http.HttpServing;
import dev.causeway.router.http.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Connection.PropertyKey;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 client connection. The frame listener calls in with what arrives, exchanges call in
 * with what is over; what goes out takes {@link Http2Output}.
 */
final class Http2Connection extends Http2ConnectionHandler {
  private final HttpServing serving;
  private final ClientFacts client;
  private final ClientTimeouts timeouts;
  private final Http2Limits limits;
  private final PropertyKey exchanges;
  private final FrameGuard guard;
  private final ClosedStreams closed;
  private final FrameBudget budget;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Http2Output output;
  private @Nullable DeadlineScan scan;
  private @Nullable Http2Watch watch;
  private final ReadBurst burst;
  private int unsentReplies;
  private boolean cut;

  Http2Connection(
      Http2ConnectionDecoder decoder,
      Http2ConnectionEncoder encoder,
      Http2Settings settings,
      HttpServing serving,
      ClientFacts client,
      Http2Limits limits,
      FrameGuard guard,
      ClosedStreams closed,
      FrameBudget budget) {
    super(decoder, encoder, settings, true);
    this.serving = serving;
    this.client = client;
    this.timeouts = serving.timeouts().get();
    this.limits = limits;
    this.exchanges = connection().newKey();
    this.guard = guard;
    this.closed = closed;
    this.budget = budget;
    this.burst = new ReadBurst(serving.handler());
    decoder.frameListener(new Http2Frames(this));
    connection().addListener(new StreamEvents());
    encoder.flowController().listener(this::writabilityChanged);
  }

  // --- the connection

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
    context = ctx;
    output = new Http2Output(this, ctx, budget);
    DeadlineScan ours = serving.scans().apply(ctx.channel().eventLoop());
    scan = ours;
    watch = new Http2Watch(this, ctx.channel(), ours, timeouts);
    super.handlerAdded(ctx);
    connection()
        .local()
        .flowController()
        .incrementWindowSize(
            connection().connectionStream(),
            limits.connectionWindow() - Http2CodecUtil.DEFAULT_WINDOW_SIZE);
    ctx.flush();
    if (serving.draining().getAsBoolean()) {
      watch.drain();
    }
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) throws Exception {
    stopWatching();
    super.handlerRemoved0(ctx);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    stopWatching();
    super.channelInactive(ctx);
  }

  private void stopWatching() {
    if (watch != null) {
      watch.stop();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    output().reading(true);
    super.channelRead(ctx, message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    burst.over(ctx.channel().eventLoop());
    output().reading(false);
    super.channelReadComplete(ctx);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
    if (event == DrainEvent.DRAIN && watch != null) {
      watch.drain();
    } else if (event instanceof SslCloseCompletionEvent) {
      ctx.close();
    }
    super.userEventTriggered(ctx, event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
    if (Http2CodecUtil.getEmbeddedHttp2Exception(cause) != null) {
      super.exceptionCaught(ctx, cause);
    } else {
      ctx.close();
    }
  }

  // --- what arrives

  /** A request, or the trailers of one. */
  void onHeaders(ChannelHandlerContext ctx, int streamId, InboundHead head, boolean last)
      throws Http2Exception {
    Http2Stream stream = connection().stream(streamId);
    if (stream == null) {
      return;
    }
    Http2Exchange known = exchange(stream);
    if (known != null) {
      onTrailers(known, head);
      return;
    }
    if (stream.isHeadersSent()) {
      // Trailers of a request that was refused without becoming an exchange.
      return;
    }
    String violation = Http2RequestHeads.violation(head, last);
    if (violation != null) {
      serving.refused().accept(Refusal.BAD_REQUEST, client, false, 0);
      throw Http2Exception.streamError(streamId, Http2Error.PROTOCOL_ERROR, violation);
    }
    if (watch != null) {
      watch.requested();
    }
    if (Http2RequestHeads.isPlainConnect(head)) {
      refuse(stream, Refusal.METHOD_NOT_ALLOWED, last);
      return;
    }
    if (Http2RequestHeads.isUnknownTunnel(head)) {
      refuse(stream, Refusal.NOT_IMPLEMENTED, last);
      return;
    }
    RequestHead request = Http2RequestHeads.read(head, last);
    Http2Exchange exchange =
        new Http2Exchange(this, ctx, stream, client, request, head.contentLength(), last);
    stream.setProperty(exchanges, exchange);
    burst.opened(exchange);
  }

  private static void onTrailers(Http2Exchange exchange, InboundHead head) throws Http2Exception {
    if (head.violation() != null || head.hasPseudo()) {
      throw Http2Exception.streamError(
          exchange.stream().id(), Http2Error.PROTOCOL_ERROR, "malformed trailers");
    }
    HttpHeaders fields = head.trailerFields();
    exchange.requestEnded(fields.isEmpty() ? null : fields);
  }

  /** Bytes of a body or tunnel; returns how many are given back to the client's window. */
  int onData(int streamId, ByteBuf data, int padding, boolean last) throws Http2Exception {
    Http2Stream stream = connection().stream(streamId);
    Http2Exchange exchange = stream == null ? null : exchange(stream);
    if (exchange == null) {
      return data.readableBytes() + padding;
    }
    int given = exchange.received(data) + padding;
    burst.fed(exchange);
    if (last) {
      exchange.requestEnded(null);
    }
    return given;
  }

  void onReset(int streamId, long code) {
    Http2Stream stream = connection().stream(streamId);
    Http2Exchange exchange = stream == null ? null : exchange(stream);
    if (exchange != null) {
      exchange.clientGone(new IOException("the client reset the stream, code " + code));
    }
  }

  /** A frame came that we answer although the client may not take the answer. */
  void onReplyOwed() throws Http2Exception {
    if (ctx().channel().isWritable()) {
      unsentReplies = 0;
    } else if (++unsentReplies > limits.maxUnsentReplies()) {
      throw new CutException(Cut.UNREAD_REPLIES);
    }
  }

  void onPingAck(long data) {
    if (watch != null) {
      watch.pingAcknowledged(data);
    }
  }

  @Override
  protected void onStreamError(
      ChannelHandlerContext ctx,
      boolean outbound,
      Throwable cause,
      Http2Exception.StreamException error) {
    Http2Stream stream = connection().stream(error.streamId());
    if (stream == null) {
      if (closed.wasReset(error.streamId())) {
        // Frames that crossed our reset: a client that uploads has many of them on their way.
        within(ctx, budget.overhead());
        return;
      }
      closed.reset(error.streamId());
    }
    Http2Exchange exchange = stream == null ? null : exchange(stream);
    // The reset goes first: what the end of the exchange sets off must not choose another code.
    super.onStreamError(ctx, outbound, cause, error);
    if (exchange != null) {
      exchange.clientGone(error);
    }
    within(ctx, outbound ? null : budget.error());
  }

  private void within(ChannelHandlerContext ctx, @Nullable Cut exceeded) {
    if (exceeded != null) {
      onError(ctx, false, new CutException(exceeded));
    }
  }

  @Override
  protected void onConnectionError(
      ChannelHandlerContext ctx,
      boolean outbound,
      Throwable cause,
      @Nullable Http2Exception error) {
    if (cut) {
      return;
    }
    if (outbound || error == null || watch == null) {
      super.onConnectionError(ctx, outbound, cause, error);
      return;
    }
    cut = true;
    serving.refused().cut(CutException.reason(error));
    guard.end();
    forEachExchange(exchange -> exchange.clientGone(error));
    output().end(connection().remote().lastStreamCreated(), error);
    watch.closing();
  }

  @Override
  protected void handleServerHeaderDecodeSizeError(ChannelHandlerContext ctx, Http2Stream stream) {
    refuse(stream, Refusal.HEAD_TOO_LARGE, true);
  }

  private void writabilityChanged(Http2Stream stream) {
    Http2Exchange exchange = exchange(stream);
    if (exchange != null) {
      exchange.writable();
    }
  }

  // --- what goes out

  /** Answers without an exchange; without a page, so that nothing waits for the client's window. */
  private void refuse(Http2Stream stream, Refusal refusal, boolean requestEnded) {
    Http2Headers head = OutboundHeads.response(refusal.status(), refusal.headers(0));
    ChannelFuture last = output().headers(stream, head, true);
    if (!requestEnded) {
      output().refuseRest(stream, last);
    }
    output().requestFlush();
    serving.refused().accept(refusal, client, false, 0);
  }

  // --- what the watch asks and does

  /** Ends streams whose client has stopped taking or sending. */
  void resetOverdue(long now) {
    forEachExchange(
        exchange -> {
          if (exchange.isOverdue(
              now, timeouts.client().toNanos(), timeouts.clientFin().toNanos())) {
            exchange.clientGone(new IOException("the client stalled"));
            output().reset(exchange.stream(), Http2Error.CANCEL);
          }
        });
  }

  private void forEachExchange(Consumer<Http2Exchange> action) {
    try {
      connection()
          .forEachActiveStream(
              stream -> {
                Http2Exchange exchange = exchange(stream);
                if (exchange != null) {
                  action.accept(exchange);
                }
                return true;
              });
    } catch (Http2Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the time of the latest scan. */
  long now() {
    return scan == null ? System.nanoTime() : scan.now();
  }

  /** An exchange ended; its stream may live a little longer. */
  void exchangeOver() {
    if (watch != null) {
      watch.active();
    }
  }

  private @Nullable Http2Exchange exchange(Http2Stream stream) {
    return stream.getProperty(exchanges);
  }

  /** Returns the way out; only while in a pipeline. */
  Http2Output output() {
    if (output == null) {
      throw new IllegalStateException("not in a pipeline");
    }
    return output;
  }

  private ChannelHandlerContext ctx() {
    if (context == null) {
      throw new IllegalStateException("not in a pipeline");
    }
    return context;
  }

  private final class StreamEvents extends io.netty.handler.codec.http2.Http2ConnectionAdapter {
    @Override
    public void onStreamClosed(Http2Stream stream) {
      if (stream.isResetSent()) {
        closed.reset(stream.id());
      }
      Http2Exchange exchange = exchange(stream);
      // Most streams end well: nothing is made to tell them otherwise.
      if (exchange != null && !exchange.isOver()) {
        exchange.clientGone(new ClosedChannelException());
      }
      if (watch != null) {
        watch.active();
      }
    }
  }
}
