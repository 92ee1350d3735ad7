package dev.causeway.router.headers;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Removes the headers that concern one connection only (RFC 9110, 7.6.1), those that {@code
 * Connection} names included.
 */
final class HopByHop {
  private static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");
  private static final AsciiString PROXY_CONNECTION = AsciiString.cached("proxy-connection");
  private static final AsciiString HTTP2_SETTINGS = AsciiString.cached("http2-settings");
  private static final AsciiString TRAILERS = AsciiString.cached("trailers");

  /** Headers that a peer must not make us drop: without them the message changes its meaning. */
  private static final Set<String> NEVER_NAMED =
      Set.of("host", "content-length", "content-type", "authorization", "cookie", "set-cookie");

  private HopByHop() {}

  /** Cleans a request head; {@code TE} keeps {@code trailers} (RO-068). */
  static void cleanRequest(HttpHeaders headers) {
    removeNamed(headers);
    headers.remove(HttpHeaderNames.UPGRADE);
    headers.remove(HTTP2_SETTINGS);
    if (headers.contains(HttpHeaderNames.TE)) {
      boolean trailers = headers.containsValue(HttpHeaderNames.TE, TRAILERS, true);
      headers.remove(HttpHeaderNames.TE);
      if (trailers) {
        headers.set(HttpHeaderNames.TE, TRAILERS);
      }
    }
  }

  /** Cleans a response head. */
  static void cleanResponse(HttpHeaders headers) {
    removeNamed(headers);
    headers.remove(HttpHeaderNames.UPGRADE);
  }

  private static void removeNamed(HttpHeaders headers) {
    if (headers.contains(HttpHeaderNames.CONNECTION)) {
      List<String> lines = headers.getAll(HttpHeaderNames.CONNECTION);
      headers.remove(HttpHeaderNames.CONNECTION);
      for (String line : lines) {
        removeListed(headers, line);
      }
    }
    headers.remove(KEEP_ALIVE);
    headers.remove(PROXY_CONNECTION);
    headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
  }

  private static void removeListed(HttpHeaders headers, String line) {
    if (line.equalsIgnoreCase("keep-alive") || line.equalsIgnoreCase("close")) {
      return;
    }
    for (String token : line.split(",", -1)) {
      String name = token.strip().toLowerCase(Locale.ROOT);
      // TE is reduced, not removed: "Connection: TE" is how a client has to send it.
      if (!name.isEmpty() && !name.equals("te") && !NEVER_NAMED.contains(name)) {
        headers.remove(name);
      }
    }
  }
}
