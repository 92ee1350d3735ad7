package dev.causeway.router.gateway;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.CLIENT_RESPONSE_CONN_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.CLIENT_RESPONSE_HEADER_NAMES;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.ORIGINAL_RESPONSE_CONTENT_TYPE_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.isAlreadyRouted;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.setAlreadyRouted;

import dev.causeway.router.exchange.ResponseHead;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Collection;
import java.util.Set;
import org.reactivestreams.Subscription;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/**
 * Last of the global filters: hands the request that the filters left to the engine and completes
 * when the head of the response has arrived. Commits nothing, so that filters which act on the
 * response still can. Running it again abandons the attempt before.
 */
public final class EngineRoutingFilter implements GlobalFilter, Ordered {

  private final UpstreamRequests requests;

  /** Takes all header filters of the application context. */
  public EngineRoutingFilter(Collection<HttpHeadersFilter> headersFilters) {
    this.requests = new UpstreamRequests(headersFilters);
  }

  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
    GatewayCall call = PlanWebFilter.callOf(exchange);
    if (call == null || isAlreadyRouted(exchange)) {
      return chain.filter(exchange);
    }
    setAlreadyRouted(exchange);
    // Filters of an application that have no order tie with this one and may stand behind it.
    return new Forwarding(call, exchange).then(chain.filter(exchange));
  }

  /** Completes when the head of the response has arrived. */
  private final class Forwarding extends Mono<Void> {

    private final GatewayCall call;
    private final ServerWebExchange exchange;

    Forwarding(GatewayCall call, ServerWebExchange exchange) {
      this.call = call;
      this.exchange = exchange;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Void> actual) {
      UpstreamAttempt attempt = new UpstreamAttempt(call, actual, this::take);
      exchange.getAttributes().put(CLIENT_RESPONSE_CONN_ATTR, attempt);
      actual.onSubscribe(
          new Subscription() {
            @Override
            public void request(long n) {
              // Completion needs no demand.
            }

            @Override
            public void cancel() {
              attempt.cancelled();
            }
          });
      call.writer().inOrder(() -> requests.open(call, exchange, attempt));
    }

    /** Puts status and headers where filters change them. */
    private void take(ResponseHead head) {
      ServerHttpResponse response = exchange.getResponse();
      response.setRawStatusCode(head.status().code());
      HttpHeaders arrived = requests.filterResponse(head.headers(), exchange);
      HeaderViews.addTo(response.getHeaders(), arrived);
      exchange.getAttributes().put(CLIENT_RESPONSE_HEADER_NAMES, Set.copyOf(arrived.names()));
      String contentType = arrived.get(HttpHeaderNames.CONTENT_TYPE);
      if (contentType != null && !contentType.isEmpty()) {
        exchange.getAttributes().put(ORIGINAL_RESPONSE_CONTENT_TYPE_ATTR, contentType);
      }
    }
  }
}
