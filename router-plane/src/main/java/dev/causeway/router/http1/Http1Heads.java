package dev.causeway.router.http1;

import dev.causeway.router.exchange.RequestHead;
import dev.causeway.router.exchange.RequestHead.Protocol;
import dev.causeway.router.http.Authorities;
import dev.causeway.router.http.Refusal;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Checks decoded request heads and turns them into {@link RequestHead}s. */
final class Http1Heads {
  /** Most header lines of a request, Host included (RO-035). */
  static final int MAX_LINES = 100;

  private static final AsciiString HIXIE_KEY = AsciiString.cached("sec-websocket-key1");

  private Http1Heads() {}

  /** Returns why {@code request} cannot be served, or null if it can. */
  static @Nullable Refusal refusal(HttpRequest request) {
    Throwable failure = request.decoderResult().cause();
    if (failure != null) {
      return switch (failure) {
        case TooLongHttpLineException e -> Refusal.TARGET_TOO_LONG;
        case TooLongHttpHeaderException e -> Refusal.HEAD_TOO_LARGE;
        default -> Refusal.BAD_REQUEST;
      };
    }
    HttpVersion version = request.protocolVersion();
    if (version.majorVersion() < 1 || version.majorVersion() > 2) {
      return Refusal.VERSION_NOT_SUPPORTED;
    }
    if (HttpMethod.CONNECT.equals(request.method())) {
      return Refusal.METHOD_NOT_ALLOWED;
    }
    HttpHeaders headers = request.headers();
    boolean valid =
        headers.size() <= MAX_LINES
            && hasValidFraming(headers, isHttp10(version))
            && hasValidHostAndTarget(request, headers, isHttp10(version))
            && !isHalfWebSocket(headers);
    return valid ? null : Refusal.BAD_REQUEST;
  }

  private static boolean hasValidFraming(HttpHeaders headers, boolean http10) {
    if (headers.contains(HIXIE_KEY)) {
      // The decoder would wait for the 8 body bytes of a WebSocket draft that nobody speaks.
      return false;
    }
    String coding = headers.get(HttpHeaderNames.TRANSFER_ENCODING);
    return coding == null
        || (!http10
            && headers.getAll(HttpHeaderNames.TRANSFER_ENCODING).size() == 1
            && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(coding)
            && !headers.contains(HttpHeaderNames.CONTENT_LENGTH));
  }

  private static boolean hasValidHostAndTarget(
      HttpRequest request, HttpHeaders headers, boolean http10) {
    String target = request.uri();
    if (!Authorities.isValidTarget(target)) {
      return false;
    }
    String host = null;
    List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
    if (!hosts.isEmpty()) {
      host = hosts.getFirst();
      for (int i = 1; i < hosts.size(); i++) {
        if (!hosts.get(i).equals(host)) {
          return false;
        }
      }
      if (!Authorities.isValidHost(host)) {
        return false;
      }
    } else if (!http10) {
      return false;
    }
    if (target.charAt(0) == '/') {
      return true;
    }
    if (target.equals("*")) {
      return HttpMethod.OPTIONS.equals(request.method());
    }
    String authority = Authorities.ofAbsoluteForm(target);
    return authority != null
        && Authorities.isValidHost(authority)
        && (host == null || Authorities.agree(target, authority, host));
  }

  /** A WebSocket handshake without its key cannot be accepted by anybody. */
  private static boolean isHalfWebSocket(HttpHeaders headers) {
    return "websocket".equals(upgrade(headers))
        && !headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY);
  }

  /** Returns the head of a request that {@link #refusal} let pass. */
  static RequestHead read(HttpRequest request) {
    HttpHeaders headers = request.headers();
    String host = headers.get(HttpHeaderNames.HOST);
    if (host != null && headers.getAll(HttpHeaderNames.HOST).size() > 1) {
      headers.set(HttpHeaderNames.HOST, host);
    }
    boolean endsHere = !hasBody(headers);
    Protocol protocol = isHttp10(request.protocolVersion()) ? Protocol.HTTP_1_0 : Protocol.HTTP_1_1;
    String upgrade = endsHere && protocol == Protocol.HTTP_1_1 ? upgrade(headers) : null;
    return new RequestHead(
        protocol, request.method(), request.uri(), host, headers, upgrade, endsHere);
  }

  /** Returns whether the client wants the connection kept after this request. */
  static boolean keepsAlive(HttpRequest request) {
    String connection = request.headers().get(HttpHeaderNames.CONNECTION);
    if (isHttp10(request.protocolVersion())) {
      return connection != null
          && request
              .headers()
              .containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE, true);
    }
    return connection == null
        || !request
            .headers()
            .containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
  }

  /** Returns the trailers that {@code content} ends a body with, or null. */
  static @Nullable HttpHeaders trailers(HttpContent content) {
    return content instanceof LastHttpContent end && !end.trailingHeaders().isEmpty()
        ? end.trailingHeaders()
        : null;
  }

  private static boolean hasBody(HttpHeaders headers) {
    String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
    return length == null
        ? headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
        : !length.equals("0");
  }

  private static @Nullable String upgrade(HttpHeaders headers) {
    String value = headers.get(HttpHeaderNames.UPGRADE);
    if (value == null
        || !headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)) {
      return null;
    }
    int comma = value.indexOf(',');
    String first = (comma < 0 ? value : value.substring(0, comma)).strip().toLowerCase(Locale.ROOT);
    // Clear-text HTTP/2 is entered by prior knowledge only (RFC 9113 dropped the upgrade).
    return first.isEmpty() || first.equals("h2c") ? null : first;
  }

  private static boolean isHttp10(HttpVersion version) {
    return version.majorVersion() == 1 && version.minorVersion() == 0;
  }
}
