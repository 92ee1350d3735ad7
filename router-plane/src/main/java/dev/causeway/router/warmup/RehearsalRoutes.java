package dev.causeway.router.warmup;

import dev.causeway.routing.model.AppProtocol;
import dev.causeway.routing.model.Balance;
import dev.causeway.routing.model.Endpoint;
import dev.causeway.routing.model.EndpointSet;
import dev.causeway.routing.model.ErrorPages;
import dev.causeway.routing.model.ForwardedPolicy;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.RouteRef;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.RulePolicies;
import dev.causeway.routing.model.Settings;
import dev.causeway.routing.model.Termination;
import dev.causeway.routing.model.TlsSettings;
import dev.causeway.routing.model.Upstream;
import dev.causeway.routing.model.UpstreamTls;
import dev.causeway.routing.model.VirtualHost;
import dev.causeway.routing.model.WeightedUpstream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the rehearsal is configured with. Some rules lead to the origin, others back to the
 * rehearsal's own listeners, whose rule {@link #EXPRESS} the rewritten request then meets: so the
 * router is its own client for TLS and HTTP/2.
 */
final class RehearsalRoutes {
  static final String SHARD = "warm-up";
  static final String HOST = "warm-up.invalid";
  static final String EXPRESS = "/express";
  static final String GATEWAY = "/gateway";
  static final String TLS = "/tls";
  static final String HTTP2 = "/http2";

  /** Entry paths of requests; what follows them is the same for all. */
  static final List<String> ENTRIES = List.of(EXPRESS, GATEWAY, TLS, HTTP2);

  private static final int LIMIT_MILLIS = 5_000;
  private static final RulePolicies DIRECT =
      RulePolicies.basic(LIMIT_MILLIS, LIMIT_MILLIS, Balance.ROUND_ROBIN, ForwardedPolicy.APPEND);

  private RehearsalRoutes() {}

  static List<Resource> config() {
    return List.of(
        new Settings(
            SHARD,
            "",
            List.of(),
            true,
            LIMIT_MILLIS,
            LIMIT_MILLIS,
            LIMIT_MILLIS,
            LIMIT_MILLIS,
            LIMIT_MILLIS,
            ErrorPages.BUILT_IN,
            TlsSettings.DEFAULT),
        upstream(EXPRESS, null),
        upstream(TLS, new UpstreamTls(null, null)),
        upstream(HTTP2, null),
        new VirtualHost(
            SHARD,
            HOST,
            SHARD,
            List.of(
                rule(EXPRESS, Termination.EDGE, EXPRESS, DIRECT),
                rule(GATEWAY, Termination.EDGE, EXPRESS, DIRECT),
                rule(HTTP2, Termination.EDGE, HTTP2, rewritten()),
                rule(TLS, Termination.REENCRYPT, TLS, rewritten())),
            List.of()));
  }

  /** Returns where the upstreams lead. */
  static List<EndpointSet> endpoints(int origin, int http, int https) {
    return List.of(
        endpoint(EXPRESS, origin, AppProtocol.HTTP1),
        endpoint(TLS, https, AppProtocol.HTTP1),
        endpoint(HTTP2, http, AppProtocol.H2C));
  }

  private static RulePolicies rewritten() {
    return new RulePolicies(
        DIRECT.serverTimeoutMillis(),
        DIRECT.tunnelTimeoutMillis(),
        DIRECT.balance(),
        DIRECT.forwarded(),
        null,
        EXPRESS,
        null,
        0,
        0,
        null,
        null,
        DIRECT.headerActions(),
        false);
  }

  private static Upstream upstream(String name, @Nullable UpstreamTls tls) {
    return new Upstream(SHARD, name, SHARD, name, "", tls);
  }

  private static EndpointSet endpoint(String upstream, int port, AppProtocol protocol) {
    String id = "ept:" + upstream + "::" + WarmUp.LOOPBACK + ":" + port;
    return new EndpointSet(
        SHARD, upstream, List.of(new Endpoint(id, WarmUp.LOOPBACK, port, protocol)));
  }

  private static Rule rule(
      String path, Termination termination, String upstream, RulePolicies policies) {
    return new Rule(
        new RouteRef(SHARD, path.substring(1)),
        path,
        termination,
        InsecurePolicy.ALLOW,
        List.of(new WeightedUpstream(upstream, 1)),
        policies,
        List.of(),
        List.of());
  }
}
