package dev.causeway.controlplane;

import java.time.Clock;
import java.util.Map;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.health.autoconfigure.application.DiskSpaceHealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.application.SslHealthContributorAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.ssl.SslMetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.task.TaskExecutorMetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ScheduledTasksObservationAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxObservationAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebSessionIdResolverAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** The process that compiles manifests and serves routers. */
@SpringBootApplication(
    proxyBeanMethods = false,
    // Each of these would cost time at every start: nothing is proxied or scheduled, and what the
    // management port serves is not metered.
    exclude = {
      AopAutoConfiguration.class,
      TaskExecutionAutoConfiguration.class,
      TaskSchedulingAutoConfiguration.class,
      TaskExecutorMetricsAutoConfiguration.class,
      ScheduledTasksObservationAutoConfiguration.class,
      DiskSpaceHealthContributorAutoConfiguration.class,
      SslHealthContributorAutoConfiguration.class,
      SslMetricsAutoConfiguration.class,
      WebSessionIdResolverAutoConfiguration.class,
      WebFluxObservationAutoConfiguration.class
    },
    // Of the cluster's client only the client: it finds no services, loads no configuration from
    // ConfigMaps and has no say in health, so that liveness does not depend on the API server.
    excludeName = {
      "org.springframework.cloud.kubernetes.commons.KubernetesCommonsSanitizeAutoConfiguration",
      "org.springframework.cloud.kubernetes.commons.config.reload.ConfigReloadAutoConfiguration",
      "org.springframework.cloud.kubernetes.commons.config.reload.ConfigReloadPropertiesAutoConfiguration",
      "org.springframework.cloud.kubernetes.commons.discovery.KubernetesDiscoveryPropertiesAutoConfiguration",
      "org.springframework.cloud.kubernetes.fabric8.Fabric8ActuatorConfiguration",
      // By name, since the class itself is marked for removal: Jackson 3 writes the answers.
      "org.springframework.boot.actuate.autoconfigure.endpoint.jackson.Jackson2EndpointAutoConfiguration"
    },
    scanBasePackages = ControlPlaneApplication.WIRING)
@ConfigurationPropertiesScan(ControlPlaneApplication.WIRING)
public class ControlPlaneApplication {

  /** The one package that knows Spring; the others need not be searched. */
  static final String WIRING = "dev.causeway.controlplane.boot";

  /**
   * Runs until it is told to stop, or until it is done where it has something to do once; ends with
   * a code other than zero if it cannot start, or could not do that.
   */
  public static void main(String[] args) {
    SpringApplication application = new SpringApplication(ControlPlaneApplication.class);
    // Until application.yaml is read; otherwise a client would be made within a cluster to find
    // out that this is one, whatever the source.
    application.setDefaultProperties(Map.of("spring.main.cloud-platform", "none"));
    ConfigurableApplicationContext context = application.run(args);
    if (context.getBeanNamesForType(ApplicationRunner.class).length > 0) {
      System.exit(SpringApplication.exit(context));
    }
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
