package dev.causeway.router.boot;

import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.timelimiter.TimeLimiterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * Circuit breakers with Resilience4j's defaults, for routers that set no {@code resilience4j.*} key
 * (see {@link Resilience4jFilter}).
 */
@Configuration(proxyBeanMethods = false)
@Conditional(Resilience4jFilter.NotConfigured.class)
class CircuitBreakerConfiguration {

  @Bean
  CircuitBreakerRegistry circuitBreakerRegistry() {
    return CircuitBreakerRegistry.ofDefaults();
  }

  @Bean
  BulkheadRegistry bulkheadRegistry() {
    return BulkheadRegistry.ofDefaults();
  }

  @Bean
  TimeLimiterRegistry timeLimiterRegistry() {
    return TimeLimiterRegistry.ofDefaults();
  }
}
