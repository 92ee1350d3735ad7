package dev.causeway.router.http;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/** Why a codec answers by itself, before or instead of an exchange. The connection ends with it. */
public enum Refusal {
  /** The head or the body's framing breaks the protocol. */
  BAD_REQUEST(400, "Your browser sent an invalid request."),
  /** The head did not arrive in time (RO-030). */
  HEAD_TIMEOUT(408, "Your browser didn't send a complete request in time."),
  /** The request line alone exceeds the limit (RO-035). */
  TARGET_TOO_LONG(414, "The requested URL is too long."),
  /** The head exceeds the limit (RO-035). */
  HEAD_TOO_LARGE(431, "Your browser sent a too large request header."),
  /** {@code CONNECT}, which a reverse proxy has no use for. */
  METHOD_NOT_ALLOWED(405, "The method is not allowed here."),
  /** An extended CONNECT for a protocol other than WebSocket (RFC 9220, 3). */
  NOT_IMPLEMENTED(501, "The protocol is not supported."),
  /** A version outside HTTP/1. */
  VERSION_NOT_SUPPORTED(505, "The protocol version is not supported.");

  private final int code;
  private final String text;

  Refusal(int code, String text) {
    this.code = code;
    this.text = text;
  }

  /** Returns the status of the answer. */
  public HttpResponseStatus status() {
    return HttpResponseStatus.valueOf(code);
  }

  /** Returns the page, ASCII. */
  public byte[] page() {
    return ("<html><body><h1>" + status() + "</h1>\n" + text + "\n</body></html>\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Returns fresh headers for a page of {@code length} bytes. */
  public HttpHeaders headers(int length) {
    return new DefaultHttpHeaders()
        .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_CACHE)
        .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_HTML)
        .set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(length));
  }
}
