package dev.causeway.router.boot;

import dev.causeway.router.access.AccessLogs;
import dev.causeway.router.balance.EndpointDirectory;
import dev.causeway.router.balance.LiveEndpoint;
import dev.causeway.router.engine.Engine;
import dev.causeway.router.engine.ExchangeTimes;
import dev.causeway.router.engine.TrafficMeters;
import dev.causeway.router.engine.TrafficPath;
import dev.causeway.router.failure.FailureCategory;
import dev.causeway.router.http.Cut;
import dev.causeway.router.http.Refusal;
import dev.causeway.router.transport.MemoryBudget;
import dev.causeway.router.transport.TrafficServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Registers the engine's counters. */
@Configuration(proxyBeanMethods = false)
class MetersConfiguration {

  @Bean
  MeterBinder trafficMeters(
      Engine engine,
      TrafficServer server,
      RefusalCounts refusals,
      MemoryBudget memory,
      AccessLogs accessLogs) {
    return registry -> {
      RouterMeter.ACCESS_LOG_DROPPED.counter(accessLogs, AccessLogs::dropped).register(registry);
      for (TrafficPath path : TrafficPath.values()) {
        outcomes(registry, engine, path, null);
        for (FailureCategory failure : FailureCategory.values()) {
          outcomes(registry, engine, path, failure);
        }
      }
      refused(registry, refusals);
      gauges(registry, engine, server);
      RouterMeter.BUFFERS.gauge(memory, MemoryBudget::used).register(registry);
    };
  }

  @Bean
  ExchangeTimes exchangeTimes(MeterRegistry registry) {
    Timer express = timer(registry, TrafficPath.EXPRESS);
    Timer gateway = timer(registry, TrafficPath.GATEWAY);
    Timer local = timer(registry, TrafficPath.LOCAL);
    return (path, nanos) -> {
      Timer timer =
          switch (path) {
            case EXPRESS -> express;
            case GATEWAY -> gateway;
            case LOCAL -> local;
          };
      timer.record(nanos, TimeUnit.NANOSECONDS);
    };
  }

  private static Timer timer(MeterRegistry registry, TrafficPath path) {
    return RouterMeter.REQUEST_DURATION.histogram().tag("path", path.label()).register(registry);
  }

  @Bean
  MeterBinder endpointMeters(EndpointDirectory directory) {
    return registry -> {
      RouterMeter.ENDPOINTS_OUT
          .gauge(directory, source -> (double) source.count(LiveEndpoint::isFailing))
          .tag("reason", RouterMeter.FAILING)
          .register(registry);
      RouterMeter.ENDPOINTS_OUT
          .gauge(directory, source -> (double) source.count(LiveEndpoint::isEjected))
          .tag("reason", RouterMeter.EJECTED)
          .register(registry);
    };
  }

  private static void outcomes(
      MeterRegistry registry,
      TrafficMeters meters,
      TrafficPath path,
      @Nullable FailureCategory failure) {
    for (int status = 0; status < RouterMeter.CLASSES; status++) {
      int statusClass = status;
      RouterMeter.REQUESTS
          .counter(meters, source -> (double) source.requests(path, statusClass, failure))
          .tag("path", path.label())
          .tag("status", RouterMeter.statusClass(statusClass))
          .tag("failure", RouterMeter.failure(failure))
          .register(registry);
    }
  }

  private static void refused(MeterRegistry registry, RefusalCounts refusals) {
    for (Refusal refusal : Refusal.values()) {
      RouterMeter.REFUSALS
          .counter(refusals, source -> (double) source.count(refusal))
          .tag("reason", RouterMeter.reason(refusal))
          .register(registry);
    }
    for (Cut cut : Cut.values()) {
      RouterMeter.CUTS
          .counter(refusals, source -> (double) source.count(cut))
          .tag("reason", RouterMeter.reason(cut))
          .register(registry);
    }
  }

  private static void gauges(MeterRegistry registry, TrafficMeters meters, TrafficServer server) {
    RouterMeter.REQUESTS_ACTIVE.gauge(meters, TrafficMeters::activeExchanges).register(registry);
    RouterMeter.CLIENT_CONNECTIONS.gauge(server, TrafficServer::connectionCount).register(registry);
    RouterMeter.UPSTREAM_CONNECTIONS.gauge(meters, TrafficMeters::upstreamOpen).register(registry);
    RouterMeter.UPSTREAM_CONNECTS
        .counter(meters, TrafficMeters::upstreamConnects)
        .register(registry);
    RouterMeter.UPSTREAM_CONNECT_FAILURES
        .counter(meters, TrafficMeters::upstreamConnectFailures)
        .register(registry);
    RouterMeter.UPSTREAM_REUSES.counter(meters, TrafficMeters::upstreamReuses).register(registry);
  }
}
