package dev.causeway.router.gateway;

import dev.causeway.router.filters.FilterCatalog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.OrderedGatewayFilter;
import org.springframework.core.DecoratingProxy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.core.annotation.OrderUtils;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * The filter chains of plans: global filters and the filters a plan names, merged in the order
 * Spring Cloud Gateway gives them. Made once per list of names; any thread may ask.
 */
public final class GatewayChains {

  /** Answers 503 for {@code lb:} targets, which this router never has. */
  private static final String NO_LOAD_BALANCER = "NoLoadBalancerClientFilter";

  static final String SPRING = "org.springframework.cloud.gateway.";
  private static final String OURS = "dev.causeway.router.gateway.";

  private final FilterCatalog catalog;
  private final List<GatewayFilter> globals;
  private final List<String> applicationGlobals;
  private final Map<List<String>, PreparedChain> chains = new ConcurrentHashMap<>();

  /** Takes the filters a plan may name and all global filters of the application context. */
  public GatewayChains(FilterCatalog catalog, Collection<GlobalFilter> globals) {
    this.catalog = catalog;
    this.globals =
        globals.stream()
            .filter(filter -> !filter.getClass().getSimpleName().equals(NO_LOAD_BALANCER))
            .map(GatewayChains::adapt)
            .toList();
    this.applicationGlobals =
        globals.stream()
            .map(filter -> filter.getClass().getName())
            .filter(name -> !name.startsWith(SPRING) && !name.startsWith(OURS))
            .sorted()
            .toList();
  }

  /** Returns the class names of global filters that the application itself brings. */
  public List<String> applicationGlobals() {
    return applicationGlobals;
  }

  /** Returns whether routes may name this filter. */
  public boolean knows(String name) {
    return catalog.find(name).isPresent();
  }

  /**
   * Returns the chain for a plan's filter names, in the plan's order.
   *
   * @throws IllegalArgumentException if a name is unknown
   */
  PreparedChain chain(List<String> names) {
    PreparedChain known = chains.get(names);
    return known != null ? known : chains.computeIfAbsent(List.copyOf(names), this::prepare);
  }

  private PreparedChain prepare(List<String> names) {
    List<GatewayFilter> all = new ArrayList<>(globals);
    int order = 1;
    for (String name : names) {
      GatewayFilter filter =
          catalog
              .find(name)
              .orElseThrow(() -> new IllegalArgumentException("there is no filter " + name));
      // Spring Cloud Gateway numbers the filters of a route from 1.
      all.add(filter instanceof Ordered ? filter : new OrderedGatewayFilter(filter, order));
      order++;
    }
    AnnotationAwareOrderComparator.sort(all);
    return new PreparedChain(all);
  }

  private static GatewayFilter adapt(GlobalFilter filter) {
    GatewayFilter adapted = new GlobalAsGatewayFilter(filter);
    if (filter instanceof Ordered ordered) {
      return new OrderedGatewayFilter(adapted, ordered.getOrder());
    }
    Integer order = OrderUtils.getOrder(filter.getClass());
    return order == null ? adapted : new OrderedGatewayFilter(adapted, order);
  }

  private record GlobalAsGatewayFilter(GlobalFilter filter)
      implements GatewayFilter, DecoratingProxy {
    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
      return filter.filter(exchange, chain);
    }

    @Override
    public Class<?> getDecoratedClass() {
      return filter.getClass();
    }
  }
}
