package dev.causeway.router.upstream;

import dev.causeway.router.exchange.BodySink;
import dev.causeway.router.exchange.RequestHead;
import dev.causeway.router.exchange.ResponseHead;
import dev.causeway.router.failure.FailureCategory;
import dev.causeway.router.failure.ProxyFailure;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameStreamException;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One request and its response on a stream of an HTTP/2 connection. */
final class Http2Call extends ChannelInboundHandlerAdapter
    implements UpstreamCall, ResponseBody.Feed {
  private enum Phase {
    AWAITING_HEAD,
    BODY,
    OVER
  }

  private final Http2Connection connection;
  private final RequestHead head;
  private final boolean secure;
  private final boolean reused;
  private final CallTimeouts timeouts;
  private final CallListener listener;
  private final DeadlineWheel wheel;
  private final ResponseBody body = new ResponseBody(this);
  private final Http2RequestSink sink;
  private final Deadline deadline = new StreamDeadline();
  private Phase phase = Phase.AWAITING_HEAD;
  private @Nullable Http2StreamChannel stream;
  private boolean bodiless;
  private boolean readsOn;
  private boolean resetByPeer;
  private long lastProgress = System.nanoTime();

  /**
   * Creates a call that is not sent yet.
   *
   * @param reused whether the connection had carried a request before this one
   */
  Http2Call(
      Http2Connection connection,
      RequestHead head,
      boolean secure,
      boolean reused,
      CallTimeouts timeouts,
      CallListener listener,
      DeadlineWheel wheel) {
    this.connection = connection;
    this.head = head;
    this.secure = secure;
    this.reused = reused;
    this.timeouts = timeouts;
    this.listener = listener;
    this.wheel = wheel;
    this.sink = new Http2RequestSink(this, head.endsHere());
  }

  /** Opens the stream and sends the head. */
  void open(Http2StreamChannelBootstrap bootstrap) {
    wheel.schedule(deadline, lastProgress, timeouts.serverNanos());
    Future<Http2StreamChannel> opening = bootstrap.handler(this).open();
    if (opening.isDone()) {
      // Not through a listener: Netty may put off nested ones, and the body must not come first.
      opened(opening);
    } else {
      opening.addListener((Future<Http2StreamChannel> done) -> opened(done));
    }
  }

  private void opened(Future<Http2StreamChannel> done) {
    if (!done.isSuccess()) {
      fail(
          FailureCategory.UPSTREAM_BAD_RESPONSE, "no stream", done.cause(), Delivery.NOT_DELIVERED);
    } else if (phase == Phase.OVER) {
      done.getNow().close();
    } else {
      opened(done.getNow());
    }
  }

  private void opened(Http2StreamChannel opened) {
    stream = opened;
    Http2Headers headers = Http2Heads.request(head, secure);
    opened
        .writeAndFlush(new DefaultHttp2HeadersFrame(headers, head.endsHere()))
        .addListener(
            written -> {
              if (!written.isSuccess()) {
                fail(
                    FailureCategory.UPSTREAM_BAD_RESPONSE,
                    "head was not sent",
                    written.cause(),
                    Delivery.NOT_DELIVERED);
              }
            });
    sink.opened(opened);
  }

  @Override
  public BodySink requestBody() {
    return sink;
  }

  @Override
  public void abort(Throwable cause) {
    if (phase != Phase.OVER) {
      over(Http2Error.CANCEL);
    }
    body.abort(cause);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    switch (message) {
      case Http2HeadersFrame frame -> onHeaders(frame);
      case Http2DataFrame frame -> {
        if (phase == Phase.BODY) {
          boolean last = frame.isEndStream();
          body.offer(frame.content());
          if (last) {
            finish(null);
          }
        } else {
          frame.release();
        }
      }
      default -> ReferenceCountUtil.release(message);
    }
  }

  private void onHeaders(Http2HeadersFrame frame) {
    if (phase == Phase.BODY) {
      if (frame.isEndStream()) {
        finish(Http2Heads.trailers(frame.headers()));
      }
      return;
    }
    if (phase == Phase.OVER) {
      return;
    }
    ResponseHead response = Http2Heads.response(frame.headers());
    HttpResponseStatus status = response == null ? null : response.status();
    if (response == null || status == null || status.code() == 101) {
      fail(FailureCategory.UPSTREAM_BAD_RESPONSE, "malformed head", null, Delivery.DELIVERED);
    } else if (status.code() < 200) {
      listener.onInterim(response);
    } else {
      phase = Phase.BODY;
      bodiless = frame.isEndStream();
      listener.onResponse(response, body, bodiless);
      body.headDelivered();
      if (frame.isEndStream()) {
        finish(null);
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    lastProgress = System.nanoTime();
    body.readComplete();
    if (phase == Phase.BODY && !readsOn && !body.isWanted()) {
      ctx.channel().config().setAutoRead(false);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    lastProgress = System.nanoTime();
    sink.writabilityChanged();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof Http2ResetFrame reset) {
      resetByPeer = true;
      takeWhatCameBefore(ctx);
      onReset(reset.errorCode());
    } else if (event instanceof Http2GoAwayFrame) {
      // Only streams beyond the last one that the endpoint will look at hear of it.
      fail(
          FailureCategory.UPSTREAM_BAD_RESPONSE,
          "endpoint is going away",
          null,
          Delivery.NOT_DELIVERED);
    }
    ReferenceCountUtil.release(event);
  }

  /**
   * Netty tells of a reset or an error ahead of the frames that were not asked for yet, and drops
   * them with the stream. They are no more than the window, so they wait in the body instead; the
   * end of the response may be among them (RFC 9113, 8.1).
   */
  private void takeWhatCameBefore(ChannelHandlerContext ctx) {
    readsOn = true;
    ctx.channel().config().setAutoRead(true);
  }

  private void onReset(long code) {
    if (phase == Phase.AWAITING_HEAD) {
      boolean refused = code == Http2Error.REFUSED_STREAM.code();
      fail(
          FailureCategory.UPSTREAM_BAD_RESPONSE,
          "stream reset: " + Http2Error.valueOf(code),
          null,
          refused ? Delivery.NOT_DELIVERED : Delivery.DELIVERED);
    } else {
      breakOff("stream reset: " + Http2Error.valueOf(code), null);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (phase == Phase.AWAITING_HEAD) {
      fail(
          FailureCategory.UPSTREAM_BAD_RESPONSE,
          "closed before a complete head",
          null,
          reused ? Delivery.UNANSWERED : Delivery.DELIVERED);
    } else {
      breakOff("connection closed", null);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    takeWhatCameBefore(ctx);
    boolean refused =
        cause instanceof Http2FrameStreamException e && e.error() == Http2Error.REFUSED_STREAM;
    if (phase == Phase.AWAITING_HEAD) {
      fail(
          FailureCategory.UPSTREAM_BAD_RESPONSE,
          "broken stream",
          cause,
          refused ? Delivery.NOT_DELIVERED : Delivery.DELIVERED);
    } else {
      breakOff("broken stream", cause);
    }
  }

  /** Notes that bytes moved. */
  void progress() {
    lastProgress = System.nanoTime();
  }

  /** Runs something on the event loop of the connection. */
  void onLoop(Runnable task) {
    EventLoop loop = connection.eventLoop();
    if (loop.inEventLoop()) {
      task.run();
    } else {
      loop.execute(task);
    }
  }

  /** The request cannot be completed. */
  void requestBroken(Throwable cause) {
    ProxyFailure failure = ProxyFailure.of(cause, FailureCategory.CLIENT_ABORTED);
    if (phase == Phase.AWAITING_HEAD) {
      over(Http2Error.CANCEL, () -> listener.onFailure(failure, Delivery.DELIVERED));
    } else if (phase == Phase.BODY) {
      over(Http2Error.CANCEL);
      body.fail(failure);
    }
  }

  private void finish(@Nullable HttpHeaders trailers) {
    if (phase == Phase.OVER) {
      return;
    }
    // After a complete answer nobody waits for the rest of the request (RFC 9113, 8.1).
    over(sink.isComplete() ? null : Http2Error.NO_ERROR);
    body.end(trailers);
  }

  private void fail(
      FailureCategory category, String message, @Nullable Throwable cause, Delivery delivery) {
    if (phase == Phase.AWAITING_HEAD) {
      ProxyFailure failure = new ProxyFailure(category, message, cause);
      over(Http2Error.CANCEL, () -> listener.onFailure(failure, delivery));
    }
  }

  private void breakOff(String message, @Nullable Throwable cause) {
    if (phase == Phase.BODY) {
      over(Http2Error.CANCEL);
      body.fail(new ProxyFailure(FailureCategory.RESPONSE_ABORTED, message, cause));
    }
  }

  private void over(@Nullable Http2Error reset) {
    over(reset, () -> {});
  }

  private void over(@Nullable Http2Error reset, Runnable beforeTelling) {
    phase = Phase.OVER;
    wheel.cancel(deadline);
    sink.kill();
    Http2StreamChannel open = stream;
    // A reset is not answered with one (RFC 9113, 5.4.2); Netty closes the stream by itself.
    if (open != null && open.isActive() && !resetByPeer) {
      if (reset != null) {
        open.writeAndFlush(new DefaultHttp2ResetFrame(reset));
      }
      open.close();
    }
    connection.streamEnded();
    beforeTelling.run();
    listener.onOver();
  }

  @Override
  public void demand(boolean wanted) {
    Http2StreamChannel open = stream;
    if (phase == Phase.BODY && open != null) {
      if (wanted) {
        progress();
      }
      open.config().setAutoRead(wanted || readsOn);
    }
  }

  @Override
  public void discarded() {
    if (phase != Phase.OVER && !bodiless) {
      over(Http2Error.CANCEL);
    }
  }

  private final class StreamDeadline extends Deadline {
    @Override
    long remainingNanos(long now) {
      boolean waiting =
          phase == Phase.AWAITING_HEAD
              ? sink.waitsForEndpoint()
              : body.isWanted() || !sink.isWritable();
      return waiting ? timeouts.serverNanos() - (now - lastProgress) : timeouts.serverNanos();
    }

    @Override
    void expire() {
      if (phase == Phase.AWAITING_HEAD) {
        fail(FailureCategory.UPSTREAM_TIMEOUT, "endpoint is silent", null, Delivery.DELIVERED);
      } else {
        breakOff("endpoint fell silent", null);
      }
    }
  }
}
