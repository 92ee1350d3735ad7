package dev.causeway.router.compress;

import dev.causeway.router.exchange.ProxyExchange;
import dev.causeway.router.exchange.RequestHead;
import dev.causeway.router.exchange.ResponseHead;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which responses of a shard are compressed (RO-021, RO-064). Immutable. */
public final class Compression {
  /** The statuses that OKD's router compresses. */
  private static final Set<Integer> STATUSES = Set.of(200, 201, 202, 203);

  private static final Pattern ZERO = Pattern.compile("0(\\.0*)?");

  private final Set<String> types;

  private Compression(Set<String> types) {
    this.types = types;
  }

  /**
   * Returns what compresses responses of the given media types, or null where there are none.
   *
   * @param types lower-case media types; parameters do not count
   */
  public static @Nullable Compression of(List<String> types) {
    return types.isEmpty()
        ? null
        : new Compression(
            Set.copyOf(types.stream().map(Compression::withoutParameters).distinct().toList()));
  }

  /**
   * Returns the exchange with its response compressed, or itself where the client does not care.
   */
  public ProxyExchange around(ProxyExchange exchange) {
    RequestHead request = exchange.request();
    boolean possible =
        request.protocol() != RequestHead.Protocol.HTTP_1_0
            && request.upgrade() == null
            && !HttpMethod.HEAD.equals(request.method())
            && acceptsGzip(request.headers());
    return possible ? new CompressingExchange(exchange, this) : exchange;
  }

  /** Turns a head into that of the compressed response; returns false where it stays as it is. */
  boolean begin(ResponseHead head) {
    HttpHeaders headers = head.headers();
    String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
    String tag = headers.get(HttpHeaderNames.ETAG);
    if (type == null
        || !types.contains(withoutParameters(type.toLowerCase(Locale.ROOT)))
        || !STATUSES.contains(head.status().code())
        || headers.contains(HttpHeaderNames.CONTENT_ENCODING)
        || headers.containsValue(HttpHeaderNames.CACHE_CONTROL, "no-transform", true)
        || (tag != null && !isTag(tag))) {
      return false;
    }
    headers.remove(HttpHeaderNames.CONTENT_LENGTH);
    headers.set(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.GZIP);
    if (!headers.containsValue(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING, true)) {
      headers.add(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
    }
    if (tag != null && tag.startsWith("\"")) {
      headers.set(HttpHeaderNames.ETAG, "W/" + tag);
    }
    return true;
  }

  private static boolean isTag(String tag) {
    int start = tag.startsWith("W/") ? 2 : 0;
    return tag.length() >= start + 2 && tag.charAt(start) == '"' && tag.endsWith("\"");
  }

  /** A weight of 0 refuses; {@code *} speaks for what is not named (RFC 9110, 12.5.3). */
  private static boolean acceptsGzip(HttpHeaders headers) {
    boolean any = false;
    for (String line : headers.getAll(HttpHeaderNames.ACCEPT_ENCODING)) {
      for (String item : line.split(",", -1)) {
        String coding = withoutParameters(item.toLowerCase(Locale.ROOT));
        if (coding.equals("gzip")) {
          return hasWeight(item);
        }
        any |= coding.equals("*") && hasWeight(item);
      }
    }
    return any;
  }

  private static boolean hasWeight(String item) {
    for (String parameter : item.split(";", -1)) {
      String text = parameter.strip().toLowerCase(Locale.ROOT);
      if (text.startsWith("q=")) {
        return !ZERO.matcher(text.substring(2).strip()).matches();
      }
    }
    return true;
  }

  private static String withoutParameters(String text) {
    int semicolon = text.indexOf(';');
    return (semicolon < 0 ? text : text.substring(0, semicolon)).strip();
  }
}
