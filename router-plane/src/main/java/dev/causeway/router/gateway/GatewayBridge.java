package dev.causeway.router.gateway;

import dev.causeway.router.config.RoutePlan;
import dev.causeway.router.engine.Engine;
import dev.causeway.router.engine.ExchangeRecord;
import dev.causeway.router.engine.GatewayEntry;
import dev.causeway.router.exchange.ProxyExchange;
import io.netty.buffer.PooledByteBufAllocator;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.server.reactive.HttpHandler;

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
