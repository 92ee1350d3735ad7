package dev.causeway.router.boot;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.health.autoconfigure.application.DiskSpaceHealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.application.SslHealthContributorAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.metrics.HttpClientMetricsAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.ssl.SslMetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.task.TaskExecutorMetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ScheduledTasksObservationAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientObservationAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxObservationAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebSessionIdResolverAutoConfiguration;
import org.springframework.cloud.autoconfigure.ConfigurationPropertiesRebinderAutoConfiguration;
import org.springframework.cloud.autoconfigure.LifecycleMvcEndpointAutoConfiguration;
import org.springframework.cloud.autoconfigure.RefreshEndpointAutoConfiguration;
import org.springframework.cloud.circuitbreaker.resilience4j.Resilience4JAutoConfiguration;
import org.springframework.cloud.client.CommonsClientAutoConfiguration;
import org.springframework.cloud.client.ReactiveCommonsClientAutoConfiguration;
import org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.LoadBalancerDefaultMappingsProviderAutoConfiguration;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistrationAutoConfiguration;
import org.springframework.cloud.client.serviceregistry.ServiceRegistryAutoConfiguration;
import org.springframework.cloud.commons.config.CommonsConfigAutoConfiguration;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;
import org.springframework.cloud.configuration.CompatibilityVerifierAutoConfiguration;
import org.springframework.cloud.gateway.config.GatewayClassPathWarningAutoConfiguration;
import org.springframework.cloud.gateway.config.GatewayMetricsAutoConfiguration;
import org.springframework.cloud.gateway.config.GatewayNoLoadBalancerClientAutoConfiguration;
import org.springframework.cloud.gateway.discovery.GatewayDiscoveryClientAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * A router that is nothing else: its beans, and of what Spring Boot and Spring Cloud would add only
 * what somebody uses. Everything left out would cost time at every start.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(
    exclude = {
      // Nothing is proxied, nothing is scheduled, no HTTP client is injected.
      AopAutoConfiguration.class,
      TaskExecutionAutoConfiguration.class,
      TaskSchedulingAutoConfiguration.class,
      TaskExecutorMetricsAutoConfiguration.class,
      ScheduledTasksObservationAutoConfiguration.class,
      HttpClientAutoConfiguration.class,
      ImperativeHttpClientAutoConfiguration.class,
      HttpClientMetricsAutoConfiguration.class,
      ReactiveHttpClientAutoConfiguration.class,
      RestClientAutoConfiguration.class,
      RestClientObservationAutoConfiguration.class,
      // TLS is not the business of Spring's bundles, disks and sessions are nobody's.
      DiskSpaceHealthContributorAutoConfiguration.class,
      SslHealthContributorAutoConfiguration.class,
      SslMetricsAutoConfiguration.class,
      WebSessionIdResolverAutoConfiguration.class,
      // Meters of traffic come from the engine.
      WebFluxObservationAutoConfiguration.class,
      GatewayMetricsAutoConfiguration.class,
      // Routers find nobody, register nowhere and refresh nothing.
      ConfigurationPropertiesRebinderAutoConfiguration.class,
      RefreshEndpointAutoConfiguration.class,
      CommonsClientAutoConfiguration.class,
      AutoServiceRegistrationAutoConfiguration.class,
      LifecycleMvcEndpointAutoConfiguration.class,
      ReactiveCommonsClientAutoConfiguration.class,
      CompositeDiscoveryClientAutoConfiguration.class,
      SimpleDiscoveryClientAutoConfiguration.class,
      LoadBalancerDefaultMappingsProviderAutoConfiguration.class,
      ServiceRegistryAutoConfiguration.class,
      CommonsConfigAutoConfiguration.class,
      UtilAutoConfiguration.class,
      CompatibilityVerifierAutoConfiguration.class,
      GatewayClassPathWarningAutoConfiguration.class,
      GatewayNoLoadBalancerClientAutoConfiguration.class,
      GatewayDiscoveryClientAutoConfiguration.class,
      // The blocking twin of the circuit breakers that filters use.
      Resilience4JAutoConfiguration.class
    },
    excludeName = LeanRouterConfiguration.JACKSON_2)
@Import(RouterConfiguration.class)
public class LeanRouterConfiguration {
  /** Jackson 3 writes the management port's answers. By name: the class is to be removed. */
  static final String JACKSON_2 =
      "org.springframework.boot.actuate.autoconfigure.endpoint.jackson"
          + ".Jackson2EndpointAutoConfiguration";
}
