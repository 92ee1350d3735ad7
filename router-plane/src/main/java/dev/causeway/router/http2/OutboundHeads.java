package dev.causeway.router.http2;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;

/** Turns headers into blocks that HTTP/2 can carry: lower-case names, nothing about connections. */
final class OutboundHeads {
  private static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");
  private static final AsciiString PROXY_CONNECTION = AsciiString.cached("proxy-connection");

  private OutboundHeads() {}

  /** Returns a response head, interim or final. */
  static Http2Headers response(HttpResponseStatus status, HttpHeaders headers) {
    return ReadOnlyHttp2Headers.serverHeaders(false, status.codeAsText(), lines(headers, false));
  }

  /** Returns a block of trailers. */
  static Http2Headers trailers(HttpHeaders headers) {
    return ReadOnlyHttp2Headers.trailers(false, lines(headers, true));
  }

  private static AsciiString[] lines(HttpHeaders headers, boolean trailers) {
    AsciiString[] lines = new AsciiString[2 * headers.size()];
    int count = 0;
    Iterator<Map.Entry<CharSequence, CharSequence>> all = headers.iteratorCharSequence();
    while (all.hasNext()) {
      Map.Entry<CharSequence, CharSequence> line = all.next();
      AsciiString name = AsciiString.of(line.getKey()).toLowerCase();
      if (!isDropped(name, trailers)) {
        lines[count++] = name;
        lines[count++] = AsciiString.of(line.getValue());
      }
    }
    return count == lines.length ? lines : Arrays.copyOf(lines, count);
  }

  private static boolean isDropped(AsciiString name, boolean trailers) {
    return switch (name.length()) {
      case 7 -> name.contentEquals(HttpHeaderNames.UPGRADE);
      case 10 -> name.contentEquals(HttpHeaderNames.CONNECTION) || name.contentEquals(KEEP_ALIVE);
      case 14 -> trailers && name.contentEquals(HttpHeaderNames.CONTENT_LENGTH);
      case 16 -> name.contentEquals(PROXY_CONNECTION);
      case 17 -> name.contentEquals(HttpHeaderNames.TRANSFER_ENCODING);
      default -> name.isEmpty() || name.byteAt(0) == ':';
    };
  }
}
