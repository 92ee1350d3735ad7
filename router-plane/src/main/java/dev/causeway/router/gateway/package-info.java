/**
 * The gateway path: exchanges whose plan names gateway filters enter Spring Cloud Gateway through
 * Spring's public {@code HttpHandler} SPI and leave it through the engine.
 *
 * <p>State of a request belongs to the event loop of its exchange; filters may resume on any
 * thread, and {@link dev.causeway.router.gateway.LoopOrder} brings their signals back in order.
 * Depends on the exchange and engine packages, Spring WebFlux and Spring Cloud Gateway; nothing of
 * Reactor Netty but the {@code Connection} interface that Spring Cloud Gateway casts to.
 */
@NullMarked
package dev.causeway.router.gateway;

import org.jspecify.annotations.NullMarked;
