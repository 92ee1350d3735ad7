package dev.causeway.router.failure;

import dev.causeway.router.exchange.ProxyExchange;
import dev.causeway.router.exchange.ResponseHead;
import dev.causeway.routing.model.ErrorPages;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Answers exchanges that fail, from pages prepared when the settings became active (RO-080 to
 * RO-083). Immutable; an instance is replaced with the settings. None of the answers carries {@code
 * Strict-Transport-Security} (TLS-061).
 */
public final class FailureResponder {
  private static final String NO_STORE = "private, max-age=0, no-cache, no-store";

  /** Longest period of the limits of a Route. */
  private static final String LIMIT_PERIOD_SECONDS = "10";

  private final byte[] unavailable;
  private final byte[] notFound;
  private final int noRouteStatus;

  /** Prepares the answers. */
  public FailureResponder(ErrorPages pages) {
    this.unavailable = bytes(pages.unavailable(), FailurePages.UNAVAILABLE);
    this.notFound = bytes(pages.notFound(), FailurePages.NOT_FOUND);
    this.noRouteStatus = pages.customised() ? 404 : 503;
  }

  /**
   * Answers the exchange. Aborts it where the category has no answer or a head was already sent.
   *
   * @return the status sent, or 0 if the exchange was aborted
   */
  public int respond(ProxyExchange exchange, FailureCategory category) {
    if (exchange.isCommitted() || category.page() == FailureCategory.Page.NONE) {
      exchange.abort(new ProxyFailure(category, "no answer possible"));
      return 0;
    }
    int status = status(category);
    byte[] body = body(category, status);
    HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory().newHeaders();
    if (isPage(category)) {
      headers.set(HttpHeaderNames.PRAGMA, "no-cache");
      headers.set(HttpHeaderNames.CACHE_CONTROL, NO_STORE);
      headers.set(HttpHeaderNames.CONTENT_TYPE, "text/html; charset=utf-8");
    } else {
      headers.set(HttpHeaderNames.CACHE_CONTROL, "no-cache");
      headers.set(HttpHeaderNames.CONTENT_TYPE, "text/html");
    }
    headers.set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
    if (category == FailureCategory.TOO_MANY_REQUESTS) {
      headers.set(HttpHeaderNames.RETRY_AFTER, LIMIT_PERIOD_SECONDS);
    }
    if (category.closesConnection()) {
      headers.set(HttpHeaderNames.CONNECTION, "close");
    }
    ByteBuf content = Unpooled.wrappedBuffer(body);
    exchange.requestBody().discard();
    exchange.respond(new ResponseHead(HttpResponseStatus.valueOf(status), headers), false);
    exchange.responseBody().write(content);
    exchange.responseBody().end(null);
    return status;
  }

  /** Returns the status that {@link #respond} sends for a category, 0 for none. */
  public int status(FailureCategory category) {
    return category.page() == FailureCategory.Page.NO_ROUTE ? noRouteStatus : category.status();
  }

  private byte[] body(FailureCategory category, int status) {
    return switch (category.page()) {
      case UNAVAILABLE -> unavailable;
      case NO_ROUTE -> noRouteStatus == 404 ? notFound : unavailable;
      case PLAIN, NONE -> FailurePages.plain(status).getBytes(StandardCharsets.UTF_8);
    };
  }

  private static boolean isPage(FailureCategory category) {
    return category.page() == FailureCategory.Page.UNAVAILABLE
        || category.page() == FailureCategory.Page.NO_ROUTE;
  }

  private static byte[] bytes(@Nullable String custom, String builtIn) {
    return (custom == null ? builtIn : custom).getBytes(StandardCharsets.UTF_8);
  }
}
