package dev.causeway.routing.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Names for {@link Rule#requires}: what a router must not ignore, because a rule without it would
 * let in or let out what it should not. A router of an earlier version rejects such a rule instead
 * of serving it unprotected.
 */
public final class Features {
  /** {@link RulePolicies#accessList}. */
  public static final String ACCESS_LIST = "access-list";

  /** {@link RulePolicies#rateLimits}. */
  public static final String RATE_LIMITS = "rate-limits";

  /** {@link RulePolicies#headerActions}. */
  public static final String HEADER_ACTIONS = "header-actions";

  /** {@link RulePolicies#podConnections}. */
  public static final String POD_CONNECTIONS = "pod-connections";

  /** Versions and cipher suites of {@link TlsSettings#profile}. */
  public static final String TLS_PROFILE = "tls-profile";

  /** Certificates of clients, {@link TlsSettings#clientAuth}. */
  public static final String CLIENT_CERTIFICATES = "client-certificates";

  /** Everything that routers of this version can do. */
  public static final Set<String> ALL =
      Set.of(
          POD_CONNECTIONS,
          ACCESS_LIST,
          RATE_LIMITS,
          HEADER_ACTIONS,
          TLS_PROFILE,
          CLIENT_CERTIFICATES);

  private Features() {}

  /** Returns what a rule with {@code policies} requires, in a fixed order. */
  public static List<String> of(RulePolicies policies) {
    List<String> required = new ArrayList<>();
    if (policies.podConnections() > 0) {
      required.add(POD_CONNECTIONS);
    }
    if (policies.accessList() != null) {
      required.add(ACCESS_LIST);
    }
    if (policies.rateLimits() != null) {
      required.add(RATE_LIMITS);
    }
    if (!policies.headerActions().isEmpty()) {
      required.add(HEADER_ACTIONS);
    }
    return List.copyOf(required);
  }
}
