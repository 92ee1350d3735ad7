package dev.causeway.router.exchange;

/** Takes exchanges from the codecs. */
@FunctionalInterface
public interface ExchangeHandler {

  /** Handles a new exchange on its event loop; must not block and must not throw. */
  void handle(ProxyExchange exchange);
}
