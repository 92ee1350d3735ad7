package dev.causeway.router.config;

import dev.causeway.router.access.AccessLog;
import dev.causeway.router.exchange.ClientFacts;
import dev.causeway.router.failure.FailureResponder;
import dev.causeway.router.http.ClientTimeouts;
import dev.causeway.router.http.HeadTerms;
import dev.causeway.router.transport.TlsTreatment;
import dev.causeway.routing.match.RequestTarget;
import dev.causeway.routing.match.RouteIndex;
import dev.causeway.routing.match.SniMatch;
import dev.causeway.routing.model.Settings;
import dev.causeway.routing.model.VirtualHost;
import dev.causeway.routing.version.SnapshotId;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Everything the data plane decides by, apart from endpoints; immutable, swapped as a whole. */
public final class ActiveConfig {
  private final @Nullable SnapshotId offered;
  private final @Nullable SnapshotId effective;
  private final Settings settings;
  private final RouteIndex<RoutePlan> index;
  private final Map<String, TlsTreatment.Terminate> certificates;
  private final TlsTreatment.@Nullable Terminate defaultCertificates;
  private final TlsTreatment.@Nullable Terminate withoutName;
  private final FailureResponder failures;
  private final ClientTimeouts clientTimeouts;
  private final HeadTerms headTerms;
  private final Duration inspectDelay;
  private final @Nullable AccessLog accessLog;

  /**
   * Creates a configuration.
   *
   * @param defaultCertificates how names without certificates of their own are served; null as long
   *     as there is no configuration
   * @param withoutName how clients that send no name are served; null in the same case
   * @param accessLog where requests are logged, or null for nowhere
   */
  ActiveConfig(
      @Nullable SnapshotId offered,
      @Nullable SnapshotId effective,
      Settings settings,
      RouteIndex<RoutePlan> index,
      Map<String, TlsTreatment.Terminate> certificates,
      TlsTreatment.@Nullable Terminate defaultCertificates,
      TlsTreatment.@Nullable Terminate withoutName,
      @Nullable AccessLog accessLog) {
    this.offered = offered;
    this.effective = effective;
    this.settings = settings;
    this.index = index;
    this.certificates = certificates;
    this.defaultCertificates = defaultCertificates;
    this.withoutName = withoutName;
    this.failures = new FailureResponder(settings.errorPages());
    this.clientTimeouts = ClientTimeouts.of(settings);
    this.headTerms = HeadTerms.of(settings);
    this.inspectDelay = Duration.ofMillis(settings.inspectDelayMillis());
    this.accessLog = accessLog;
  }

  /** Returns the id of what the control plane offered; null before the first snapshot. */
  public @Nullable SnapshotId offered() {
    return offered;
  }

  /** Returns the id of what serves; null before the first snapshot. */
  public @Nullable SnapshotId effective() {
    return effective;
  }

  /** Returns the shard's settings. */
  public Settings settings() {
    return settings;
  }

  /** Returns the limits on clients. */
  public ClientTimeouts clientTimeouts() {
    return clientTimeouts;
  }

  /** Returns what holds for heads on client connections. */
  public HeadTerms headTerms() {
    return headTerms;
  }

  /** Returns the limit for a complete ClientHello. */
  public Duration inspectDelay() {
    return inspectDelay;
  }

  /** Returns where requests are logged, or null for nowhere. */
  public @Nullable AccessLog accessLog() {
    return accessLog;
  }

  /** Returns the index of rules. */
  public RouteIndex<RoutePlan> index() {
    return index;
  }

  /** Returns who makes the router's own answers. */
  public FailureResponder failures() {
    return failures;
  }

  /**
   * Decides what becomes of a TLS connection (TLS-002).
   *
   * @param name server name as sent, or null where there is none
   */
  public TlsTreatment sni(@Nullable String name) {
    if (name == null) {
      return orRefuse(withoutName);
    }
    return switch (index.sni(name)) {
      case SniMatch.Passthrough<RoutePlan> match -> {
        TlsTreatment.Relay relay = match.plan().passthrough();
        yield relay == null ? orRefuse(defaultCertificates) : relay;
      }
      case SniMatch.Terminate<RoutePlan> match -> orRefuse(terminate(match.certificates()));
    };
  }

  /**
   * Returns whether a request on an HTTP/2 connection must be answered with 421, because a
   * connection opened for its authority would have been treated differently.
   *
   * @param client facts of the client's connection
   * @param authority authority of the request as sent
   */
  public boolean misdirected(ClientFacts client, String authority) {
    String sni = client.sni();
    if (!client.secure() || (sni != null && names(authority, sni))) {
      return false;
    }
    return switch (index.sniOfAuthority(authority)) {
      case SniMatch.Passthrough<RoutePlan> match -> true;
      case SniMatch.Terminate<RoutePlan> match -> {
        TlsTreatment.Terminate wanted = terminate(match.certificates());
        yield !(index.sni(sni) instanceof SniMatch.Terminate<RoutePlan> own)
            || !Objects.equals(terminate(own.certificates()), wanted);
      }
    };
  }

  private static boolean names(String authority, String sni) {
    int end = RequestTarget.hostEnd(authority);
    return end == sni.length() && authority.regionMatches(true, 0, sni, 0, end);
  }

  private static TlsTreatment orRefuse(@Nullable TlsTreatment treatment) {
    return treatment == null ? new TlsTreatment.Refuse() : treatment;
  }

  private TlsTreatment.@Nullable Terminate terminate(@Nullable VirtualHost host) {
    TlsTreatment.Terminate own = host == null ? null : certificates.get(host.name());
    return own == null ? defaultCertificates : own;
  }

  Map<String, TlsTreatment.Terminate> certificates() {
    return certificates;
  }
}
