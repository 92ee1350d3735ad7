package dev.causeway.router.suite;

import dev.causeway.routing.model.AccessList;
import dev.causeway.routing.model.AccessLogging;
import dev.causeway.routing.model.AppProtocol;
import dev.causeway.routing.model.Balance;
import dev.causeway.routing.model.Balancing;
import dev.causeway.routing.model.ClientConnections;
import dev.causeway.routing.model.Endpoint;
import dev.causeway.routing.model.EndpointSet;
import dev.causeway.routing.model.ErrorPages;
import dev.causeway.routing.model.ForwardedPolicy;
import dev.causeway.routing.model.HeaderActions;
import dev.causeway.routing.model.HeaderPolicies;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.RateLimits;
import dev.causeway.routing.model.Resource;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds what a control plane would send, resource by resource. */
final class Routes {

  static final String SHARD = "default";
  static final RulePolicies POLICIES =
      RulePolicies.basic(10_000, 60_000, Balance.ROUND_ROBIN, ForwardedPolicy.APPEND);

  private final Map<String, List<Rule>> hosts = new LinkedHashMap<>();
  private final Map<String, List<String>> certificates = new LinkedHashMap<>();
  private final List<Resource> others = new ArrayList<>();
  private final List<EndpointSet> endpoints = new ArrayList<>();
  private final List<String> defaults = new ArrayList<>();
  private TlsSettings tls = TlsSettings.DEFAULT;
  private ErrorPages pages = ErrorPages.BUILT_IN;
  private Tuning tuning = Tuning.DEFAULTS;
  private long requestHeadMillis = 10_000;
  private long keepAliveMillis = 300_000;
  private HeaderPolicies headers = HeaderPolicies.NONE;
  private Balancing balancing = Balancing.DEFAULTS;
  private ClientConnections connections = ClientConnections.DEFAULTS;
  private @Nullable AccessLogging accessLog;
  private boolean http2 = true;

  /** Returns policies with a rewritten path and limits on clients, each or none. */
  static RulePolicies policies(
      @Nullable String rewriteTarget, @Nullable AccessList list, @Nullable RateLimits limits) {
    return new RulePolicies(
        POLICIES.serverTimeoutMillis(),
        POLICIES.tunnelTimeoutMillis(),
        POLICIES.balance(),
        POLICIES.forwarded(),
        null,
        rewriteTarget,
        null,
        0,
        0,
        list,
        limits,
        HeaderActions.NONE,
        false);
  }

  /** Adds an upstream with one endpoint per origin. */
  Routes upstream(String name, TestOrigin... origins) {
    return upstream(name, null, origins);
  }

  Routes upstream(String name, @Nullable UpstreamTls tls, TestOrigin... origins) {
    int[] ports = Arrays.stream(origins).mapToInt(TestOrigin::port).toArray();
    return upstream(name, tls, ports);
  }

  Routes upstream(String name, @Nullable UpstreamTls tls, int... ports) {
    return upstream(name, tls, AppProtocol.HTTP1, ports);
  }

  /** Adds an upstream whose endpoints' ports carry an {@code appProtocol}. */
  Routes upstream(String name, @Nullable UpstreamTls tls, AppProtocol protocol, int... ports) {
    others.add(new Upstream(SHARD, name, "apps", name, "8080", tls));
    List<Endpoint> all = new ArrayList<>();
    for (int port : ports) {
      all.add(
          new Endpoint(
              "pod:" + name + "-" + port + ":" + name + "::127.0.0.1:" + port,
              "127.0.0.1",
              port,
              protocol));
    }
    all.sort(Comparator.comparing(Endpoint::id));
    endpoints.add(new EndpointSet(SHARD, name, all));
    return this;
  }

  /** Adds a rule that both sides serve: edge with insecure Allow. */
  Routes both(String host, String path, String... upstreams) {
    return rule(host, path, Termination.EDGE, InsecurePolicy.ALLOW, POLICIES, List.of(), upstreams);
  }

  /** Adds a rule that relays TLS to the endpoints. */
  Routes passthrough(String host, String upstream) {
    return passthrough(host, POLICIES, upstream);
  }

  Routes passthrough(String host, RulePolicies policies, String upstream) {
    return rule(
        host, "", Termination.PASSTHROUGH, InsecurePolicy.NONE, policies, List.of(), upstream);
  }

  /** Adds a rule that both sides serve, through filters. */
  Routes filtered(String host, List<String> filters, String... upstreams) {
    return rule(host, "", Termination.EDGE, InsecurePolicy.ALLOW, POLICIES, filters, upstreams);
  }

  Routes rule(
      String host,
      String path,
      Termination termination,
      InsecurePolicy insecure,
      RulePolicies policies,
      List<String> filters,
      String... upstreams) {
    List<WeightedUpstream> backends =
        Arrays.stream(upstreams).map(name -> new WeightedUpstream(name, 1)).toList();
    return rule(host, path, termination, insecure, policies, filters, backends);
  }

  Routes rule(
      String host,
      String path,
      Termination termination,
      InsecurePolicy insecure,
      RulePolicies policies,
      List<String> filters,
      List<WeightedUpstream> backends) {
    String name = (host + path).replace('.', '-').replace('/', '-').replace('*', 'w');
    hosts
        .computeIfAbsent(host, key -> new ArrayList<>())
        .add(
            new Rule(
                new RouteRef("apps", name),
                path,
                termination,
                insecure,
                backends,
                policies,
                filters,
                List.of()));
    return this;
  }

  Routes add(Resource resource) {
    others.add(resource);
    return this;
  }

  Routes certificate(String host, String certificate) {
    certificates.computeIfAbsent(host, key -> new ArrayList<>()).add(certificate);
    return this;
  }

  /** Sets TLS towards clients. */
  Routes tls(TlsSettings settings) {
    tls = settings;
    return this;
  }

  Routes defaultCertificate(String certificate) {
    defaults.add(certificate);
    return this;
  }

  Routes pages(ErrorPages changed) {
    pages = changed;
    return this;
  }

  Routes tuning(Tuning changed) {
    tuning = changed;
    return this;
  }

  Routes requestHead(long millis) {
    requestHeadMillis = millis;
    return this;
  }

  Routes keepAlive(long millis) {
    keepAliveMillis = millis;
    return this;
  }

  Routes headers(HeaderPolicies changed) {
    headers = changed;
    return this;
  }

  Routes balancing(Balancing other) {
    balancing = other;
    return this;
  }

  Routes connections(ClientConnections changed) {
    connections = changed;
    return this;
  }

  Routes accessLog(@Nullable AccessLogging log) {
    accessLog = log;
    return this;
  }

  /** Policies with {@code Strict-Transport-Security: max-age=5}. */
  static RulePolicies strict(HeaderActions actions, boolean adjustHeaderCase) {
    return new RulePolicies(
        10_000,
        60_000,
        Balance.ROUND_ROBIN,
        ForwardedPolicy.APPEND,
        "max-age=5",
        null,
        null,
        0,
        0,
        null,
        null,
        actions,
        adjustHeaderCase);
  }

  /** Offers TLS clients and endpoints HTTP/1.1 only. */
  Routes withoutHttp2() {
    http2 = false;
    return this;
  }

  /** All resources of the configuration lane. */
  List<Resource> config() {
    List<Resource> all = new ArrayList<>(others);
    all.add(
        new Settings(
            SHARD,
            "apps.test",
            defaults,
            http2,
            5_000,
            30_000,
            requestHeadMillis,
            keepAliveMillis,
            5_000,
            pages,
            tuning,
            headers,
            tls,
            balancing,
            connections,
            accessLog));
    hosts.forEach(
        (host, rules) -> {
          List<Rule> ordered = new ArrayList<>(rules);
          ordered.sort(
              Comparator.comparingInt((Rule rule) -> rule.path().length())
                  .reversed()
                  .thenComparing(Rule::path));
          all.add(
              new VirtualHost(
                  SHARD, host, "apps", ordered, certificates.getOrDefault(host, List.of())));
        });
    return all;
  }

  List<EndpointSet> endpoints() {
    return endpoints;
  }
}
