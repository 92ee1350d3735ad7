package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.router.boot.TrafficLifecycle;
import dev.causeway.router.gateway.GatewayBridge;
import dev.causeway.router.transport.IoTransport;
import dev.causeway.router.warmup.WarmUp;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.server.WebFilter;

/** What a router does for itself before it takes the requests of others (ADR 0025). */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
final class WarmUpTest {

  /** Filters of an application that notice whatever passes them. */
  @Configuration(proxyBeanMethods = false)
  static class Noticing {
    final AtomicInteger noticed = new AtomicInteger();

    @Bean
    AtomicInteger noticed() {
      return noticed;
    }

    @Bean
    GlobalFilter globalFilter() {
      return (exchange, chain) -> {
        noticed.incrementAndGet();
        return chain.filter(exchange);
      };
    }

    @Bean
    WebFilter webFilter() {
      return (exchange, chain) -> {
        noticed.incrementAndGet();
        return chain.filter(exchange);
      };
    }
  }

  @AfterAll
  static void lookForLeaks() throws Exception {
    assertThat(LeakRecorder.leaksAfterCollection()).isEmpty();
  }

  private static GatewayBridge gateway() {
    return GatewayBridge.withoutApplication(List.of());
  }

  @Test
  void everyPathAndProtocolIsDriven() throws Exception {
    WarmUp warmUp = new WarmUp(IoTransport.best(), 2, WarmUpTest::gateway, Clock.systemUTC());
    WarmUp.Outcome outcome = warmUp.run(Duration.ofSeconds(50), 400);
    assertThat(outcome.answered()).isEqualTo(400);
    assertThat(outcome.failed()).isZero();
    assertThat(outcome.handshakes()).isGreaterThan(8);
    assertThat(outcome.express()).isGreaterThan(100);
    assertThat(outcome.gateway()).isGreaterThan(50);
  }

  @Test
  void itEndsInTime() throws Exception {
    WarmUp warmUp = new WarmUp(IoTransport.NIO, 1, WarmUpTest::gateway, Clock.systemUTC());
    WarmUp.Outcome outcome = warmUp.run(Duration.ofMillis(100), Integer.MAX_VALUE);
    assertThat(outcome.answered()).isLessThan(1_000_000);
    assertThat(outcome.failed()).isZero();
  }

  @Test
  void nobodyNoticesIt(CapturedOutput output) throws Exception {
    try (TestOrigin origin = TestOrigin.plain("origin");
        TestRouter router =
            TestRouter.start(
                List.of(Noticing.class),
                "causeway.router.warm-up=5s",
                "causeway.router.express=on")) {
      router.apply(new Routes().upstream("up", origin).both("app.test", "", "up"));
      assertThat(router.bean(TrafficLifecycle.class).isListening()).isTrue();
      assertThat(output).contains("Warmed up with ");
      assertThat(router.bean(AtomicInteger.class)).hasValue(0);
      assertThat(counted(router)).isZero();
      try (Http1Client client = Http1Client.plain(router.httpPort())) {
        assertThat(client.get("app.test", "/first").status()).isEqualTo(200);
      }
      assertThat(origin.nextRequest().target()).isEqualTo("/first");
      await().atMost(RoutingHarness.PATIENCE).until(() -> router.served("express") == 1);
    }
  }

  private static double counted(TestRouter router) {
    return router.bean(MeterRegistry.class).getMeters().stream()
        .filter(meter -> meter.getId().getName().startsWith("causeway."))
        .filter(FunctionCounter.class::isInstance)
        .mapToDouble(meter -> ((FunctionCounter) meter).count())
        .sum();
  }
}
