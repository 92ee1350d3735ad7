package dev.causeway.router;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The router process. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class RouterApplication {

  /** Starts the router; ends with status 1 and one sentence on what is wrong if it cannot. */
  public static void main(String[] args) {
    SpringApplication.run(RouterApplication.class, args);
  }
}
