package dev.causeway.router.gateway;

import dev.causeway.router.engine.UpstreamExchange;
import dev.causeway.router.exchange.BodySource;
import dev.causeway.router.exchange.RequestHead;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;

/**
 * Makes the engine's request of what filters left: the target byte for byte unless a filter changed
 * the URI, the body piped in Netty unless a filter replaced it, the headers always in an object of
 * their own, because the engine's header programme changes them and a retry must not see that.
 */
final class UpstreamRequests {

  private static final String SPRING = "org.springframework.cloud.gateway.";

  private final List<HttpHeadersFilter> headersFilters;

  /** Takes all header filters of the context; Spring Cloud Gateway's own are the engine's job. */
  UpstreamRequests(Collection<HttpHeadersFilter> headersFilters) {
    this.headersFilters =
        headersFilters.stream()
            .filter(filter -> !filter.getClass().getName().startsWith(SPRING))
            .toList();
  }

  /** Opens the attempt. Event loop only. */
  void open(GatewayCall call, ServerWebExchange exchange, UpstreamAttempt attempt) {
    call.begin(attempt);
    if (attempt.isDisposed()) {
      return;
    }
    ServerHttpRequest request = exchange.getRequest();
    boolean replaced = isReplaced(call, request.getBody());
    RequestHead head;
    try {
      head = headOf(call, exchange, replaced);
    } catch (RuntimeException e) {
      // A filter left a header or a method that cannot be sent.
      attempt.refused(e);
      return;
    }
    BodyFlux original = call.requestBody();
    if (!replaced && original != null && !original.claim()) {
      attempt.refused(new IllegalStateException("the request body was consumed already"));
      return;
    }
    BodySource body =
        replaced
            ? new FluxBody(request.getBody(), call.exchange().eventLoop())
            : call.exchange().requestBody();
    UpstreamExchange opened;
    try {
      opened = call.engine().open(call.exchange(), call.plan(), head, body, call.record(), attempt);
    } catch (RuntimeException e) {
      attempt.refused(e);
      return;
    }
    attempt.attach(opened);
  }

  /** Identity tells: the request hands out the same flow every time. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isReplaced(GatewayCall call, Flux<DataBuffer> left) {
    return left != call.request().getBody();
  }

  private RequestHead headOf(GatewayCall call, ServerWebExchange exchange, boolean replaced) {
    RequestHead original = call.exchange().request();
    ServerHttpRequest request = exchange.getRequest();
    HttpHeaders headers = headersOf(original, exchange);
    return new RequestHead(
        original.protocol(),
        HttpMethod.valueOf(request.getMethod().name()),
        targetOf(original, call, request),
        headers.get(HttpHeaderNames.HOST),
        headers,
        original.upgrade(),
        original.endsHere() && !replaced);
  }

  private static String targetOf(
      RequestHead original, GatewayCall call, ServerHttpRequest request) {
    URI seen = call.request().knownUri();
    // Nobody asked for the URI, so nobody changed it.
    if (request == call.request() || seen == null) {
      return original.target();
    }
    URI left = request.getURI();
    return left.equals(seen) ? original.target() : TargetUri.targetOf(left);
  }

  private HttpHeaders headersOf(RequestHead original, ServerWebExchange exchange) {
    ServerHttpRequest request = exchange.getRequest();
    DefaultHttpHeaders headers = new DefaultHttpHeaders();
    if (headersFilters.isEmpty()) {
      if (request instanceof EngineServerHttpRequest) {
        headers.add(original.headers());
      } else {
        HeaderViews.addAll(request.getHeaders(), headers);
      }
      return headers;
    }
    HeaderViews.addAll(HttpHeadersFilter.filterRequest(headersFilters, exchange), headers);
    return headers;
  }

  /** Returns the response headers as the application's header filters leave them. */
  HttpHeaders filterResponse(HttpHeaders headers, ServerWebExchange exchange) {
    if (headersFilters.isEmpty()) {
      return headers;
    }
    DefaultHttpHeaders filtered = new DefaultHttpHeaders();
    HeaderViews.addAll(
        HttpHeadersFilter.filter(
            headersFilters, HeaderViews.copy(headers), exchange, HttpHeadersFilter.Type.RESPONSE),
        filtered);
    return filtered;
  }
}
