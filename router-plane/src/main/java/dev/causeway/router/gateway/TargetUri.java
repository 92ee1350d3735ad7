package dev.causeway.router.gateway;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The URI that filters see for a request target. Parsing cannot fail: bytes that {@link URI}
 * refuses are percent-escaped, and a target beyond repair stands as {@code /}. The target itself is
 * kept elsewhere and forwarded byte for byte unless a filter changed the URI.
 */
final class TargetUri {

  private static final String HEX = "0123456789ABCDEF";

  /** What RFC 3986 allows in path and query beside letters and digits. */
  private static final String ALLOWED = "-._~!$&'()*+,;=:@/?";

  private TargetUri() {}

  /**
   * Returns the URI for a target.
   *
   * @param secure whether the request came inside TLS
   * @param authority Host header or {@code :authority}, or null
   * @param target request target as sent, each char one byte
   */
  static URI of(boolean secure, @Nullable String authority, String target) {
    String scheme = secure ? "https://" : "http://";
    String host = authority == null || authority.isEmpty() ? "localhost" : authority;
    String path = pathOf(target);
    URI uri = parse(scheme + host + path);
    if (uri != null && uri.getHost() != null && uri.getRawFragment() == null) {
      return uri;
    }
    String escaped = escape(path);
    uri = parse(scheme + host + escaped);
    if (uri != null && uri.getHost() != null) {
      return uri;
    }
    uri = parse(scheme + "localhost" + escaped);
    return uri == null ? URI.create(scheme + "localhost/") : uri;
  }

  /** Returns path and query of a URI as a request target of ASCII characters. */
  static String targetOf(URI uri) {
    URI ascii = isAscii(uri.toString()) ? uri : URI.create(uri.toASCIIString());
    String path = ascii.getRawPath();
    String query = ascii.getRawQuery();
    String target = path == null || path.isEmpty() ? "/" : path;
    return query == null ? target : target + "?" + query;
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7e) {
        return false;
      }
    }
    return true;
  }

  private static String pathOf(String target) {
    if (target.startsWith("/")) {
      return target;
    }
    int scheme = target.indexOf("://");
    if (scheme > 0) {
      int slash = target.indexOf('/', scheme + 3);
      int query = target.indexOf('?', scheme + 3);
      if (slash >= 0 && (query < 0 || slash < query)) {
        return target.substring(slash);
      }
      return query < 0 ? "/" : "/" + target.substring(query);
    }
    return "/" + target;
  }

  private static @Nullable URI parse(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static String escape(String path) {
    StringBuilder out = new StringBuilder(path.length() + 16);
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '%' && isHex(path, i + 1) && isHex(path, i + 2)) {
        out.append(c);
      } else if (isPlain(c)) {
        out.append(c);
      } else {
        out.append('%').append(HEX.charAt((c >> 4) & 0xf)).append(HEX.charAt(c & 0xf));
      }
    }
    return out.toString();
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || ALLOWED.indexOf(c) >= 0;
  }

  private static boolean isHex(String text, int index) {
    return index < text.length() && Character.digit(text.charAt(index), 16) >= 0;
  }
}
