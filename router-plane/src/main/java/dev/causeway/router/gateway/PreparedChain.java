package dev.causeway.router.gateway;

import java.util.List;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * A chain of global and route filters, merged and sorted once. Immutable; any thread may run it.
 */
final class PreparedChain implements GatewayFilterChain {

  private final List<GatewayFilter> filters;
  private final int index;

  PreparedChain(List<GatewayFilter> filters) {
    this(List.copyOf(filters), 0);
  }

  private PreparedChain(List<GatewayFilter> filters, int index) {
    this.filters = filters;
    this.index = index;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange) {
    return Mono.defer(
        () ->
            index == filters.size()
                ? Mono.empty()
                : filters.get(index).filter(exchange, new PreparedChain(filters, index + 1)));
  }

  /** Returns the filters in the order they run. */
  List<GatewayFilter> filters() {
    return filters;
  }
}
