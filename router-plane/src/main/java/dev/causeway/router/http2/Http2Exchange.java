package dev.causeway.router.http2;

import dev.causeway.router.exchange.BodySink;
import dev.causeway.router.exchange.BodySource;
import dev.causeway.router.exchange.ClientFacts;
import dev.causeway.router.exchange.RequestHead;
import dev.causeway.router.exchange.ResponseHead;
import dev.causeway.router.http.BodyQueue;
import dev.causeway.router.http.ExchangeBase;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One request and its response on a stream. */
final class Http2Exchange extends ExchangeBase implements BodyQueue.Feed {
  private static final long UNKNOWN = -1;

  private final Http2Connection connection;
  private final Http2Stream stream;
  private @Nullable BodyQueue body;
  private @Nullable Http2ResponseBody response;
  private long bodyLeft;
  private boolean requestEnded;
  private boolean responseEnded;
  private boolean tunnel;
  private boolean gone;
  private long lastRead;
  private long lastWritten;
  private int lastWindow;

  /**
   * Creates the exchange of a stream.
   *
   * @param contentLength length that the client promised, or a negative number
   * @param streamEnds whether the client's half of the stream ended with the head; other than
   *     {@link RequestHead#endsHere} false for a tunnel
   */
  Http2Exchange(
      Http2Connection connection,
      ChannelHandlerContext ctx,
      Http2Stream stream,
      ClientFacts client,
      RequestHead request,
      long contentLength,
      boolean streamEnds) {
    super(ctx.channel(), client, request);
    this.connection = connection;
    this.stream = stream;
    this.bodyLeft = request.upgrade() != null || contentLength < 0 ? UNKNOWN : contentLength;
    this.requestEnded = streamEnds;
    this.lastRead = connection.now();
    this.lastWritten = lastRead;
  }

  Http2Stream stream() {
    return stream;
  }

  @Override
  public BodySource requestBody() {
    return body();
  }

  private BodyQueue body() {
    BodyQueue queue = body;
    if (queue == null) {
      queue = new BodyQueue(this);
      body = queue;
      if (requestEnded) {
        queue.end(null);
      }
    }
    return queue;
  }

  /** A head comes in one piece here, whatever frames it is made of. */
  @Override
  public long headNanos() {
    return 0;
  }

  @Override
  public void inform(ResponseHead head) {
    if (isOver() || isCommitted()) {
      return;
    }
    head.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
    connection
        .output()
        .headers(stream, OutboundHeads.response(head.status(), head.headers()), false);
    connection.output().requestFlush();
  }

  @Override
  public void respond(ResponseHead head, boolean endsHere) {
    if (isOver()) {
      return;
    }
    commit();
    int code = head.status().code();
    boolean bodiless =
        HttpMethod.HEAD.equals(request().method()) || code == 204 || code == 205 || code == 304;
    Http2ResponseBody sink =
        new Http2ResponseBody(this, connection.output(), head, bodiless, endsHere);
    response = sink;
    if (endsHere) {
      sink.end(null);
    }
  }

  @Override
  public BodySink responseBody() {
    Http2ResponseBody sink = response;
    if (sink == null) {
      // Bytes for a client that is gone, or in the wrong order: they must not leak.
      sink = Http2ResponseBody.closed(this, connection.output());
    }
    return sink;
  }

  @Override
  public void acceptUpgrade(HttpHeaders headers) {
    if (request().upgrade() == null) {
      throw new IllegalStateException("the client did not ask for an upgrade");
    }
    if (isOver()) {
      return;
    }
    commit();
    headers.remove(HttpHeaderNames.CONTENT_LENGTH);
    headers.remove(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT);
    tunnel = true;
    Http2ResponseBody sink =
        new Http2ResponseBody(
            this,
            connection.output(),
            new ResponseHead(HttpResponseStatus.OK, headers),
            false,
            false);
    response = sink;
    sink.flush();
  }

  @Override
  protected void abortOnLoop(Throwable cause) {
    if (isOver()) {
      return;
    }
    if (!gone) {
      if (response != null) {
        response.breakOff();
      } else {
        // Who is refused without any answer hears what HAProxy says to them (AN-036).
        connection.output().reset(stream, Http2Error.ENHANCE_YOUR_CALM);
      }
    }
    over(() -> cause);
  }

  /**
   * Takes bytes of the body or tunnel.
   *
   * @return how many of them do not count against the client's window any more
   * @throws Http2Exception if there are more than the client promised
   */
  int received(ByteBuf data) throws Http2Exception {
    int bytes = data.readableBytes();
    if (isOver() || requestEnded || bytes == 0) {
      return bytes;
    }
    if (bodyLeft != UNKNOWN) {
      if (bytes > bodyLeft) {
        throw Http2Exception.streamError(
            stream.id(), Http2Error.PROTOCOL_ERROR, "more than content-length");
      }
      bodyLeft -= bytes;
    }
    lastRead = connection.now();
    arrived(bytes);
    body().offer(data.retain());
    return 0;
  }

  /**
   * The client has ended its half of the stream.
   *
   * @throws Http2Exception if less came than the client promised
   */
  void requestEnded(@Nullable HttpHeaders trailers) throws Http2Exception {
    if (requestEnded || isOver()) {
      return;
    }
    if (bodyLeft > 0) {
      throw Http2Exception.streamError(
          stream.id(), Http2Error.PROTOCOL_ERROR, "less than content-length");
    }
    requestEnded = true;
    if (body != null || trailers != null) {
      body().end(trailers);
    }
    if (tunnel && responseEnded) {
      over(() -> new IOException("the tunnel is closed"));
    }
  }

  void readComplete() {
    if (body != null) {
      body.readComplete();
    }
  }

  void writable() {
    if (response != null) {
      response.writable();
    }
  }

  /** Returns whether the client's half of the stream has ended. */
  boolean isRequestEnded() {
    return requestEnded;
  }

  /** Returns whether the stream carries raw bytes both ways. */
  boolean isTunnel() {
    return tunnel;
  }

  /**
   * Bytes of the response were written: while the endpoint speaks, the client may well be
   * listening. Whether it takes them is watched apart.
   */
  void written(int bytes) {
    sent(bytes);
    lastRead = connection.now();
  }

  /** The response, or our half of the tunnel, has been written to its end. */
  void responseEnded() {
    responseEnded = true;
    lastRead = connection.now();
    if (!tunnel || requestEnded) {
      over(() -> new IOException("the response ended before the request"));
    }
  }

  /** The stream is gone. */
  void clientGone(Throwable cause) {
    if (!isOver()) {
      gone = true;
      cancel(cause);
      over(() -> cause);
    }
  }

  private void over(Supplier<? extends Throwable> cause) {
    if (isOver()) {
      return;
    }
    if (body != null) {
      body.fail(cause);
    }
    finish();
    connection.exchangeOver();
  }

  /**
   * Returns whether the client has made us wait for too long.
   *
   * @param limitNanos limit for bytes that it should send or take
   * @param finNanos limit for its silence in a tunnel whose endpoint has said its last word
   */
  boolean isOverdue(long now, long limitNanos, long finNanos) {
    if (tunnel && !isOver()) {
      if (!responseEnded) {
        // Idle tunnels are the route's business.
        return false;
      }
      if (connection.output().pendingWindow(stream) < 0) {
        return now - lastRead >= finNanos;
      }
    }
    boolean owesBody = !isOver() && !requestEnded && body != null && body.isWanting();
    if (owesBody && now - lastRead >= limitNanos) {
      return true;
    }
    int window = connection.output().pendingWindow(stream);
    if (window < 0 || window != lastWindow) {
      lastWindow = window;
      lastWritten = now;
    }
    return now - lastWritten >= limitNanos;
  }

  @Override
  public void wanted() {
    lastRead = connection.now();
  }

  @Override
  public void unwanted() {
    // The window that is not given back stops the client.
  }

  @Override
  public void consumed(int bytes) {
    connection.output().consumed(stream, bytes);
  }

  @Override
  public void discarded() {
    // What still arrives is given back at once.
  }
}
