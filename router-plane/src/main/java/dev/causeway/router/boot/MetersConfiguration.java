package dev.causeway.router.boot;

import dev.causeway.router.engine.Engine;
import dev.causeway.router.engine.TrafficMeters;
import dev.causeway.router.engine.TrafficPath;
import dev.causeway.router.failure.FailureCategory;
import dev.causeway.router.http.Refusal;
import dev.causeway.router.transport.TrafficServer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Names the engine's counters. The number of series is fixed at start and does not grow with
 * routes.
 */
@Configuration(proxyBeanMethods = false)
class MetersConfiguration {

  /** Status classes 1xx to 5xx, and none for exchanges that were cut. */
  private static final int CLASSES = 6;

  @Bean
  MeterBinder trafficMeters(Engine engine, TrafficServer server, RefusalCounts refusals) {
    return registry -> {
      for (TrafficPath path : TrafficPath.values()) {
        outcomes(registry, engine, path, null);
        for (FailureCategory failure : FailureCategory.values()) {
          outcomes(registry, engine, path, failure);
        }
      }
      refused(registry, refusals);
      gauges(registry, engine, server);
    };
  }

  private static void outcomes(
      MeterRegistry registry,
      TrafficMeters meters,
      TrafficPath path,
      @Nullable FailureCategory failure) {
    for (int status = 0; status < CLASSES; status++) {
      int statusClass = status;
      FunctionCounter.builder(
              "causeway.requests",
              meters,
              source -> (double) source.requests(path, statusClass, failure))
          .description("Exchanges that ended, by path, status class and why they failed")
          .tag("path", path.label())
          .tag("status", statusClass == TrafficMeters.NO_STATUS ? "none" : statusClass + "xx")
          .tag("failure", failure == null ? "none" : failure.label())
          .register(registry);
    }
  }

  private static void refused(MeterRegistry registry, RefusalCounts refusals) {
    for (Refusal refusal : Refusal.values()) {
      FunctionCounter.builder(
              "causeway.refusals", refusals, source -> (double) source.count(refusal))
          .description("Requests refused while they were read")
          .tag("reason", refusal.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
  }

  private static void gauges(MeterRegistry registry, TrafficMeters meters, TrafficServer server) {
    Gauge.builder("causeway.requests.active", meters, TrafficMeters::activeExchanges)
        .description("Exchanges under way")
        .register(registry);
    Gauge.builder("causeway.client.connections", server, TrafficServer::connectionCount)
        .description("Open client connections")
        .register(registry);
    Gauge.builder("causeway.upstream.connections", meters, TrafficMeters::upstreamOpen)
        .description("Open connections to endpoints")
        .register(registry);
    FunctionCounter.builder("causeway.upstream.connects", meters, TrafficMeters::upstreamConnects)
        .description("Connections to endpoints opened")
        .register(registry);
    FunctionCounter.builder(
            "causeway.upstream.connect.failures", meters, TrafficMeters::upstreamConnectFailures)
        .description("Attempts to connect to an endpoint that failed")
        .register(registry);
    FunctionCounter.builder("causeway.upstream.reuses", meters, TrafficMeters::upstreamReuses)
        .description("Requests sent on a connection that was open already")
        .register(registry);
  }
}
