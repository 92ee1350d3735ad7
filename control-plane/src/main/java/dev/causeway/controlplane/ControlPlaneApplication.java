package dev.causeway.controlplane;

import java.time.Clock;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** The process that compiles manifests and serves routers. */
@SpringBootApplication(
    proxyBeanMethods = false,
    // Of the cluster's client only the client: it finds no services, loads no configuration from
    // ConfigMaps and has no say in health, so that liveness does not depend on the API server.
    excludeName = {
      "org.springframework.cloud.kubernetes.commons.KubernetesCommonsSanitizeAutoConfiguration",
      "org.springframework.cloud.kubernetes.commons.config.reload.ConfigReloadAutoConfiguration",
      "org.springframework.cloud.kubernetes.commons.config.reload.ConfigReloadPropertiesAutoConfiguration",
      "org.springframework.cloud.kubernetes.commons.discovery.KubernetesDiscoveryPropertiesAutoConfiguration",
      "org.springframework.cloud.kubernetes.fabric8.Fabric8ActuatorConfiguration"
    })
@ConfigurationPropertiesScan
public class ControlPlaneApplication {

  /** Runs until it is told to stop; ends with a code other than zero if it cannot start. */
  public static void main(String[] args) {
    SpringApplication application = new SpringApplication(ControlPlaneApplication.class);
    // Until application.yaml is read; otherwise a client would be made within a cluster to find
    // out that this is one, whatever the source.
    application.setDefaultProperties(Map.of("spring.main.cloud-platform", "none"));
    application.run(args);
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
