package dev.causeway.router.config;

import dev.causeway.router.access.Backend;
import dev.causeway.router.balance.ConnectionCap;
import dev.causeway.router.balance.EndpointDirectory;
import dev.causeway.router.balance.EndpointPicker;
import dev.causeway.router.balance.LiveUpstream;
import dev.causeway.router.compress.Compression;
import dev.causeway.router.headers.AffinityCookie;
import dev.causeway.router.headers.HeadProgramme;
import dev.causeway.router.headers.HeaderNames;
import dev.causeway.router.headers.PathRewrite;
import dev.causeway.router.headers.UniqueIds;
import dev.causeway.router.limit.SourceGuard;
import dev.causeway.router.tls.ClientTls;
import dev.causeway.router.transport.TlsTreatment;
import dev.causeway.router.upstream.CallTimeouts;
import dev.causeway.router.upstream.EndpointTls;
import dev.causeway.routing.model.Affinity;
import dev.causeway.routing.model.ClosedClients;
import dev.causeway.routing.model.HeaderPolicies;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.RulePolicies;
import dev.causeway.routing.model.Settings;
import dev.causeway.routing.model.Termination;
import dev.causeway.routing.model.TrustBundle;
import dev.causeway.routing.model.Upstream;
import dev.causeway.routing.model.UpstreamTls;
import dev.causeway.routing.model.VirtualHost;
import dev.causeway.routing.model.WeightedUpstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Turns rules into plans, for one activation. */
final class PlanCompiler {
  /** No upstream has this name, so nothing ever sends anything to it. */
  private static final String NOWHERE = "";

  private final Settings settings;
  private final Map<ResourceKey, Resource> resources;
  private final EndpointDirectory directory;
  private final TlsContexts tlsContexts;
  private final PlanOptions options;
  private final RouterState state;
  private final HeadProgramme.Edits edits;
  private final @Nullable UniqueIds uniqueIds;
  private final HeaderNames names;
  private final @Nullable Compression compression;

  PlanCompiler(
      Settings settings,
      Map<ResourceKey, Resource> resources,
      EndpointDirectory directory,
      TlsContexts tlsContexts,
      PlanOptions options,
      RouterState state) {
    this.settings = settings;
    this.resources = resources;
    this.directory = directory;
    this.tlsContexts = tlsContexts;
    this.options = options;
    this.state = state;
    HeaderPolicies headers = settings.headers();
    this.edits = HeadProgramme.Edits.of(headers.actions());
    this.uniqueIds =
        headers.uniqueId() == null
            ? null
            : new UniqueIds(headers.uniqueId(), state.clock(), state.requests());
    this.names = new HeaderNames(headers.names());
    this.compression = Compression.of(headers.compressedTypes());
  }

  /**
   * Compiles a rule.
   *
   * @param previous the rule's earlier version, whose turn and places go on, or null
   */
  RoutePlan compile(VirtualHost host, Rule rule, @Nullable RoutePlan previous) {
    List<LiveUpstream> upstreams = new ArrayList<>(rule.backends().size());
    List<Integer> weights = new ArrayList<>(rule.backends().size());
    @Nullable EndpointTls[] tls = new EndpointTls[rule.backends().size()];
    for (WeightedUpstream backend : rule.backends()) {
      Upstream upstream = find(ResourceKind.UPSTREAM, backend.upstream(), Upstream.class);
      int index = upstreams.size();
      tls[index] = upstream == null ? null : tls(upstream, rule);
      // Without its description nobody knows whether an upstream wants TLS: send nothing there.
      boolean usable = upstream != null && (upstream.tls() == null || tls[index] != null);
      boolean tcp = rule.termination() == Termination.PASSTHROUGH;
      upstreams.add(directory.upstream(usable || tcp ? backend.upstream() : NOWHERE));
      weights.add(backend.weight());
    }
    RulePolicies policies = rule.policies();
    boolean consistent = rule.termination() == Termination.PASSTHROUGH;
    EndpointPicker picker =
        new EndpointPicker(
            policies.balance(),
            consistent,
            upstreams,
            weights,
            previous == null ? null : previous.picker());
    ConnectionCap cap = cap(policies.podConnections(), previous);
    int connectTimeoutMillis = Math.clamp(settings.connectTimeoutMillis(), 1, Integer.MAX_VALUE);
    SourceGuard guard = SourceGuard.of(rule.route(), policies, state.sources());
    PlanPassthrough passthrough =
        new PlanPassthrough(
            new Backend(rule.termination(), rule.route(), picker::inFlight),
            guard,
            picker,
            cap,
            Duration.ofMillis(connectTimeoutMillis),
            Duration.ofMillis(policies.tunnelTimeoutMillis()),
            Duration.ofMillis(settings.tuning().clientFinTimeoutMillis()),
            Duration.ofMillis(settings.tuning().serverFinTimeoutMillis()));
    Affinity affinity = policies.affinity();
    return new RoutePlan(
        host.name(),
        rule,
        picker,
        cap,
        upstreams,
        tls,
        programme(rule, policies),
        affinity == null || consistent ? null : new AffinityCookie(affinity),
        new CallTimeouts(
            TimeUnit.MILLISECONDS.toNanos(policies.serverTimeoutMillis()),
            TimeUnit.MILLISECONDS.toNanos(policies.tunnelTimeoutMillis()),
            TimeUnit.MILLISECONDS.toNanos(settings.tuning().clientFinTimeoutMillis()),
            TimeUnit.MILLISECONDS.toNanos(settings.tuning().serverFinTimeoutMillis())),
        connectTimeoutMillis,
        consistent ? new TlsTreatment.Relay(passthrough) : null,
        options.viaGateway().test(rule),
        guard,
        compression,
        settings.balancing().closedClients() == ClosedClients.CONTINUE);
  }

  private static @Nullable ConnectionCap cap(int limit, @Nullable RoutePlan previous) {
    ConnectionCap known = previous == null ? null : previous.cap();
    if (known != null) {
      // Those who wait go ahead where there is no limit any more.
      known.update(limit == 0 ? Integer.MAX_VALUE : limit);
    }
    return limit == 0 ? null : known == null ? new ConnectionCap(limit) : known;
  }

  private HeadProgramme programme(Rule rule, RulePolicies policies) {
    String target = policies.rewriteTarget();
    PathRewrite rewrite = target == null ? null : new PathRewrite(rule.path(), target);
    String hsts = rule.servedOnHttps() ? policies.hsts() : null;
    return new HeadProgramme(
        policies.forwarded(),
        hsts,
        rewrite,
        edits.with(policies.headerActions()),
        uniqueIds,
        policies.adjustHeaderCase() ? names : HeaderNames.NONE);
  }

  private @Nullable EndpointTls tls(Upstream upstream, Rule rule) {
    UpstreamTls wanted = upstream.tls();
    if (wanted == null || rule.termination() == Termination.PASSTHROUGH) {
      return null;
    }
    TrustBundle trust = null;
    String bundle = wanted.trustBundle();
    if (bundle != null) {
      trust = find(ResourceKind.TRUST_BUNDLE, bundle, TrustBundle.class);
      if (trust == null) {
        return null;
      }
    }
    ClientTls client = tlsContexts.towards(wanted, trust);
    return client == null ? null : new EndpointTls(client, settings.http2());
  }

  private <T extends Resource> @Nullable T find(ResourceKind kind, String name, Class<T> type) {
    Resource found = resources.get(new ResourceKey(settings.shard(), kind, name));
    return type.isInstance(found) ? type.cast(found) : null;
  }
}
