package dev.causeway.router.engine;

import dev.causeway.router.config.RoutePlan;
import dev.causeway.router.exchange.ProxyExchange;

/** The way into the gateway's filter chain. */
@FunctionalInterface
public interface GatewayEntry {
  /**
   * Runs an exchange through the filters of its plan; on the event loop, must not block.
   *
   * @param exchange exchange without response yet
   * @param plan plan of the rule that matched
   * @param record where the status of the answer is noted for the meters
   */
  void enter(ProxyExchange exchange, RoutePlan plan, ExchangeRecord record);
}
