package dev.causeway.router.gateway;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;

import dev.causeway.router.config.RoutePlan;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Last of the web filters: an exchange of the engine runs the chain of its plan and never enters
 * {@code DispatcherHandler}, which would swallow CORS preflights, offer the management endpoints to
 * traffic and loop on {@code forward:} fallbacks. Anything else is a request of the management
 * port.
 */
public final class PlanWebFilter implements WebFilter, Ordered {

  /** Filters never see an endpoint: choosing one is the engine's business. */
  private static final URI SOMEWHERE = URI.create("http://upstream");

  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    GatewayCall call = callOf(exchange);
    if (call == null) {
      return chain.filter(exchange);
    }
    exchange.getAttributes().put(GATEWAY_ROUTE_ATTR, springRoute(call.plan()));
    return call.chain().filter(exchange);
  }

  /** Returns the plan as filters know it: the id is {@code namespace/name} of the Route. */
  private static Route springRoute(RoutePlan plan) {
    return Route.async()
        .id(plan.route().toString())
        .uri(SOMEWHERE)
        .predicate(exchange -> true)
        .build();
  }

  /** Returns the call behind an exchange, or null for the management port. */
  static @Nullable GatewayCall callOf(ServerWebExchange exchange) {
    ServerHttpRequest request = exchange.getRequest();
    try {
      Object original = ServerHttpRequestDecorator.getNativeRequest(request);
      return original instanceof GatewayCall call ? call : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
