package dev.causeway.router.autoconfigure;

import dev.causeway.router.boot.RouterConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;

/**
 * Makes the application a router: listeners, engine, gateway path and the stream from the control
 * plane. Its {@code GatewayFilter} beans can be named by Routes, its {@code GlobalFilter} beans run
 * for every request.
 *
 * <p>Before all others, since Spring Boot steps back from a bean that is already there, and the
 * router has reasons for the ones it brings.
 */
@AutoConfiguration
@AutoConfigureOrder(Ordered.HIGHEST_PRECEDENCE)
@Import(RouterConfiguration.class)
public class CausewayRouterAutoConfiguration {}
