package dev.causeway.router.http2;

import dev.causeway.router.exchange.RequestHead;
import dev.causeway.router.exchange.RequestHead.Protocol;
import dev.causeway.router.http.Authorities;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.AsciiString;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Checks decoded request heads and turns them into {@link RequestHead}s. */
final class Http2RequestHeads {
  /** Most header lines of a request (RO-035). */
  private static final int MAX_LINES = 100;

  private static final AsciiString CONNECT = HttpMethod.CONNECT.asciiName();
  private static final AsciiString WEBSOCKET = AsciiString.cached("websocket");

  private Http2RequestHeads() {}

  /** Returns what makes the request malformed (RFC 9113, 8.1.1), or null. */
  static @Nullable String violation(InboundHead head, boolean endsHere) {
    if (head.violation() != null) {
      return head.violation();
    }
    AsciiString method = head.method();
    if (method == null || !FieldSyntax.isMethod(method)) {
      return "no valid :method";
    }
    if (head.lines() > MAX_LINES) {
      return "too many headers";
    }
    AsciiString authority = head.requestAuthority();
    if (authority != null && !Authorities.isValidHost(authority)) {
      return "no valid authority";
    }
    boolean connect = method.contentEquals(CONNECT);
    if (connect && head.protocol() == null) {
      return authority == null ? "no :authority" : null;
    }
    if (!connect && head.protocol() != null) {
      return ":protocol without CONNECT";
    }
    if (connect && (endsHere || authority == null)) {
      return "a tunnel without :authority or without a stream";
    }
    AsciiString scheme = head.scheme();
    if (scheme == null || scheme.isEmpty()) {
      return "no :scheme";
    }
    if (endsHere && head.contentLength() > 0) {
      return "the body is missing";
    }
    return isValidPath(head.path(), method) ? null : "no valid :path";
  }

  private static boolean isValidPath(@Nullable AsciiString path, AsciiString method) {
    if (path == null || !Authorities.isValidTarget(path)) {
      return false;
    }
    if (path.byteAt(0) == '/') {
      return true;
    }
    return path.length() == 1
        && path.byteAt(0) == '*'
        && method.contentEquals(HttpMethod.OPTIONS.asciiName());
  }

  /** Returns whether {@code head} asks for a tunnel to any host, which a reverse proxy has not. */
  static boolean isPlainConnect(InboundHead head) {
    return head.protocol() == null && CONNECT.contentEquals(head.method());
  }

  /** Returns whether {@code head} asks for a protocol that no endpoint could be asked for. */
  static boolean isUnknownTunnel(InboundHead head) {
    AsciiString protocol = head.protocol();
    return protocol != null && !protocol.contentEqualsIgnoreCase(WEBSOCKET);
  }

  /** Returns the head of a request that is none of the above. */
  static RequestHead read(InboundHead head, boolean endsHere) {
    HttpHeaders headers = head.fields();
    AsciiString authority = head.requestAuthority();
    String host = authority == null ? null : authority.toString();
    String target = String.valueOf(head.path());
    if (head.protocol() == null) {
      HttpMethod method = HttpMethod.valueOf(String.valueOf(head.method()));
      return new RequestHead(Protocol.HTTP_2, method, target, host, headers, null, endsHere);
    }
    // RFC 8441 has no key; an HTTP/1.1 endpoint insists on one (RFC 6455, 4.2.1).
    headers.set(HttpHeaderNames.SEC_WEBSOCKET_KEY, randomKey());
    headers.remove(HttpHeaderNames.CONTENT_LENGTH);
    return new RequestHead(
        Protocol.HTTP_2, HttpMethod.GET, target, host, headers, WEBSOCKET.toString(), true);
  }

  private static String randomKey() {
    byte[] key = new byte[16];
    ThreadLocalRandom.current().nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }
}
