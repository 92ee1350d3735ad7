package dev.causeway.router.upstream;

import dev.causeway.router.exchange.BodySink;
import dev.causeway.router.exchange.RequestHead;
import dev.causeway.router.exchange.ResponseHead;
import dev.causeway.router.failure.FailureCategory;
import dev.causeway.router.failure.ProxyFailure;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/** One request and its response on an HTTP/1.1 connection. */
final class Http1Call implements UpstreamCall, ResponseBody.Feed {
  private enum Phase {
    AWAITING_HEAD,
    BODY,
    TUNNEL,
    OVER
  }

  private final Http1Connection connection;
  private final RequestHead head;
  private final CallTimeouts timeouts;
  private final CallListener listener;
  private final Http1RequestSink sink;
  private final ResponseBody body = new ResponseBody(this);
  private Phase phase = Phase.AWAITING_HEAD;
  private boolean anyResponseByte;
  private boolean skipEmptyEnd;
  private boolean upgrading;
  private boolean keepAlive;
  private boolean bodiless;
  private long finNanos;
  private @Nullable HttpHeaders upgradeHeaders;

  Http1Call(
      Http1Connection connection, RequestHead head, CallTimeouts timeouts, CallListener listener) {
    this.connection = connection;
    this.head = head;
    this.timeouts = timeouts;
    this.listener = listener;
    this.sink = new Http1RequestSink(this, connection, head);
  }

  boolean isChunked() {
    return sink.isChunked();
  }

  @Override
  public BodySink requestBody() {
    return sink;
  }

  @Override
  public void abort(Throwable cause) {
    if (phase == Phase.OVER) {
      body.abort(cause);
      return;
    }
    phase = Phase.OVER;
    sink.kill();
    connection.broken(this);
    body.abort(cause);
    listener.onOver();
  }

  /** The connection closed before the request could be written. */
  void failBeforeSending() {
    fail(
        new ProxyFailure(FailureCategory.UPSTREAM_BAD_RESPONSE, "connection was closed"),
        Delivery.NOT_DELIVERED);
  }

  // --- what the endpoint sends

  void onHead(HttpResponse response) {
    anyResponseByte = true;
    if (response.decoderResult().isFailure()) {
      Throwable cause = response.decoderResult().cause();
      String what = cause instanceof TooLongFrameException ? "head too large" : "not HTTP";
      connection.broken(this);
      fail(
          new ProxyFailure(FailureCategory.UPSTREAM_BAD_RESPONSE, what, cause), Delivery.DELIVERED);
      return;
    }
    int status = response.status().code();
    if (status == 101) {
      skipEmptyEnd = true;
      upgrading = head.upgrade() != null;
      if (upgrading) {
        upgradeHeaders = response.headers();
      } else {
        connection.broken(this);
        fail(
            new ProxyFailure(FailureCategory.UPSTREAM_BAD_RESPONSE, "unasked upgrade"),
            Delivery.DELIVERED);
      }
    } else if (status < 200) {
      skipEmptyEnd = true;
      listener.onInterim(new ResponseHead(response.status(), response.headers()));
    } else {
      onFinalHead(response, status);
    }
  }

  private void onFinalHead(HttpResponse response, int status) {
    HttpHeaders headers = response.headers();
    boolean noBody = status == 204 || status == 304 || head.method().equals(HttpMethod.HEAD);
    boolean framed = headers.contains(HttpHeaderNames.CONTENT_LENGTH);
    boolean chunked = HttpUtil.isTransferEncodingChunked(response);
    keepAlive = HttpUtil.isKeepAlive(response) && (noBody || framed || chunked);
    boolean endsHere =
        noBody || (!chunked && headers.containsValue(HttpHeaderNames.CONTENT_LENGTH, "0", false));
    phase = Phase.BODY;
    bodiless = endsHere;
    listener.onResponse(new ResponseHead(response.status(), headers), body, endsHere);
    body.headDelivered();
  }

  void onContent(HttpContent content) {
    if (skipEmptyEnd && content instanceof LastHttpContent) {
      skipEmptyEnd = false;
      content.release();
      if (upgrading) {
        upgrade();
      }
      return;
    }
    if (phase != Phase.BODY) {
      content.release();
      return;
    }
    if (content.decoderResult().isFailure()) {
      Throwable cause = content.decoderResult().cause();
      content.release();
      breakOff(new ProxyFailure(FailureCategory.RESPONSE_ABORTED, "broken framing", cause));
      return;
    }
    if (content instanceof LastHttpContent last) {
      HttpHeaders trailers = last.trailingHeaders().isEmpty() ? null : last.trailingHeaders();
      body.offer(content.content());
      finish();
      body.end(trailers);
    } else {
      body.offer(content.content());
    }
  }

  private void upgrade() {
    HttpHeaders headers = upgradeHeaders;
    if (headers == null) {
      throw new IllegalStateException("no head before its end");
    }
    phase = Phase.TUNNEL;
    sink.becomeTunnel();
    listener.onUpgraded(headers, body, sink);
    if (phase == Phase.TUNNEL) {
      connection.becomeTunnel(timeouts.tunnelNanos());
    }
  }

  void onTunnelBytes(ByteBuf bytes) {
    body.offer(bytes);
  }

  void onReadComplete() {
    body.readComplete();
    if ((phase == Phase.BODY || phase == Phase.TUNNEL) && !body.isWanted()) {
      connection.channel().config().setAutoRead(false);
    }
  }

  void onWritabilityChanged() {
    sink.writabilityChanged();
  }

  /** The endpoint closed its half of a tunnel. */
  void onInputShutdown() {
    if (phase == Phase.TUNNEL) {
      closedOneDirection(timeouts.clientFinNanos());
      body.end(null);
    }
  }

  void onWriteFailed() {
    sink.kill();
    if (phase == Phase.TUNNEL) {
      breakOff(new ProxyFailure(FailureCategory.RESPONSE_ABORTED, "tunnel broke"));
    } else {
      connection.expectProgressWithin(timeouts.serverNanos());
    }
  }

  /** The channel is closed; nothing more will come. */
  void onClosed(@Nullable Throwable cause) {
    switch (phase) {
      case AWAITING_HEAD -> {
        boolean stale = connection.isReused() && !anyResponseByte;
        fail(
            new ProxyFailure(
                FailureCategory.UPSTREAM_BAD_RESPONSE, "closed before a complete head", cause),
            stale ? Delivery.UNANSWERED : Delivery.DELIVERED);
      }
      case BODY ->
          breakOff(new ProxyFailure(FailureCategory.RESPONSE_ABORTED, "body is cut short", cause));
      case TUNNEL -> {
        over();
        body.end(null);
      }
      case OVER -> {}
    }
  }

  void onExpired(ProxyFailure timeout) {
    switch (phase) {
      case AWAITING_HEAD -> fail(timeout, Delivery.DELIVERED);
      case BODY, TUNNEL ->
          breakOff(new ProxyFailure(FailureCategory.RESPONSE_ABORTED, "endpoint fell silent"));
      case OVER -> {}
    }
  }

  // --- deadlines

  /** Returns how long silence may last now, or {@link Deadline#NEVER}. */
  long limitNanos() {
    return switch (phase) {
      case TUNNEL -> finNanos > 0 ? finNanos : timeouts.tunnelNanos();
      // A client that does not take or does not send is not the endpoint's fault.
      case AWAITING_HEAD -> sink.waitsForEndpoint() ? timeouts.serverNanos() : Deadline.NEVER;
      case BODY ->
          body.isWanted() || !sink.isWritableNow() ? timeouts.serverNanos() : Deadline.NEVER;
      case OVER -> Deadline.NEVER;
    };
  }

  /** Returns when to look again while there is no limit. */
  long examineNanos() {
    return timeouts.serverNanos();
  }

  // --- ends

  /** The request is sent completely. */
  void requestEnded() {
    if (phase == Phase.AWAITING_HEAD) {
      connection.expectProgressWithin(timeouts.serverNanos());
    }
  }

  /** The client has closed its half of the tunnel. */
  void clientClosedTunnel() {
    closedOneDirection(timeouts.serverFinNanos());
  }

  private void closedOneDirection(long limitNanos) {
    finNanos = limitNanos;
    connection.expectProgressWithin(limitNanos);
  }

  /** The request cannot be completed: the client broke off, or its body is not what it promised. */
  void requestBroken(Throwable cause) {
    connection.broken(this);
    if (phase == Phase.AWAITING_HEAD) {
      fail(ProxyFailure.of(cause, FailureCategory.CLIENT_ABORTED), Delivery.DELIVERED);
    } else {
      breakOff(ProxyFailure.of(cause, FailureCategory.CLIENT_ABORTED));
    }
  }

  private void finish() {
    if (keepAlive && sink.isComplete()) {
      phase = Phase.OVER;
      connection.finished(this);
    } else {
      // An answer before the request was complete: what is still unsent has no taker any more.
      phase = Phase.OVER;
      sink.kill();
      connection.broken(this);
    }
    listener.onOver();
  }

  private void fail(ProxyFailure failure, Delivery delivery) {
    if (phase != Phase.AWAITING_HEAD) {
      return;
    }
    phase = Phase.OVER;
    sink.kill();
    listener.onFailure(failure, delivery);
    listener.onOver();
  }

  private void breakOff(ProxyFailure failure) {
    if (phase == Phase.OVER) {
      return;
    }
    over();
    body.fail(failure);
  }

  private void over() {
    phase = Phase.OVER;
    sink.kill();
    connection.broken(this);
    listener.onOver();
  }

  // --- what the taker of the body wants

  @Override
  public void demand(boolean wanted) {
    if (phase == Phase.BODY || phase == Phase.TUNNEL) {
      if (wanted) {
        connection.progress();
      }
      if (connection.channel().config().isAutoRead() != wanted) {
        connection.channel().config().setAutoRead(wanted);
      }
    }
  }

  @Override
  public void discarded() {
    // Where there is no body the end arrives by itself and leaves the connection clean.
    if (phase != Phase.OVER && !bodiless) {
      over();
    }
  }
}
