package dev.causeway.router.access;

import dev.causeway.routing.model.AccessLogging;
import dev.causeway.routing.model.AccessLogging.CapturedCookie;
import dev.causeway.routing.model.AccessLogging.CapturedHeader;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of heads is kept for lines (RO-087). Immutable. */
final class Captures {
  private final CapturedHeader[] request;
  private final CapturedHeader[] response;
  private final @Nullable CapturedCookie cookie;

  Captures(AccessLogging settings) {
    request = settings.requestHeaders().toArray(CapturedHeader[]::new);
    response = settings.responseHeaders().toArray(CapturedHeader[]::new);
    cookie = settings.cookie();
  }

  List<String> request(HttpHeaders headers) {
    return values(request, headers);
  }

  List<String> response(HttpHeaders headers) {
    return values(response, headers);
  }

  int requestCount() {
    return request.length;
  }

  int responseCount() {
    return response.length;
  }

  /** The last header line of a name counts, as in HAProxy; one that is absent is empty. */
  private static List<String> values(CapturedHeader[] wanted, HttpHeaders headers) {
    List<String> values = new ArrayList<>(wanted.length);
    for (CapturedHeader each : wanted) {
      List<String> all = headers.getAll(each.name());
      values.add(all.isEmpty() ? "" : cut(all.getLast(), each.maxLength()));
    }
    return values;
  }

  @Nullable String requestCookie(HttpHeaders headers) {
    CapturedCookie wanted = cookie;
    return wanted == null ? null : cookie(wanted, headers, HttpHeaderNames.COOKIE, true);
  }

  @Nullable String responseCookie(HttpHeaders headers) {
    CapturedCookie wanted = cookie;
    return wanted == null ? null : cookie(wanted, headers, HttpHeaderNames.SET_COOKIE, false);
  }

  private static @Nullable String cookie(
      CapturedCookie wanted, HttpHeaders headers, AsciiString header, boolean several) {
    for (String line : headers.getAll(header)) {
      int start = 0;
      do {
        int end = line.indexOf(';', start);
        end = end < 0 ? line.length() : end;
        String pair = line.substring(start, end).strip();
        int nameEnd = pair.indexOf('=');
        String name = nameEnd < 0 ? "" : pair.substring(0, nameEnd).strip();
        if (wanted.prefix() ? name.startsWith(wanted.name()) : name.equals(wanted.name())) {
          return cut(pair, wanted.maxLength());
        }
        start = end + 1;
      } while (several && start < line.length());
    }
    return null;
  }

  private static String cut(String text, int most) {
    return text.length() > most ? text.substring(0, most) : text;
  }
}
