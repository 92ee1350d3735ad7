package dev.causeway.router.failure;

import dev.causeway.router.exchange.ProxyExchange;
import dev.causeway.router.exchange.ResponseHead;
import dev.causeway.routing.model.ErrorPages;
import dev.causeway.routing.page.RawResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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

  /** Headers of the built-in pages (RO-080). */
  private static final List<RawResponse.Field> PAGE_FIELDS =
      List.of(
          new RawResponse.Field("pragma", "no-cache"),
          new RawResponse.Field("cache-control", NO_STORE),
          new RawResponse.Field("content-type", "text/html; charset=utf-8"));

  private static final List<RawResponse.Field> PLAIN_FIELDS =
      List.of(
          new RawResponse.Field("cache-control", "no-cache"),
          new RawResponse.Field("content-type", "text/html"));

  /** An answer with its framing left out; its body is written as it is and never changed. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Answer(HttpResponseStatus status, List<RawResponse.Field> fields, byte[] body) {
    static Answer of(int status, List<RawResponse.Field> fields, String body) {
      return new Answer(
          HttpResponseStatus.valueOf(status), fields, body.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The answer of every category that has one. */
  private final Map<FailureCategory, Answer> answers = new EnumMap<>(FailureCategory.class);

  /**
   * Prepares the answers.
   *
   * @throws IllegalArgumentException if a custom page is not a response
   */
  public FailureResponder(ErrorPages pages) {
    Answer unavailable =
        answer(pages.unavailable(), Answer.of(503, PAGE_FIELDS, FailurePages.UNAVAILABLE));
    Answer noRoute =
        pages.customised()
            ? answer(pages.notFound(), Answer.of(404, PAGE_FIELDS, FailurePages.NOT_FOUND))
            : unavailable;
    for (FailureCategory category : FailureCategory.values()) {
      switch (category.page()) {
        case UNAVAILABLE -> answers.put(category, unavailable);
        case NO_ROUTE -> answers.put(category, noRoute);
        case PLAIN -> answers.put(category, plain(category.status()));
        case NONE -> {} // such exchanges are aborted
      }
    }
  }

  private static Answer plain(int status) {
    return Answer.of(status, PLAIN_FIELDS, FailurePages.plain(status));
  }

  private static Answer answer(@Nullable String custom, Answer builtIn) {
    if (custom == null) {
      return builtIn;
    }
    RawResponse response =
        RawResponse.parse(custom)
            .orElseThrow(() -> new IllegalArgumentException("the page is not an HTTP response"));
    HttpResponseStatus status =
        response.reason().isEmpty()
            ? HttpResponseStatus.valueOf(response.status())
            : new HttpResponseStatus(response.status(), response.reason());
    return new Answer(status, response.fields(), response.body().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Answers the exchange. Aborts it where the category has no answer or a head was already sent.
   *
   * @return the status sent, or 0 if the exchange was aborted
   */
  public int respond(ProxyExchange exchange, FailureCategory category) {
    Answer answer = answers.get(category);
    if (answer == null || exchange.isCommitted()) {
      exchange.abort(new ProxyFailure(category, "no answer possible"));
      return 0;
    }
    HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory().newHeaders();
    for (RawResponse.Field field : answer.fields()) {
      headers.add(field.name(), field.value());
    }
    headers.set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(answer.body().length));
    if (category == FailureCategory.TOO_MANY_REQUESTS) {
      headers.set(HttpHeaderNames.RETRY_AFTER, LIMIT_PERIOD_SECONDS);
    }
    if (category.closesConnection()) {
      headers.set(HttpHeaderNames.CONNECTION, "close");
    }
    ByteBuf content = Unpooled.wrappedBuffer(answer.body());
    exchange.requestBody().discard();
    exchange.respond(new ResponseHead(answer.status(), headers), false);
    exchange.responseBody().write(content);
    exchange.responseBody().end(null);
    return answer.status().code();
  }

  /** Returns the status that {@link #respond} sends for a category, 0 for none. */
  public int status(FailureCategory category) {
    Answer answer = answers.get(category);
    return answer == null ? 0 : answer.status().code();
  }
}
