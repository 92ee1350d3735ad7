package dev.causeway.controlplane;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** The process that compiles manifests and serves routers. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class ControlPlaneApplication {

  /** Runs until it is told to stop; ends with a code other than zero if it cannot start. */
  public static void main(String[] args) {
    SpringApplication.run(ControlPlaneApplication.class, args);
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
