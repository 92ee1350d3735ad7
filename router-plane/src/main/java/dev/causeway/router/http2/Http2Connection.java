package dev.causeway.router.http2;

import dev.causeway.router.exchange.ClientFacts;
import dev.causeway.router.exchange.RequestHead;
import dev.causeway.router.http.ClientTimeouts;
import dev.causeway.router.http.DeadlineScan;
import dev.causeway.router.http.DrainEvent;
import dev.causeway.router.http.HttpServing;
import dev.causeway.router.http.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
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
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 client connection. The frame listener calls in with what arrives, exchanges call in
 * with what goes out. Flushes of all streams are gathered: what several endpoints answer within one
 * turn of the event loop leaves in one write.
 */
final class Http2Connection extends Http2ConnectionHandler {
  /** Written but not flushed bytes beyond which we do not wait for the end of the turn. */
  private static final int FLUSH_AT = 128 * 1024;

  private final HttpServing serving;
  private final ClientFacts client;
  private final ClientTimeouts timeouts;
  private final Http2Limits limits;
  private final PropertyKey exchanges;
  private final ErrorBudget errors;
  private @Nullable ChannelHandlerContext context;
  private @Nullable DeadlineScan scan;
  private @Nullable Http2Watch watch;

  /** Exchanges that got bytes in this burst of reads. */
  private final ArrayDeque<Http2Exchange> burst = new ArrayDeque<>();

  private boolean reading;
  private boolean flushScheduled;
  private int unflushed;
  private int unsentReplies;

  Http2Connection(
      Http2ConnectionDecoder decoder,
      Http2ConnectionEncoder encoder,
      Http2Settings settings,
      HttpServing serving,
      ClientFacts client,
      Http2Limits limits) {
    super(decoder, encoder, settings, true);
    this.serving = serving;
    this.client = client;
    this.timeouts = serving.timeouts().get();
    this.limits = limits;
    this.exchanges = connection().newKey();
    this.errors = new ErrorBudget(limits.maxResets(), limits.window());
    decoder.frameListener(new Http2Frames(this));
    connection().addListener(new StreamEvents());
    encoder.flowController().listener(this::writabilityChanged);
  }

  // --- the connection

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
    context = ctx;
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
    reading = true;
    super.channelRead(ctx, message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    for (Http2Exchange fed = burst.poll(); fed != null; fed = burst.poll()) {
      fed.readComplete();
    }
    reading = false;
    super.channelReadComplete(ctx);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
    if (ctx.channel().isWritable()) {
      unsentReplies = 0;
    }
    super.channelWritabilityChanged(ctx);
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
    String violation = Http2RequestHeads.violation(head, last);
    if (violation != null) {
      serving.refused().accept(Refusal.BAD_REQUEST);
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
    serving.handler().handle(exchange);
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
    if (burst.peekLast() != exchange) {
      burst.add(exchange);
    }
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
      throw Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, "replies are not taken");
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
    Http2Exchange exchange = stream == null ? null : exchange(stream);
    if (exchange != null) {
      exchange.clientGone(error);
    }
    super.onStreamError(ctx, outbound, cause, error);
    if (!outbound && errors.isExceeded(System.nanoTime())) {
      onError(
          ctx,
          false,
          Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, "too many stream errors"));
    }
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
    ChannelFuture last = writeHeaders(stream, head, true);
    if (!requestEnded) {
      refuseRest(stream, last);
    }
    requestFlush();
    serving.refused().accept(refusal);
  }

  ChannelFuture writeHeaders(Http2Stream stream, Http2Headers headers, boolean last) {
    ChannelHandlerContext ctx = ctx();
    return encoder().writeHeaders(ctx, stream.id(), headers, 0, last, ctx.newPromise());
  }

  ChannelFuture writeData(Http2Stream stream, ByteBuf data, boolean last) {
    ChannelHandlerContext ctx = ctx();
    unflushed += data.readableBytes();
    ChannelFuture written = encoder().writeData(ctx, stream.id(), data, 0, last, ctx.newPromise());
    if (unflushed >= FLUSH_AT) {
      flushNow();
    }
    return written;
  }

  /** Flushes at the end of this turn of the event loop at the latest. */
  void requestFlush() {
    if (!reading && !flushScheduled) {
      flushScheduled = true;
      ctx().channel().eventLoop().execute(this::flushNow);
    }
  }

  private void flushNow() {
    flushScheduled = false;
    flush(ctx());
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    unflushed = 0;
    super.flush(ctx);
  }

  /** Resets a stream; does nothing if it is closed. */
  void reset(Http2Stream stream, Http2Error code) {
    if (stream.state() != Http2Stream.State.CLOSED) {
      ChannelHandlerContext ctx = ctx();
      encoder().writeRstStream(ctx, stream.id(), code.code(), ctx.newPromise());
      requestFlush();
    }
  }

  /** Tells the client, once it has the whole response, that the rest of its request is useless. */
  void refuseRest(Http2Stream stream, @Nullable ChannelFuture lastFrame) {
    if (lastFrame == null) {
      reset(stream, Http2Error.NO_ERROR);
    } else {
      lastFrame.addListener(
          written -> {
            if (written.isSuccess()) {
              reset(stream, Http2Error.NO_ERROR);
            }
          });
    }
  }

  boolean isWritable(Http2Stream stream) {
    return encoder().flowController().isWritable(stream);
  }

  /** Returns the client's window for a stream that has frames waiting, otherwise -1. */
  int pendingWindow(Http2Stream stream) {
    var flow = encoder().flowController();
    return flow.hasFlowControlled(stream) ? Math.max(0, flow.windowSize(stream)) : -1;
  }

  /** Bytes of a body have found their taker: the client may send as many again. */
  void consumed(Http2Stream stream, int bytes) {
    try {
      if (bytes > 0 && decoder().flowController().consumeBytes(stream, bytes)) {
        requestFlush();
      }
    } catch (Http2Exception e) {
      onError(ctx(), true, e);
    }
  }

  // --- what the watch asks and does

  /** Ends streams whose client has stopped taking or sending. */
  void resetOverdue(long now) throws Http2Exception {
    connection()
        .forEachActiveStream(
            stream -> {
              Http2Exchange exchange = exchange(stream);
              if (exchange != null && exchange.isOverdue(now, timeouts.client().toNanos())) {
                exchange.clientGone(new IOException("the client stalled"));
                reset(stream, Http2Error.CANCEL);
              }
              return true;
            });
  }

  /** Announces that no stream above {@code lastStream} will be served. */
  void goAway(int lastStream) {
    ChannelHandlerContext ctx = ctx();
    goAway(ctx, lastStream, Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER, ctx.newPromise());
    ctx.flush();
  }

  void ping(long data) {
    ChannelHandlerContext ctx = ctx();
    encoder().writePing(ctx, false, data, ctx.newPromise());
    ctx.flush();
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

  private ChannelHandlerContext ctx() {
    if (context == null) {
      throw new IllegalStateException("not in a pipeline");
    }
    return context;
  }

  private final class StreamEvents extends io.netty.handler.codec.http2.Http2ConnectionAdapter {
    @Override
    public void onStreamClosed(Http2Stream stream) {
      Http2Exchange exchange = exchange(stream);
      if (exchange != null) {
        exchange.clientGone(new ClosedChannelException());
      }
      if (watch != null) {
        watch.active();
      }
    }
  }
}
