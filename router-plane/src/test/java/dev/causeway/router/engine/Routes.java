package dev.causeway.router.engine;

import dev.causeway.routing.model.Balance;
import dev.causeway.routing.model.Balancing;
import dev.causeway.routing.model.ClientConnections;
import dev.causeway.routing.model.ErrorPages;
import dev.causeway.routing.model.ForwardedPolicy;
import dev.causeway.routing.model.HeaderActions;
import dev.causeway.routing.model.HeaderPolicies;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.RouteRef;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.RulePolicies;
import dev.causeway.routing.model.Settings;
import dev.causeway.routing.model.Termination;
import dev.causeway.routing.model.TlsSettings;
import dev.causeway.routing.model.Tuning;
import dev.causeway.routing.model.Upstream;
import dev.causeway.routing.model.UpstreamTls;
import dev.causeway.routing.model.VirtualHost;
import dev.causeway.routing.model.WeightedUpstream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes resources for tests. */
final class Routes {
  static final String SHARD = "default";
  static final String UPSTREAM = "ns/svc:http";
  static final RulePolicies POLICIES = policies(30_000, ForwardedPolicy.APPEND, null, null);

  private Routes() {}

  static RulePolicies policies(
      long serverTimeoutMillis,
      ForwardedPolicy forwarded,
      @Nullable String hsts,
      @Nullable String rewrite) {
    return new RulePolicies(
        serverTimeoutMillis,
        3_600_000,
        Balance.ROUND_ROBIN,
        forwarded,
        hsts,
        rewrite,
        null,
        0,
        0,
        null,
        null,
        HeaderActions.NONE,
        false);
  }

  /** Settings with these and OKD's defaults. */
  static Settings settings(boolean http2, long connectTimeoutMillis) {
    return settings(http2, connectTimeoutMillis, Tuning.DEFAULTS, ClientConnections.DEFAULTS);
  }

  /** Settings with these and OKD's defaults, without HTTP/2. */
  static Settings settings(Tuning tuning, ClientConnections connections) {
    return settings(false, 5_000, tuning, connections);
  }

  private static Settings settings(
      boolean http2, long connectTimeoutMillis, Tuning tuning, ClientConnections connections) {
    return new Settings(
        SHARD,
        "apps.test",
        List.of(),
        http2,
        connectTimeoutMillis,
        30_000,
        10_000,
        300_000,
        5_000,
        ErrorPages.BUILT_IN,
        tuning,
        HeaderPolicies.NONE,
        TlsSettings.DEFAULT,
        Balancing.DEFAULTS,
        connections,
        null);
  }

  static Rule rule(String path) {
    return rule(path, Termination.NONE, InsecurePolicy.NONE, POLICIES);
  }

  static Rule rule(String path, RulePolicies policies) {
    return rule(path, Termination.NONE, InsecurePolicy.NONE, policies);
  }

  static Rule rule(
      String path, Termination termination, InsecurePolicy insecure, RulePolicies policies) {
    return new Rule(
        new RouteRef("ns", "route" + path.replace('/', '-')),
        path,
        termination,
        insecure,
        List.of(new WeightedUpstream(UPSTREAM, 1)),
        policies,
        List.of(),
        List.of());
  }

  /** A reencrypt rule that the plain side serves as well. */
  static Rule reencrypt(String upstream) {
    return new Rule(
        new RouteRef("ns", "reencrypt"),
        "",
        Termination.REENCRYPT,
        InsecurePolicy.ALLOW,
        List.of(new WeightedUpstream(upstream, 1)),
        POLICIES,
        List.of(),
        List.of());
  }

  static VirtualHost host(String name, Rule... rules) {
    return new VirtualHost(SHARD, name, "ns", List.of(rules), List.of());
  }

  static Upstream upstream(String name, @Nullable UpstreamTls tls) {
    return new Upstream(SHARD, name, "ns", "svc", "http", tls);
  }
}
