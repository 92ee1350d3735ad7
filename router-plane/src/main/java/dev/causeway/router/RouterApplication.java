package dev.causeway.router;

import dev.causeway.router.boot.LeanRouterConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Import;

/** The router process. */
@SpringBootConfiguration(proxyBeanMethods = false)
@Import(LeanRouterConfiguration.class)
public class RouterApplication {

  /** Starts the router; ends with status 1 and one sentence on what is wrong if it cannot. */
  public static void main(String[] args) {
    SpringApplication.run(RouterApplication.class, args);
  }
}
