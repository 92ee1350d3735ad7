package dev.causeway.router.headers;

import dev.causeway.router.balance.AffinityValue;
import dev.causeway.router.balance.EndpointPicker;
import dev.causeway.router.balance.LiveEndpoint;
import dev.causeway.router.exchange.ResponseHead;
import dev.causeway.routing.model.Affinity;
import dev.causeway.routing.model.SameSite;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The affinity cookie of a rule: read from requests, kept from endpoints, set in responses (RO-045
 * to RO-052). Immutable.
 */
public final class AffinityCookie {
  private final String name;
  private final String attributes;

  /** Creates the cookie. */
  public AffinityCookie(Affinity affinity) {
    this.name = affinity.cookie();
    this.attributes = "; path=/; HttpOnly" + secure(affinity.sameSite());
  }

  private static String secure(@Nullable SameSite sameSite) {
    return switch (sameSite) {
      case null -> "";
      case LAX -> "; Secure; SameSite=Lax";
      case STRICT -> "; Secure; SameSite=Strict";
      case NONE -> "; Secure; SameSite=None";
    };
  }

  /**
   * Returns the endpoint that a request's cookie names. Several cookies of the name may stand
   * there; the first that names a usable endpoint counts.
   *
   * @return the endpoint, or null for a request without valid cookie
   */
  public @Nullable LiveEndpoint find(HttpHeaders request, EndpointPicker picker) {
    if (!request.contains(HttpHeaderNames.COOKIE)) {
      return null;
    }
    Iterator<? extends CharSequence> lines =
        request.valueCharSequenceIterator(HttpHeaderNames.COOKIE);
    while (lines.hasNext()) {
      String line = lines.next().toString();
      if (line.contains(name)) {
        LiveEndpoint found = findIn(line, picker);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /** Returns whether a request carries a cookie of the name, whatever it says. */
  public boolean isIn(HttpHeaders request) {
    return request.getAll(HttpHeaderNames.COOKIE).stream()
        .anyMatch(line -> line.contains(name) && without(line).length() != line.length());
  }

  private @Nullable LiveEndpoint findIn(String line, EndpointPicker picker) {
    for (int start = 0; start < line.length(); start = pairEnd(line, start) + 1) {
      int value = valueStart(line, start);
      if (value >= 0
          && AffinityValue.isAt(line, value)
          && isBlank(line, value + AffinityValue.LENGTH, pairEnd(line, start))) {
        int middle = value + AffinityValue.LENGTH / 2;
        LiveEndpoint found =
            picker.held(AffinityValue.half(line, value), AffinityValue.half(line, middle));
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /** Removes all cookies of the name, so that endpoints do not see them (RO-049). */
  public void removeFrom(HttpHeaders request) {
    if (!request.contains(HttpHeaderNames.COOKIE)) {
      return;
    }
    List<String> lines = request.getAll(HttpHeaderNames.COOKIE);
    List<String> left = new ArrayList<>(lines.size());
    boolean changed = false;
    for (String line : lines) {
      String rest = line.contains(name) ? without(line) : line;
      changed |= rest.length() != line.length();
      if (rest.length() == line.length() || !rest.isBlank()) {
        left.add(rest);
      }
    }
    if (changed) {
      request.remove(HttpHeaderNames.COOKIE);
      left.forEach(line -> request.add(HttpHeaderNames.COOKIE, line));
    }
  }

  /** Returns the line without cookies of the name, or one of equal length if there are none. */
  private String without(String line) {
    StringBuilder rest = new StringBuilder(line.length());
    for (int start = 0; start < line.length(); start = pairEnd(line, start) + 1) {
      if (valueStart(line, start) < 0) {
        String pair = line.substring(start, pairEnd(line, start));
        if (start > 0 && rest.isEmpty()) {
          pair = pair.stripLeading();
        }
        rest.append(rest.isEmpty() ? "" : ";").append(pair);
      }
    }
    return rest.toString();
  }

  /**
   * Prepares a response: the endpoint's own cookies of the name go, the router's is added unless
   * the client holds it already. A response that caches would keep is then marked (RO-048).
   *
   * @param request method of the request
   * @param response response of the endpoint, changed in place
   * @param answered endpoint that answered
   * @param held endpoint that the client's cookie names, or null
   */
  @SuppressWarnings("ReferenceEquality") // an endpoint is one object while it is current
  public void answer(
      HttpMethod request,
      ResponseHead response,
      LiveEndpoint answered,
      @Nullable LiveEndpoint held) {
    HttpHeaders headers = response.headers();
    if (headers.contains(HttpHeaderNames.SET_COOKIE)) {
      removeOwn(headers);
    }
    if (answered != held) {
      headers.add(HttpHeaderNames.SET_COOKIE, name + "=" + answered.affinityText() + attributes);
      if (Cacheability.of(request, response)) {
        headers.add(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.PRIVATE);
      }
    }
  }

  private void removeOwn(HttpHeaders headers) {
    List<String> lines = headers.getAll(HttpHeaderNames.SET_COOKIE);
    if (lines.stream().anyMatch(line -> valueStart(line, 0) >= 0)) {
      headers.remove(HttpHeaderNames.SET_COOKIE);
      for (String line : lines) {
        if (valueStart(line, 0) < 0) {
          headers.add(HttpHeaderNames.SET_COOKIE, line);
        }
      }
    }
  }

  private static int pairEnd(String line, int start) {
    int end = line.indexOf(';', start);
    return end < 0 ? line.length() : end;
  }

  /** Returns where the value of the pair at {@code start} begins, or -1 if it has another name. */
  private int valueStart(String line, int start) {
    int at = skipBlanks(line, start);
    if (!line.startsWith(name, at)) {
      return -1;
    }
    at = skipBlanks(line, at + name.length());
    return at < line.length() && line.charAt(at) == '=' ? skipBlanks(line, at + 1) : -1;
  }

  private static int skipBlanks(String line, int start) {
    int at = start;
    while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
      at++;
    }
    return at;
  }

  private static boolean isBlank(String line, int start, int end) {
    return skipBlanks(line, start) >= end;
  }
}
