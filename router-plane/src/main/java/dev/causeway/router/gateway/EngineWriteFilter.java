package dev.causeway.router.gateway;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.CLIENT_RESPONSE_CONN_ATTR;

import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.NettyWriteResponseFilter;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/**
 * Streams the response of the attempt that counts, after all filters behind it have acted. Where a
 * filter answered by itself, the attempt is abandoned.
 */
public final class EngineWriteFilter implements GlobalFilter, Ordered {

  @Override
  public int getOrder() {
    return NettyWriteResponseFilter.WRITE_RESPONSE_FILTER_ORDER;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
    return chain
        .filter(exchange)
        .then(Mono.defer(() -> write(exchange)))
        .doFinally(signal -> abandon(exchange, signal));
  }

  private static Mono<Void> write(ServerWebExchange exchange) {
    Object attribute = exchange.getAttribute(CLIENT_RESPONSE_CONN_ATTR);
    if (!(attribute instanceof UpstreamAttempt attempt)) {
      return Mono.empty();
    }
    ServerHttpResponse response = exchange.getResponse();
    if (response.isCommitted()) {
      attempt.dispose();
      return Mono.empty();
    }
    if (attempt.switches(response)) {
      return response.setComplete().then(new Tunnelling(attempt));
    }
    BodyFlux body = attempt.body();
    if (attempt.isSwitch() || body == null) {
      // A filter would not have the switch; what the endpoint says from here on is no body.
      attempt.dispose();
      return response.setComplete();
    }
    return response.writeWith(body);
  }

  private static void abandon(ServerWebExchange exchange, SignalType signal) {
    if (signal == SignalType.ON_COMPLETE) {
      return;
    }
    Object attribute = exchange.getAttribute(CLIENT_RESPONSE_CONN_ATTR);
    if (attribute instanceof UpstreamAttempt attempt) {
      attempt.dispose();
    }
  }
}
