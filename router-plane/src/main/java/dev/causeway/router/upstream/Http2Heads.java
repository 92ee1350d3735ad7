package dev.causeway.router.upstream;

import dev.causeway.router.exchange.RequestHead;
import dev.causeway.router.exchange.ResponseHead;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts heads between HTTP/1 form and HTTP/2 form (RFC 9113, 8.2 and 8.3). */
final class Http2Heads {
  private Http2Heads() {}

  static Http2Headers request(RequestHead head, boolean secure) {
    Http2Headers result = new DefaultHttp2Headers(false, head.headers().size() + 4);
    result.method(head.method().asciiName());
    result.scheme(secure ? "https" : "http");
    String authority = head.authority();
    if (authority != null) {
      result.authority(authority);
    }
    result.path(head.target());
    copy(head.headers(), result);
    return result;
  }

  static Http2Headers trailers(HttpHeaders trailers) {
    Http2Headers result = new DefaultHttp2Headers(false, trailers.size());
    copy(trailers, result);
    return result;
  }

  private static void copy(HttpHeaders from, Http2Headers to) {
    Iterator<Map.Entry<CharSequence, CharSequence>> lines = from.iteratorCharSequence();
    while (lines.hasNext()) {
      Map.Entry<CharSequence, CharSequence> line = lines.next();
      AsciiString name = AsciiString.of(line.getKey()).toLowerCase();
      if (!isForbidden(name)) {
        to.add(name, line.getValue());
      }
    }
  }

  /** Connection-specific headers make an HTTP/2 message malformed; host travels as authority. */
  private static boolean isForbidden(AsciiString name) {
    return name.equals(HttpHeaderNames.HOST)
        || name.equals(HttpHeaderNames.CONNECTION)
        || name.equals(HttpHeaderNames.TRANSFER_ENCODING)
        || name.equals(HttpHeaderNames.UPGRADE);
  }

  /** Returns the head of a response, or null if it is malformed. */
  static @Nullable ResponseHead response(Http2Headers headers) {
    CharSequence status = headers.status();
    if (status == null) {
      return null;
    }
    try {
      int code = Integer.parseInt(status, 0, status.length(), 10);
      HttpHeaders result = plain(headers);
      return code < 100 || code > 999 ? null : head(code, result);
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  private static ResponseHead head(int code, HttpHeaders headers) {
    return new ResponseHead(HttpResponseStatus.valueOf(code), headers);
  }

  /** Returns trailers in HTTP/1 form, null if there are none or they are malformed. */
  static @Nullable HttpHeaders trailers(Http2Headers trailers) {
    try {
      return trailers.isEmpty() ? null : plain(trailers);
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  private static HttpHeaders plain(Http2Headers headers) {
    HttpHeaders result = DefaultHttpHeadersFactory.headersFactory().newHeaders();
    for (Map.Entry<CharSequence, CharSequence> line : headers) {
      CharSequence name = line.getKey();
      if (name.isEmpty() || name.charAt(0) != ':') {
        result.add(name, line.getValue());
      }
    }
    return result;
  }
}
