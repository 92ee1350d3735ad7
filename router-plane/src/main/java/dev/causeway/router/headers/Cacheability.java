package dev.causeway.router.headers;

import dev.causeway.router.exchange.ResponseHead;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Locale;

/** Whether a shared cache may keep a response, by what the response says of itself (RFC 9111). */
final class Cacheability {
  private Cacheability() {}

  /**
   * Returns whether a response with a status that is cacheable by default declares how long it is
   * fresh or carries a validator, and forbids nothing.
   */
  static boolean of(HttpMethod request, ResponseHead response) {
    boolean fits =
        switch (response.status().code()) {
          case 200, 203, 204, 206, 300, 301, 404, 405, 410, 414, 501 ->
              request.equals(HttpMethod.GET) || request.equals(HttpMethod.HEAD);
          default -> false;
        };
    HttpHeaders headers = response.headers();
    if (!fits || headers.containsValue(HttpHeaderNames.PRAGMA, "no-cache", true)) {
      return false;
    }
    boolean fresh = headers.contains(HttpHeaderNames.EXPIRES);
    if (headers.contains(HttpHeaderNames.CACHE_CONTROL)) {
      for (String line : headers.getAll(HttpHeaderNames.CACHE_CONTROL)) {
        for (String directive : line.toLowerCase(Locale.ROOT).split(",", -1)) {
          String text = directive.strip();
          if (text.equals("private") || text.equals("no-cache") || text.equals("no-store")) {
            return false;
          }
          fresh |= text.startsWith("max-age=") || text.startsWith("s-maxage=");
        }
      }
    }
    return fresh
        || headers.contains(HttpHeaderNames.ETAG)
        || headers.contains(HttpHeaderNames.LAST_MODIFIED);
  }
}
