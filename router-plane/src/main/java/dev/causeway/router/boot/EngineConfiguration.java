package dev.causeway.router.boot;

import dev.causeway.router.access.AccessLogs;
import dev.causeway.router.balance.Ejector;
import dev.causeway.router.balance.EndpointDirectory;
import dev.causeway.router.config.ActiveTrafficPolicy;
import dev.causeway.router.config.ConfigActivator;
import dev.causeway.router.config.ConfigHolder;
import dev.causeway.router.config.PlanOptions;
import dev.causeway.router.config.RouterConfigActivator;
import dev.causeway.router.config.RouterState;
import dev.causeway.router.config.TlsContexts;
import dev.causeway.router.engine.Engine;
import dev.causeway.router.engine.EngineOptions;
import dev.causeway.router.engine.ExchangeTimes;
import dev.causeway.router.gateway.ExpressMode;
import dev.causeway.router.gateway.GatewayBridge;
import dev.causeway.router.gateway.GatewayChains;
import dev.causeway.router.health.HealthChecks;
import dev.causeway.router.health.LoopChecks;
import dev.causeway.router.limit.SourceTables;
import dev.causeway.router.transport.IoTransport;
import dev.causeway.router.transport.MemoryBudget;
import dev.causeway.router.transport.TrafficOptions;
import dev.causeway.router.transport.TrafficServer;
import dev.causeway.router.upstream.UpstreamOptions;
import dev.causeway.router.upstream.Upstreams;
import dev.causeway.router.warmup.WarmUp;
import dev.causeway.routing.model.Features;
import dev.causeway.routing.model.Rule;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the data plane: configuration, engine, listeners. */
@Configuration(proxyBeanMethods = false)
class EngineConfiguration {

  private static final Logger log = LoggerFactory.getLogger(EngineConfiguration.class);

  private static final int BACKLOG = 4096;

  @Bean
  @ConditionalOnMissingBean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  TlsContexts tlsContexts(Clock clock) {
    return new TlsContexts(clock);
  }

  @Bean
  ConfigHolder configHolder() {
    return new ConfigHolder(RouterConfigActivator.nothingYet());
  }

  @Bean
  EndpointDirectory endpointDirectory() {
    return new EndpointDirectory();
  }

  @Bean
  Upstreams upstreams(ConfigHolder holder) {
    return new Upstreams(
        UpstreamOptions.DEFAULTS, () -> holder.current().settings().tuning().headerBufferBytes());
  }

  @Bean(destroyMethod = "close")
  LoopChecks loopChecks(RouterProperties properties) {
    return new LoopChecks(properties.transport().resolve());
  }

  @Bean
  Ejector ejector(RouterProperties properties, LoopChecks loop) {
    return new Ejector(properties.ejection().policy(), System::nanoTime, loop::schedule);
  }

  @Bean
  HealthChecks healthChecks(LoopChecks loop) {
    return new HealthChecks(loop, loop);
  }

  @Bean
  PlanOptions planOptions(GatewayChains chains, RouterProperties properties) {
    return new PlanOptions(Features.ALL, chains::knows, viaGateway(chains, properties.express()));
  }

  private static Predicate<Rule> viaGateway(GatewayChains chains, ExpressMode mode) {
    return switch (mode) {
      case ON -> rule -> !rule.filters().isEmpty();
      case OFF -> {
        log.info("Every request takes the gateway path: causeway.router.express is off");
        yield rule -> true;
      }
      case AUTO -> {
        if (chains.applicationGlobals().isEmpty()) {
          yield rule -> !rule.filters().isEmpty();
        }
        log.info(
            "Every request takes the gateway path, because the application brings global filters:"
                + " {}. Set causeway.router.express to on to keep them to routes with filters.",
            chains.applicationGlobals());
        yield rule -> true;
      }
    };
  }

  @Bean
  @ConditionalOnMissingBean
  MemoryBudget memoryBudget() {
    return MemoryBudget.ofProcess();
  }

  @Bean
  Engine engine(
      ConfigHolder holder,
      Upstreams upstreams,
      GatewayBridge bridge,
      Ejector ejector,
      ExchangeTimes times,
      MemoryBudget memory) {
    Engine engine =
        new Engine(
            holder, upstreams, EngineOptions.with(ejector, times), bridge, memory::isExhausted);
    bridge.serve(engine);
    return engine;
  }

  @Bean
  RefusalCounts refusalCounts(ConfigHolder holder) {
    return new RefusalCounts(() -> holder.current().accessLog());
  }

  @Bean(destroyMethod = "close")
  AccessLogs accessLogs(
      RouterProperties properties, Clock clock, TrafficServer server, AccessLogOutput output) {
    return new AccessLogs(properties.name(), clock, server::connectionCount, output.stream());
  }

  @Bean
  @ConditionalOnMissingBean
  AccessLogOutput accessLogOutput() {
    return new AccessLogOutput(System.out);
  }

  @Bean
  TrafficServer trafficServer(
      Engine engine,
      ConfigHolder holder,
      RefusalCounts refusals,
      RouterProperties properties,
      MemoryBudget memory) {
    int loops = loops(properties);
    IoTransport io = properties.transport().resolve();
    log.info("{} event loops on {}", loops, io.name().toLowerCase(Locale.ROOT));
    return new TrafficServer(
        new TrafficOptions(io, loops, BACKLOG),
        engine,
        new ActiveTrafficPolicy(holder, properties::override),
        refusals,
        memory);
  }

  private static int loops(RouterProperties properties) {
    return properties.ioThreads() > 0
        ? properties.ioThreads()
        : Runtime.getRuntime().availableProcessors();
  }

  @Bean
  TrafficLifecycle trafficLifecycle(
      TrafficServer server,
      Upstreams upstreams,
      RouterProperties properties,
      ConfigHolder holder,
      ApplicationContext context) {
    return new TrafficLifecycle(
        server,
        upstreams,
        properties,
        () -> holder.current().settings().connections().hardStopMillis(),
        () ->
            Thread.ofPlatform()
                .name("exit")
                .start(() -> System.exit(SpringApplication.exit(context, () -> 1))));
  }

  @Bean
  ConfigActivator configActivator(
      ConfigHolder holder,
      EndpointDirectory directory,
      TlsContexts tls,
      PlanOptions options,
      SourceTables tables,
      Clock clock,
      HealthChecks checks,
      AccessLogs accessLogs,
      WarmStart start) {
    return new GatedActivator(
        new RouterConfigActivator(
            holder,
            directory,
            tls,
            options,
            new RouterState(tables, clock, checks, accessLogs::of)),
        start);
  }

  @Bean
  WarmStart warmStart(
      ObjectProvider<GlobalFilter> filters,
      RouterProperties properties,
      Clock clock,
      TrafficLifecycle traffic) {
    WarmUp warmUp =
        new WarmUp(
            properties.transport().resolve(),
            loops(properties),
            () -> GatewayBridge.withoutApplication(filters.orderedStream().toList()),
            clock);
    return new WarmStart(warmUp, properties.warmUp(), traffic::configured);
  }

  @Bean
  SourceTables sourceTables() {
    return new SourceTables(() -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
  }

  /** Runs what no event loop should spend its time on. */
  @Bean(destroyMethod = "shutdownNow")
  ScheduledExecutorService housekeeping(SourceTables tables) {
    ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("housekeeping", true));
    executor.scheduleWithFixedDelay(tables::sweep, 5, 5, TimeUnit.SECONDS);
    return executor;
  }
}
