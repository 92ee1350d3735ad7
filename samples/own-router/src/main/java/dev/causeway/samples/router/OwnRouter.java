package dev.causeway.samples.router;

import java.util.Objects;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.context.annotation.Bean;

/** Tells the application which tenant a request is for: the first label of its host. */
@SpringBootApplication
public class OwnRouter {

  /** Starts the router. */
  public static void main(String[] args) {
    SpringApplication.run(OwnRouter.class, args);
  }

  /** Routes name it by the bean's name: {@code causeway.dev/filters: tenant}. */
  @Bean
  GatewayFilter tenant() {
    return (exchange, chain) -> {
      String host = Objects.requireNonNull(exchange.getRequest().getURI().getHost());
      String tenant = host.split("\\.", 2)[0];
      return chain.filter(
          exchange.mutate().request(request -> request.header("X-Tenant", tenant)).build());
    };
  }
}
