package dev.causeway.router.boot;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The beans that a router consists of, named rather than searched for. The packaged router has them
 * through {@link LeanRouterConfiguration}, applications of others through the starter's
 * auto-configuration.
 */
@Configuration(proxyBeanMethods = false)
@Import({
  EngineConfiguration.class,
  ManagementConfiguration.class,
  GatewayConfiguration.class,
  CircuitBreakerConfiguration.class,
  MetersConfiguration.class,
  SyncConfiguration.class
})
@EnableConfigurationProperties({RouterProperties.class, ControlPlaneProperties.class})
public class RouterConfiguration {}
