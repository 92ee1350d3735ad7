package dev.causeway.router.config;

import dev.causeway.router.balance.EndpointPicker;
import dev.causeway.router.balance.LiveEndpoint;
import dev.causeway.router.balance.LiveUpstream;
import dev.causeway.router.compress.Compression;
import dev.causeway.router.headers.HeadProgramme;
import dev.causeway.router.limit.SourceGuard;
import dev.causeway.router.transport.TlsTreatment;
import dev.causeway.router.upstream.CallTimeouts;
import dev.causeway.router.upstream.EndpointTls;
import dev.causeway.routing.model.RouteRef;
import dev.causeway.routing.model.Rule;
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
  private final LiveUpstream[] upstreams;
  private final @Nullable EndpointTls[] tls;
  private final HeadProgramme programme;
  private final CallTimeouts timeouts;
  private final int connectTimeoutMillis;
  private final TlsTreatment.@Nullable Relay passthrough;
  private final boolean viaGateway;
  private final @Nullable SourceGuard guard;
  private final @Nullable Compression compression;

  RoutePlan(
      String host,
      Rule rule,
      EndpointPicker picker,
      List<LiveUpstream> upstreams,
      @Nullable EndpointTls[] tls,
      HeadProgramme programme,
      CallTimeouts timeouts,
      int connectTimeoutMillis,
      TlsTreatment.@Nullable Relay passthrough,
      boolean viaGateway,
      @Nullable SourceGuard guard,
      @Nullable Compression compression) {
    this.host = host;
    this.rule = rule;
    this.picker = picker;
    this.upstreams = upstreams.toArray(LiveUpstream[]::new);
    this.tls = tls.clone();
    this.programme = programme;
    this.timeouts = timeouts;
    this.connectTimeoutMillis = connectTimeoutMillis;
    this.passthrough = passthrough;
    this.viaGateway = viaGateway;
    this.guard = guard;
    this.compression = compression;
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

  /** Returns who chooses the endpoint of each request or connection. */
  public EndpointPicker picker() {
    return picker;
  }

  /** Returns what happens to heads. */
  public HeadProgramme programme() {
    return programme;
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
