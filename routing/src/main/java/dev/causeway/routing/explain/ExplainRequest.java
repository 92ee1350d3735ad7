package dev.causeway.routing.explain;

import dev.causeway.routing.match.RequestTarget;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request to explain.
 *
 * @param method method, upper-case
 * @param secure whether it would arrive by TLS
 * @param authority host and port as the client would send them
 * @param target request target, each char one byte
 * @param sni SNI name of the connection, or null for none; matters with {@code secure} only
 * @param http2 whether it would arrive by HTTP/2, where a wrong SNI name is answered 421
 */
public record ExplainRequest(
    String method,
    boolean secure,
    String authority,
    String target,
    @Nullable String sni,
    boolean http2) {

  /**
   * Reads a method and a URL; the SNI name is the host of the URL. The scheme may be absent and
   * then is {@code http}; nothing in the path is decoded or normalised.
   *
   * @throws IllegalArgumentException with a sentence for people if the URL is none
   */
  public static ExplainRequest of(String method, String url) {
    int scheme = url.indexOf("://");
    int query = url.indexOf('?');
    boolean hasScheme = scheme >= 0 && (query < 0 || scheme < query);
    String name = hasScheme ? url.substring(0, scheme).toLowerCase(Locale.ROOT) : "http";
    if (!name.equals("http") && !name.equals("https")) {
      throw new IllegalArgumentException(
          "the URL \"" + url + "\" begins with " + name + "://; use http:// or https://");
    }
    int start = hasScheme ? scheme + 3 : 0;
    int end = start;
    while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    String authority = url.substring(start, end);
    if (authority.isEmpty()) {
      throw new IllegalArgumentException("the URL \"" + url + "\" names no host");
    }
    int fragment = url.indexOf('#', end);
    String rest = url.substring(end, fragment < 0 ? url.length() : fragment);
    String target = rest.startsWith("/") ? rest : "/" + rest;
    boolean secure = name.equals("https");
    int hostEnd = RequestTarget.hostEnd(authority);
    return new ExplainRequest(
        method.toUpperCase(Locale.ROOT),
        secure,
        authority,
        RequestTarget.wireForm(target),
        secure && hostEnd > 0 ? authority.substring(0, hostEnd) : null,
        false);
  }

  /** Returns the same request on a connection with another SNI name. */
  public ExplainRequest withSni(@Nullable String other) {
    return new ExplainRequest(method, secure, authority, target, other, http2);
  }

  /** Returns the same request by HTTP/2. */
  public ExplainRequest overHttp2() {
    return new ExplainRequest(method, secure, authority, target, sni, true);
  }
}
