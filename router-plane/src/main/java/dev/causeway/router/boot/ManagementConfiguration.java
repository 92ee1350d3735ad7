package dev.causeway.router.boot;

import org.springframework.boot.webflux.autoconfigure.WebHttpHandlerBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.resources.LoopResources;

/** Boot's own server, which carries the management port. */
@Configuration(proxyBeanMethods = false)
class ManagementConfiguration {

  /** Takes the place of Boot's, which prefers io_uring whatever the operator chose (ADR 1). */
  @Bean
  ReactorResourceFactory reactorResourceFactory() {
    ReactorResourceFactory resources = new ReactorResourceFactory();
    resources.setUseGlobalResources(false);
    resources.setLoopResourcesSupplier(() -> new SelectorLoops(LoopResources.create("management")));
    return resources;
  }

  /** Boot's server alone is built with this; the gateway has a handler of its own. */
  @Bean
  WebHttpHandlerBuilderCustomizer statisticsPort(RouterProperties properties) {
    return builder ->
        builder.httpHandlerDecorator(
            handler -> new StatisticsPort(handler, properties.statsCredentials()));
  }
}
