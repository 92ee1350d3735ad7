package dev.causeway.router.headers;

import dev.causeway.routing.match.RequestTarget;
import java.util.Locale;

/** Makes the {@code Location} of the redirect to HTTPS (HO-054 to HO-056). */
public final class RedirectLocation {
  private RedirectLocation() {}

  /**
   * Returns {@code https://<host without port, in lower case><path and query as received>}. A
   * trailing dot of the host stays; absolute-form targets give a correct URL too.
   *
   * @param authority Host header or {@code :authority} as sent
   * @param target request target as sent
   */
  public static String of(String authority, String target) {
    int colon = authority.lastIndexOf(':');
    boolean literal = colon >= 0 && authority.indexOf(']', colon) >= 0;
    String host = colon < 0 || literal ? authority : authority.substring(0, colon);
    String path = target.substring(RequestTarget.pathStart(target));
    return "https://" + host.toLowerCase(Locale.ROOT) + (path.startsWith("/") ? path : "/" + path);
  }
}
