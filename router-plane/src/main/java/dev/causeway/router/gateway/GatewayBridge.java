package dev.causeway.router.gateway;

import dev.causeway.router.config.RoutePlan;
import dev.causeway.router.engine.Engine;
import dev.causeway.router.engine.ExchangeRecord;
import dev.causeway.router.engine.GatewayEntry;
import dev.causeway.router.exchange.ProxyExchange;
import dev.causeway.router.filters.FilterCatalog;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Mono;

/**
 * The door from the engine into Spring Cloud Gateway: exchanges enter as the requests of one more
 * server adapter.
 */
public final class GatewayBridge implements GatewayEntry {

  private final HttpHandler handler;
  private final GatewayChains chains;
  private final NettyDataBufferFactory buffers =
      new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT);

  private volatile @Nullable Engine engine;

  /**
   * Creates the door.
   *
   * @param handler web filters and error handlers of the application; {@link PlanWebFilter} is one
   *     of the filters
   * @param chains filter chains of plans
   */
  public GatewayBridge(HttpHandler handler, GatewayChains chains) {
    this.handler = handler;
    this.chains = chains;
  }

  /**
   * Returns a door to Spring Cloud Gateway alone: nothing that the application brings, be it web
   * filter, global filter or filter of headers, sees what enters here.
   *
   * @param globals all global filters
   */
  public static GatewayBridge withoutApplication(Collection<GlobalFilter> globals) {
    List<GlobalFilter> own = new ArrayList<>(globals);
    own.removeIf(filter -> !filter.getClass().getName().startsWith(GatewayChains.SPRING));
    own.add(new EngineRoutingFilter(List.of()));
    own.add(new EngineWriteFilter());
    HttpHandler handler =
        WebHttpHandlerBuilder.webHandler(exchange -> Mono.empty())
            .filter(new PlanWebFilter())
            .exceptionHandler(new GatewayExceptionHandler())
            .build();
    return new GatewayBridge(handler, new GatewayChains(FilterCatalog.of(Map.of(), Map.of()), own));
  }

  /** Sets where requests go behind the filters. Once, before the first exchange. */
  public void serve(Engine behind) {
    engine = behind;
  }

  @Override
  public void enter(ProxyExchange exchange, RoutePlan plan, ExchangeRecord record) {
    new GatewayCall(this, exchange, plan, record).enter();
  }

  HttpHandler handler() {
    return handler;
  }

  GatewayChains chains() {
    return chains;
  }

  NettyDataBufferFactory buffers() {
    return buffers;
  }

  Engine engine() {
    Engine behind = engine;
    if (behind == null) {
      throw new IllegalStateException("no engine behind the gateway yet");
    }
    return behind;
  }
}
