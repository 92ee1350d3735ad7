package dev.causeway.router.test;

import dev.causeway.router.boot.RouterProperties;
import dev.causeway.router.boot.TrafficLifecycle;
import dev.causeway.router.config.ConfigActivator;
import dev.causeway.router.config.ConfigView;
import dev.causeway.router.config.ResourceProblem;
import dev.causeway.routing.model.AppProtocol;
import dev.causeway.routing.model.Balance;
import dev.causeway.routing.model.Endpoint;
import dev.causeway.routing.model.EndpointSet;
import dev.causeway.routing.model.ErrorPages;
import dev.causeway.routing.model.ForwardedPolicy;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.RouteRef;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.RulePolicies;
import dev.causeway.routing.model.Settings;
import dev.causeway.routing.model.Termination;
import dev.causeway.routing.model.TlsSettings;
import dev.causeway.routing.model.Upstream;
import dev.causeway.routing.model.VirtualHost;
import dev.causeway.routing.model.WeightedUpstream;
import dev.causeway.routing.version.Snapshot;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.context.ApplicationContext;

/**
 * A running router whose routes a test decides. They go in where those of a control plane would,
 * and from there on everything is real: listeners, filters, connections to the origin.
 *
 * <p>Start the application with {@code causeway.router.http-port=0} and {@code
 * causeway.router.https-port=0}, and ask for the port once there is a route: a router listens as
 * soon as it knows one. The default certificate is the router's own self-signed one.
 */
public final class RouterUnderTest {
  private static final String NAMESPACE = "test";
  private static final String LOOPBACK = "127.0.0.1";

  private final ApplicationContext application;
  private final ConfigActivator activator;
  private final String shard;
  private Snapshot routes;

  private RouterUnderTest(ApplicationContext application) {
    this.application = application;
    this.activator = application.getBean(ConfigActivator.class);
    this.shard = application.getBean(RouterProperties.class).shard();
    this.routes = Snapshot.EMPTY.with(List.of(settings(shard)), List.of());
  }

  /** Takes over the routes of an application that uses the starter. */
  public static RouterUnderTest of(ApplicationContext application) {
    return new RouterUnderTest(application);
  }

  /**
   * Adds a route that is served on HTTP and HTTPS, and makes all routes so far the active ones.
   *
   * @param host host of the route; a further route of the same host takes its place
   * @param originPort port of an origin on this machine that speaks HTTP/1.1
   * @param filters names of filters, in order, as {@code causeway.dev/filters} would list them
   * @return this
   * @throws IllegalArgumentException if the router would not serve the route, with the reason; the
   *     routes so far stay as they are
   */
  public RouterUnderTest route(String host, int originPort, String... filters) {
    String upstream = host + ":" + originPort;
    Rule rule =
        new Rule(
            new RouteRef(NAMESPACE, host),
            "",
            Termination.EDGE,
            InsecurePolicy.ALLOW,
            List.of(new WeightedUpstream(upstream, 1)),
            RulePolicies.basic(
                Duration.ofSeconds(30).toMillis(),
                Duration.ofHours(1).toMillis(),
                Balance.ROUND_ROBIN,
                ForwardedPolicy.APPEND),
            List.of(filters),
            List.of());
    List<Resource> added =
        List.of(
            new Upstream(shard, upstream, NAMESPACE, host, Integer.toString(originPort), null),
            new VirtualHost(shard, host, NAMESPACE, List.of(rule), List.of()));
    for (Resource resource : added) {
      List<ResourceProblem> problems = activator.validate(resource);
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(resource.key() + ": " + problems);
      }
    }
    Endpoint endpoint = new Endpoint(upstream, LOOPBACK, originPort, AppProtocol.HTTP1);
    activator.endpoints(List.of(new EndpointSet(shard, upstream, List.of(endpoint))), List.of());
    routes = routes.with(added, List.of());
    activate();
    return this;
  }

  /** Returns the port of plain HTTP; there is none before the first route. */
  public int httpPort() {
    return port(0);
  }

  /** Returns the port of TLS; there is none before the first route. */
  public int httpsPort() {
    return port(1);
  }

  private int port(int listener) {
    var addresses = application.getBean(TrafficLifecycle.class).addresses();
    if (addresses.isEmpty()) {
      throw new IllegalStateException("the router listens once it has a route");
    }
    return addresses.get(listener).getPort();
  }

  private void activate() {
    Map<ResourceKey, Resource> byKey = new LinkedHashMap<>();
    routes.forEach(resource -> byKey.put(resource.key(), resource));
    activator.activate(
        new ConfigView(routes.id(), routes.id(), byKey, byKey.keySet(), Set.of(), Set.of()));
  }

  private static Settings settings(String shard) {
    return new Settings(
        shard,
        "",
        List.of(),
        true,
        Duration.ofSeconds(5).toMillis(),
        Duration.ofSeconds(30).toMillis(),
        Duration.ofSeconds(10).toMillis(),
        Duration.ofMinutes(5).toMillis(),
        Duration.ofSeconds(5).toMillis(),
        ErrorPages.BUILT_IN,
        TlsSettings.DEFAULT);
  }
}
