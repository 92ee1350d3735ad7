package dev.causeway.router.engine;

import dev.causeway.router.balance.ConnectRetries;
import dev.causeway.router.balance.EjectionPolicy;
import dev.causeway.router.balance.Ejector;
import dev.causeway.router.balance.EndpointDirectory;
import dev.causeway.router.config.ActiveTrafficPolicy;
import dev.causeway.router.config.ConfigHolder;
import dev.causeway.router.config.ConfigView;
import dev.causeway.router.config.PlanOptions;
import dev.causeway.router.config.RouterConfigActivator;
import dev.causeway.router.config.RouterState;
import dev.causeway.router.config.TlsContexts;
import dev.causeway.router.exchange.ExchangeHandler;
import dev.causeway.router.health.HealthChecks;
import dev.causeway.router.health.ManualChecks;
import dev.causeway.router.limit.SourceTables;
import dev.causeway.router.transport.BindSpec;
import dev.causeway.router.transport.IoTransport;
import dev.causeway.router.transport.TrafficOptions;
import dev.causeway.router.transport.TrafficServer;
import dev.causeway.router.upstream.UpstreamOptions;
import dev.causeway.router.upstream.Upstreams;
import dev.causeway.routing.model.Endpoint;
import dev.causeway.routing.model.EndpointSet;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.VirtualHost;
import dev.causeway.routing.version.SnapshotId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** A router on a free loopback port: listener, engine and configuration, without control plane. */
final class TestRouter implements AutoCloseable {
  static final Duration RETRY_DELAY = Duration.ofMillis(20);

  final ManualChecks time = new ManualChecks();
  final EndpointDirectory directory = new EndpointDirectory();
  final TlsContexts tls =
      new TlsContexts(Clock.fixed(Instant.parse("2026-11-23T00:00:00Z"), ZoneOffset.UTC));
  final ConfigHolder holder = new ConfigHolder(RouterConfigActivator.nothingYet());
  final RouterConfigActivator activator =
      new RouterConfigActivator(
          holder,
          directory,
          tls,
          PlanOptions.expressOnly(),
          new RouterState(
              new SourceTables(() -> System.nanoTime() / 1_000_000),
              Clock.systemUTC(),
              new HealthChecks(time, time),
              settings -> null));
  final Upstreams upstreams;
  final Engine engine;
  private final TrafficServer server;
  private final Map<ResourceKey, Resource> resources = new HashMap<>();

  TestRouter() {
    this(UpstreamOptions.DEFAULTS);
  }

  TestRouter(UpstreamOptions options) {
    this(options, engine -> engine);
  }

  /** Puts something in front of the engine. */
  TestRouter(UpstreamOptions options, UnaryOperator<ExchangeHandler> around) {
    this(options, around, EjectionPolicy.OFF);
  }

  /** Takes endpoints out that fail. */
  TestRouter(EjectionPolicy ejection) {
    this(UpstreamOptions.DEFAULTS, engine -> engine, ejection);
  }

  private TestRouter(
      UpstreamOptions options, UnaryOperator<ExchangeHandler> around, EjectionPolicy ejection) {
    upstreams = new Upstreams(options);
    engine =
        new Engine(
            holder,
            upstreams,
            new EngineOptions(
                new ConnectRetries(3, RETRY_DELAY),
                new Ejector(ejection, time::nanoTime, time::schedule),
                ExchangeTimes.NONE),
            (exchange, plan, record) -> {
              throw new IllegalStateException("no gateway here");
            });
    server =
        new TrafficServer(
            new TrafficOptions(IoTransport.best(), 1, 128),
            around.apply(engine),
            new ActiveTrafficPolicy(holder),
            (refusal, client, silent, nanos) -> {});
    server.start(
        List.of(
            new BindSpec(BindSpec.Kind.HTTP, "127.0.0.1", 0),
            new BindSpec(BindSpec.Kind.HTTPS, "127.0.0.1", 0)));
  }

  /** Activates resources on top of those that are active. */
  TestRouter with(Resource... upserts) {
    for (Resource resource : upserts) {
      if (!(resource instanceof EndpointSet)) {
        resources.put(resource.key(), resource);
      }
    }
    Set<ResourceKey> changed = new HashSet<>();
    Arrays.stream(upserts).map(Resource::key).forEach(changed::add);
    activate(changed, Set.of(), Set.of());
    return this;
  }

  void activate(Set<ResourceKey> changed, Set<ResourceKey> removed, Set<String> rejected) {
    removed.forEach(resources::remove);
    SnapshotId id = SnapshotId.EMPTY;
    activator.activate(new ConfigView(id, id, resources, changed, removed, rejected));
  }

  /** Sets the endpoints of an upstream. */
  TestRouter endpoints(String upstream, Endpoint... endpoints) {
    activator.endpoints(
        List.of(new EndpointSet(Routes.SHARD, upstream, List.of(endpoints))), List.of());
    return this;
  }

  /** Serves {@code app.test} from one endpoint. */
  TestRouter serving(Endpoint... endpoints) {
    endpoints(Routes.UPSTREAM, endpoints);
    VirtualHost host = Routes.host("app.test", Routes.rule(""));
    return with(Routes.upstream(Routes.UPSTREAM, null), host);
  }

  int port() {
    return server.addresses().getFirst().getPort();
  }

  int securePort() {
    return server.addresses().getLast().getPort();
  }

  /** Returns how many client connections are open. */
  int connections() {
    return server.connectionCount();
  }

  Wire client() {
    try {
      return new Wire(new Socket(InetAddress.getLoopbackAddress(), port()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for something that happens on other threads. */
  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within 10 s: " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public void close() {
    // As the router does: an event loop that ends does not close what is idle on it in any case.
    upstreams.drain();
    server.stop();
  }
}
