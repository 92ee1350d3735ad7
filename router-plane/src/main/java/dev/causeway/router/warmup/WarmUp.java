package dev.causeway.router.warmup;

import dev.causeway.router.balance.Ejector;
import dev.causeway.router.balance.EndpointDirectory;
import dev.causeway.router.config.ActiveTrafficPolicy;
import dev.causeway.router.config.ConfigHolder;
import dev.causeway.router.config.ConfigView;
import dev.causeway.router.config.PlanOptions;
import dev.causeway.router.config.RouterConfigActivator;
import dev.causeway.router.config.RouterState;
import dev.causeway.router.config.TlsContexts;
import dev.causeway.router.engine.Engine;
import dev.causeway.router.engine.EngineOptions;
import dev.causeway.router.engine.ExchangeTimes;
import dev.causeway.router.gateway.GatewayBridge;
import dev.causeway.router.health.CheckTimer;
import dev.causeway.router.health.HealthChecks;
import dev.causeway.router.limit.SourceTables;
import dev.causeway.router.tls.ServerTlsContexts;
import dev.causeway.router.transport.BindSpec;
import dev.causeway.router.transport.IoTransport;
import dev.causeway.router.transport.TrafficOptions;
import dev.causeway.router.transport.TrafficServer;
import dev.causeway.router.upstream.UpstreamOptions;
import dev.causeway.router.upstream.Upstreams;
import dev.causeway.routing.model.Features;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.version.SnapshotId;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/**
 * Serves requests of its own before a router serves those of others, on listeners of its own on
 * loopback with a configuration of its own (ADR 0025): HTTP/1.1, HTTP/2 and TLS in both roles, the
 * express path and the gateway path. Neither users' endpoints nor meters, logs or filters of an
 * application see anything of it.
 */
public final class WarmUp {
  static final String LOOPBACK = "127.0.0.1";

  /** Clients per listener: enough to keep two cores busy, few enough to end at once. */
  private static final int CLIENTS = 4;

  private static final int MOST_LOOPS = 4;
  private static final int BACKLOG = 128;

  /**
   * What became of it.
   *
   * @param answered requests that were answered as they should be
   * @param failed requests that were not, and connections that broke
   * @param handshakes TLS handshakes of clients
   * @param express requests that the engine forwarded itself, those from itself included
   * @param gateway requests that ran through filters
   */
  public record Outcome(int answered, int failed, int handshakes, long express, long gateway) {}

  private final IoTransport io;
  private final int loops;
  private final Supplier<GatewayBridge> gateways;
  private final Clock clock;

  /**
   * Creates a rehearsal.
   *
   * @param io how sockets are driven
   * @param loops event loops of the router; the rehearsal takes no more, and four at the most
   * @param gateways makes a gateway without an engine behind it
   * @param clock dates the certificate
   */
  public WarmUp(IoTransport io, int loops, Supplier<GatewayBridge> gateways, Clock clock) {
    this.io = io;
    this.loops = Math.min(loops, MOST_LOOPS);
    this.gateways = gateways;
    this.clock = clock;
  }

  /**
   * Sends requests until so many are answered or the time is over. Blocks; never on an event loop.
   *
   * @throws InterruptedException if the thread is interrupted; everything is closed even so
   * @throws SSLException if TLS cannot be set up
   */
  public Outcome run(Duration limit, int requests) throws InterruptedException, SSLException {
    long end = System.nanoTime() + limit.toNanos();
    ConfigHolder holder = new ConfigHolder(RouterConfigActivator.nothingYet());
    Upstreams upstreams = new Upstreams(UpstreamOptions.DEFAULTS);
    GatewayBridge gateway = gateways.get();
    Engine engine =
        new Engine(
            holder, upstreams, EngineOptions.with(Ejector.NONE, ExchangeTimes.NONE), gateway);
    gateway.serve(engine);
    TrafficServer server =
        new TrafficServer(
            new TrafficOptions(io, loops, BACKLOG),
            engine,
            new ActiveTrafficPolicy(holder),
            (refusal, client, silent, nanos) -> {});
    Rehearsal rehearsal = new Rehearsal(requests);
    SslContext tls = tls();
    try {
      Channel origin = LoopbackOrigin.listen(server.loops(), io, rehearsal);
      server.start(
          List.of(
              new BindSpec(BindSpec.Kind.HTTP, LOOPBACK, 0),
              new BindSpec(BindSpec.Kind.HTTPS, LOOPBACK, 0)));
      InetSocketAddress http = server.addresses().getFirst();
      InetSocketAddress https = server.addresses().getLast();
      int originPort = ((InetSocketAddress) origin.localAddress()).getPort();
      configure(holder, originPort, http.getPort(), https.getPort());
      RehearsalClient client = new RehearsalClient(server.loops(), io, rehearsal);
      for (int i = 0; i < CLIENTS; i++) {
        client.run(http, null);
        client.run(https, tls);
      }
      rehearsal.await(end - System.nanoTime());
      return rehearsal.outcome(engine);
    } finally {
      rehearsal.close();
      upstreams.drain();
      server.stop();
      ReferenceCountUtil.release(tls);
    }
  }

  private void configure(ConfigHolder holder, int origin, int http, int https) {
    RouterConfigActivator activator =
        new RouterConfigActivator(
            holder,
            new EndpointDirectory(),
            new TlsContexts(clock),
            new PlanOptions(
                Features.ALL, name -> false, rule -> rule.path().equals(RehearsalRoutes.GATEWAY)),
            new RouterState(
                new SourceTables(() -> 0),
                clock,
                new HealthChecks(new NoTime(), (address, tls, result) -> {}),
                settings -> null));
    Map<ResourceKey, Resource> resources = new LinkedHashMap<>();
    RehearsalRoutes.config().forEach(resource -> resources.put(resource.key(), resource));
    activator.endpoints(RehearsalRoutes.endpoints(origin, http, https), List.of());
    activator.activate(
        new ConfigView(
            SnapshotId.EMPTY, SnapshotId.EMPTY, resources, resources.keySet(), Set.of(), Set.of()));
  }

  private static SslContext tls() throws SSLException {
    return SslContextBuilder.forClient()
        .sslProvider(ServerTlsContexts.provider())
        .trustManager(InsecureTrustManagerFactory.INSTANCE)
        .endpointIdentificationAlgorithm(null)
        .build();
  }

  /** No upstream of the rehearsal has the two endpoints that would be checked. */
  private static final class NoTime implements CheckTimer {
    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public void execute(Runnable task) {}

    @Override
    public Runnable schedule(Runnable task, long delayNanos) {
      return () -> {};
    }
  }
}
