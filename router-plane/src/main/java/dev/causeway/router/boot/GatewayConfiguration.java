package dev.causeway.router.boot;

import dev.causeway.router.filters.ConfiguredFilters;
import dev.causeway.router.filters.FilterCatalog;
import dev.causeway.router.filters.RequestIdFilter;
import dev.causeway.router.gateway.EngineRoutingFilter;
import dev.causeway.router.gateway.EngineWriteFilter;
import dev.causeway.router.gateway.GatewayBridge;
import dev.causeway.router.gateway.GatewayChains;
import dev.causeway.router.gateway.GatewayExceptionHandler;
import dev.causeway.router.gateway.PlanWebFilter;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.factory.GatewayFilterFactory;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

/** Wires the gateway path: the filters routes may name, the chains, and our ends of them. */
@Configuration(proxyBeanMethods = false)
class GatewayConfiguration {

  @Bean(RequestIdFilter.NAME)
  RequestIdFilter requestIdFilter() {
    return new RequestIdFilter();
  }

  @Bean
  FilterCatalog filterCatalog(
      Map<String, GatewayFilter> beans,
      List<GatewayFilterFactory<?>> factories,
      RouterProperties properties) {
    var configured =
        new ConfiguredFilters(factories, ApplicationConversionService.getSharedInstance());
    return FilterCatalog.of(beans, configured.make(properties.filters()));
  }

  @Bean
  GatewayChains gatewayChains(FilterCatalog catalog, List<GlobalFilter> globals) {
    return new GatewayChains(catalog, globals);
  }

  /**
   * The bridge takes a handler of its own, not the context's {@code HttpHandler} bean, which Boot's
   * server uses. Its observation is a no-op: meters of traffic come from the engine.
   */
  @Bean
  GatewayBridge gatewayBridge(ApplicationContext context, GatewayChains chains) {
    HttpHandler handler =
        new LateHttpHandler(
            () ->
                WebHttpHandlerBuilder.applicationContext(context)
                    .observationRegistry(ObservationRegistry.NOOP)
                    .build());
    return new GatewayBridge(handler, chains);
  }

  @Bean
  EngineRoutingFilter engineRoutingFilter(ObjectProvider<HttpHeadersFilter> headersFilters) {
    return new EngineRoutingFilter(headersFilters.orderedStream().toList());
  }

  @Bean
  PlanWebFilter planWebFilter() {
    return new PlanWebFilter();
  }

  @Bean
  EngineWriteFilter engineWriteFilter() {
    return new EngineWriteFilter();
  }

  @Bean
  GatewayExceptionHandler gatewayExceptionHandler() {
    return new GatewayExceptionHandler();
  }
}
