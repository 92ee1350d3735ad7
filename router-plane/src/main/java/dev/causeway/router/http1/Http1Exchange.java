package dev.causeway.router.http1;

import dev.causeway.router.exchange.BodySink;
import dev.causeway.router.exchange.BodySource;
import dev.causeway.router.exchange.ClientFacts;
import dev.causeway.router.exchange.RequestHead;
import dev.causeway.router.exchange.RequestHead.Protocol;
import dev.causeway.router.exchange.ResponseHead;
import dev.causeway.router.http.BodyQueue;
import dev.causeway.router.http.ExchangeBase;
import dev.causeway.router.http.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One request and its response on an HTTP/1 connection. */
final class Http1Exchange extends ExchangeBase implements BodyQueue.Feed {
  private final Http1Connection connection;
  private final ChannelHandlerContext ctx;
  private @Nullable BodyQueue body;
  private @Nullable Http1ResponseBody response;
  private @Nullable TunnelSink tunnel;
  private final long headNanos;
  private boolean keepAlive;
  private boolean requestEnded;
  private boolean responseEnded;
  private boolean refused;
  private boolean written;

  Http1Exchange(
      Http1Connection connection,
      ChannelHandlerContext ctx,
      ClientFacts client,
      RequestHead request,
      boolean keepAlive,
      long headNanos) {
    super(ctx.channel(), client, request);
    this.connection = connection;
    this.ctx = ctx;
    this.keepAlive = keepAlive;
    this.headNanos = headNanos;
    this.requestEnded = request.endsHere();
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

  @Override
  public long headNanos() {
    return headNanos;
  }

  @Override
  public void inform(ResponseHead head) {
    if (isOver() || isCommitted() || request().protocol() == Protocol.HTTP_1_0) {
      return;
    }
    head.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
    head.headers().remove(HttpHeaderNames.TRANSFER_ENCODING);
    ByteBuf encoded = connection.head(ctx, head.status(), head.headers());
    sent(encoded.readableBytes());
    ctx.writeAndFlush(encoded, ctx.voidPromise());
  }

  @Override
  public void respond(ResponseHead head, boolean endsHere) {
    if (isOver() || refused) {
      return;
    }
    commit();
    HttpHeaders headers = head.headers();
    headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
    boolean http10 = request().protocol() == Protocol.HTTP_1_0;
    if (headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true)
        || (endsHere && !requestEnded)) {
      keepAlive = false;
    }
    Http1ResponseBody.Framing framing = framing(head, endsHere, http10);
    long length = 0;
    switch (framing) {
      case LENGTH -> length = length(headers, endsHere);
      case CHUNKED -> headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
      case UNTIL_CLOSE -> keepAlive = false;
      case NONE -> {}
    }
    if (!keepAlive) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (http10) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
    ByteBuf encoded = connection.head(ctx, head.status(), headers);
    Http1ResponseBody sink = new Http1ResponseBody(this, ctx, framing, length, encoded);
    response = sink;
    if (endsHere) {
      sink.end(null);
    }
  }

  private Http1ResponseBody.Framing framing(ResponseHead head, boolean endsHere, boolean http10) {
    int code = head.status().code();
    if (HttpMethod.HEAD.equals(request().method()) || code == 204 || code == 304) {
      return Http1ResponseBody.Framing.NONE;
    }
    if (endsHere || head.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
      return Http1ResponseBody.Framing.LENGTH;
    }
    return http10 ? Http1ResponseBody.Framing.UNTIL_CLOSE : Http1ResponseBody.Framing.CHUNKED;
  }

  /** Returns the length to promise; what a wrong promise does, the body decides at its end. */
  private static long length(HttpHeaders headers, boolean endsHere) {
    String text = headers.get(HttpHeaderNames.CONTENT_LENGTH);
    if (text == null || endsHere) {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO);
      return 0;
    }
    return Long.parseLong(text.strip());
  }

  @Override
  public BodySink responseBody() {
    if (tunnel != null) {
      return tunnel;
    }
    if (response == null) {
      // Bytes for a client that is gone, or in the wrong order: they must not leak.
      response = new Http1ResponseBody(this, ctx, Http1ResponseBody.Framing.NONE, 0, null);
    }
    return response;
  }

  @Override
  public void acceptUpgrade(HttpHeaders headers) {
    String protocol = request().upgrade();
    if (protocol == null) {
      throw new IllegalStateException("the client did not ask for an upgrade");
    }
    if (isOver() || refused) {
      return;
    }
    commit();
    headers.remove(HttpHeaderNames.CONTENT_LENGTH);
    headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
    headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
    if (!headers.contains(HttpHeaderNames.UPGRADE)) {
      headers.set(HttpHeaderNames.UPGRADE, protocol);
    }
    ByteBuf encoded = connection.head(ctx, HttpResponseStatus.SWITCHING_PROTOCOLS, headers);
    sent(encoded.readableBytes());
    ctx.writeAndFlush(encoded, ctx.voidPromise());
    keepAlive = false;
    requestEnded = false;
    body = new BodyQueue(this);
    tunnel = new TunnelSink(this, ctx);
    connection.tunnel();
  }

  @Override
  protected void abortOnLoop(Throwable cause) {
    if (isOver()) {
      return;
    }
    boolean endsWithConnection =
        response != null && response.framing() == Http1ResponseBody.Framing.UNTIL_CLOSE;
    if (response != null) {
      response.flushHead();
    }
    if (endsWithConnection) {
      connection.resetLater();
    } else if (response != null || tunnel != null) {
      connection.breakOff();
    } else {
      connection.hardClose();
    }
    over(() -> cause);
  }

  /** Takes a piece of the body as it was decoded. */
  void received(HttpContent content) {
    if (content.decoderResult().isFailure()) {
      content.release();
      malformed(content.decoderResult().cause());
      return;
    }
    boolean last = content instanceof LastHttpContent;
    HttpHeaders trailers = Http1Heads.trailers(content);
    if (content.content().isReadable()) {
      received(content.content());
    } else {
      content.release();
    }
    if (last) {
      requestEnded(trailers);
    }
  }

  /**
   * The client sends no more.
   *
   * @param finishes whether a complete request is answered all the same (RO-040)
   * @param last whether no other request waits behind this one
   */
  void inputEnded(boolean finishes, boolean last) {
    if (!requestEnded || !finishes) {
      // Not at once: the answer to the request before may still be on its way.
      broken(new ClosedChannelException());
    } else if (last) {
      keepAlive = false;
    }
  }

  /** Takes bytes of the body or tunnel. */
  void received(ByteBuf data) {
    if (requestEnded || isOver()) {
      data.release();
    } else {
      arrived(data.readableBytes());
      body().offer(data);
    }
  }

  void readComplete() {
    if (body != null) {
      body.readComplete();
    }
  }

  /** The client has sent everything, or closed its half of the tunnel. */
  void requestEnded(@Nullable HttpHeaders trailers) {
    if (requestEnded) {
      return;
    }
    requestEnded = true;
    if (body != null || trailers != null || tunnel != null) {
      body().end(trailers);
    }
    if (tunnel != null && responseEnded) {
      finishExchange();
    }
  }

  void writable() {
    if (tunnel != null) {
      tunnel.writable();
    } else if (response != null) {
      response.writable();
    }
  }

  /** The response, or our half of the tunnel, has been written to its end. */
  void responseEnded() {
    responseEnded = true;
    if (tunnel == null || requestEnded) {
      finishExchange();
    } else {
      connection.shutdownOutput();
    }
  }

  private void finishExchange() {
    boolean reusable = keepAlive && requestEnded;
    over(() -> new IOException("the response ended before the request"));
    connection.ended(this, reusable);
  }

  /** The client broke the framing of its body, or does not send it. */
  void malformed(Throwable cause) {
    if (isOver()) {
      return;
    }
    keepAlive = false;
    if (isCommitted()) {
      cancel(cause);
      abortOnLoop(cause);
      return;
    }
    // The answer goes first: what the handler does when it is told may close the connection.
    commit();
    refused = true;
    connection.refuse(Refusal.BAD_REQUEST);
    cancel(cause);
    over(() -> cause);
  }

  /** The connection cannot go on, although it is still open. */
  void broken(Throwable cause) {
    cancel(cause);
    abortOnLoop(cause);
  }

  /** The connection is gone. */
  void clientGone(Throwable cause) {
    cancel(cause);
    over(() -> cause);
  }

  void closeAfterwards() {
    keepAlive = false;
  }

  /** Bytes of the response were written. */
  void written() {
    written = true;
  }

  /** Bytes of the response, its framing included, go to the channel. */
  void written(int bytes) {
    sent(bytes);
  }

  /**
   * Returns whether bytes of the response were written since it was last asked: while the endpoint
   * speaks, the client may well be listening. Whether it takes them is watched elsewhere.
   */
  boolean takeWritten() {
    boolean was = written;
    written = false;
    return was;
  }

  /** Returns whether somebody waits for bytes of the client. */
  boolean isWaitingForClient() {
    return !requestEnded && body != null && body.isWanting();
  }

  private void over(Supplier<? extends Throwable> cause) {
    if (isOver()) {
      return;
    }
    if (body != null) {
      body.fail(cause);
    }
    if (response != null) {
      response.release();
    }
    finish();
  }

  @Override
  public void wanted() {
    if (!requestEnded && !isOver()) {
      connection.setAutoRead(true);
    }
  }

  @Override
  public void unwanted() {
    if (!requestEnded) {
      connection.setAutoRead(false);
    }
  }

  @Override
  public void consumed(int bytes) {
    // The socket's own window limits what arrives.
  }

  @Override
  public void discarded() {
    if (!requestEnded) {
      keepAlive = false;
      connection.setAutoRead(true);
    }
  }
}
