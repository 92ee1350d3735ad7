package dev.causeway.router.config;

import dev.causeway.router.access.Backend;
import dev.causeway.router.balance.ConnectionCap;
import dev.causeway.router.balance.EndpointPicker;
import dev.causeway.router.balance.LiveEndpoint;
import dev.causeway.router.balance.LiveUpstream;
import dev.causeway.router.compress.Compression;
import dev.causeway.router.headers.AffinityCookie;
import dev.causeway.router.headers.HeadProgramme;
import dev.causeway.router.health.WatchedRule;
import dev.causeway.router.limit.SourceGuard;
import dev.causeway.router.transport.TlsTreatment;
import dev.causeway.router.upstream.CallTimeouts;
import dev.causeway.router.upstream.EndpointTls;
import dev.causeway.routing.model.RouteRef;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.Termination;
import dev.causeway.routing.model.WeightedUpstream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one rule serves requests, decided when its host became active. Immutable, except that the
 * picker follows the endpoint sets. A request keeps the plan it started with.
 */
public final class RoutePlan {
  private final String host;
  private final Rule rule;
  private final EndpointPicker picker;
  private final @Nullable ConnectionCap cap;
  private final LiveUpstream[] upstreams;
  private final @Nullable EndpointTls[] tls;
  private final HeadProgramme programme;
  private final @Nullable AffinityCookie affinity;
  private final CallTimeouts timeouts;
  private final int connectTimeoutMillis;
  private final TlsTreatment.@Nullable Relay passthrough;
  private final boolean viaGateway;
  private final @Nullable SourceGuard guard;
  private final @Nullable Compression compression;
  private final boolean finishesWithoutClient;

  RoutePlan(
      String host,
      Rule rule,
      EndpointPicker picker,
      @Nullable ConnectionCap cap,
      List<LiveUpstream> upstreams,
      @Nullable EndpointTls[] tls,
      HeadProgramme programme,
      @Nullable AffinityCookie affinity,
      CallTimeouts timeouts,
      int connectTimeoutMillis,
      TlsTreatment.@Nullable Relay passthrough,
      boolean viaGateway,
      @Nullable SourceGuard guard,
      @Nullable Compression compression,
      boolean finishesWithoutClient) {
    this.host = host;
    this.rule = rule;
    this.picker = picker;
    this.cap = cap;
    this.upstreams = upstreams.toArray(LiveUpstream[]::new);
    this.tls = tls.clone();
    this.programme = programme;
    this.affinity = affinity;
    this.timeouts = timeouts;
    this.connectTimeoutMillis = connectTimeoutMillis;
    this.passthrough = passthrough;
    this.viaGateway = viaGateway;
    this.guard = guard;
    this.compression = compression;
    this.finishesWithoutClient = finishesWithoutClient;
  }

  /** Returns the name of the host the rule belongs to. */
  public String host() {
    return host;
  }

  /** Returns the rule. */
  public Rule rule() {
    return rule;
  }

  /** Returns the Route the rule came from. */
  public RouteRef route() {
    return rule.route();
  }

  /** Returns the Route as access logs name it. */
  public Backend backend() {
    return new Backend(rule.termination(), rule.route(), picker::inFlight);
  }

  /** Returns who chooses the endpoint of each request or connection. */
  public EndpointPicker picker() {
    return picker;
  }

  /** Returns what bounds requests per endpoint, or null where nothing does. */
  public @Nullable ConnectionCap cap() {
    return cap;
  }

  /** Returns what happens to heads. */
  public HeadProgramme programme() {
    return programme;
  }

  /** Returns the affinity cookie, or null where the rule has none. */
  public @Nullable AffinityCookie affinity() {
    return affinity;
  }

  /**
   * Returns what decides which endpoints are checked.
   *
   * @param intervalMillis the shard's interval, for a rule that asks for none
   */
  WatchedRule watched(long intervalMillis) {
    long own = rule.policies().healthCheckIntervalMillis();
    return new WatchedRule(
        List.of(upstreams),
        tls.clone(),
        rule.backends().stream().map(WeightedUpstream::weight).toList(),
        rule.termination() != Termination.PASSTHROUGH,
        own > 0 ? own : intervalMillis);
  }

  /** Returns the inactivity limits. */
  public CallTimeouts timeouts() {
    return timeouts;
  }

  /** Returns the limit for one attempt to connect, milliseconds. */
  public int connectTimeoutMillis() {
    return connectTimeoutMillis;
  }

  /** Returns the names of gateway filters in order. */
  public List<String> filters() {
    return rule.filters();
  }

  /** Returns whether requests run through the gateway's filter chain. */
  public boolean viaGateway() {
    return viaGateway;
  }

  /** Returns who decides by the source address, or null where every source may do anything. */
  public @Nullable SourceGuard guard() {
    return guard;
  }

  /** Returns what compresses responses, or null where nothing does. */
  public @Nullable Compression compression() {
    return compression;
  }

  /** Returns whether requests go on once their client is gone (RO-040). */
  public boolean finishesWithoutClient() {
    return finishesWithoutClient;
  }

  /** Returns what TLS connections of a passthrough rule lead to; null for every other rule. */
  TlsTreatment.@Nullable Relay passthrough() {
    return passthrough;
  }

  /** Returns TLS towards an endpoint that {@link #picker} chose, or null for clear text. */
  @SuppressWarnings("ReferenceEquality") // an upstream is one object
  public @Nullable EndpointTls tls(LiveEndpoint endpoint) {
    for (int i = 0; i < upstreams.length; i++) {
      if (upstreams[i] == endpoint.upstream()) {
        return tls[i];
      }
    }
    throw new IllegalArgumentException("endpoint " + endpoint + " is not one of " + host);
  }

  @Override
  public String toString() {
    return "RoutePlan[" + rule.route() + " on " + host + rule.path() + "]";
  }
}
