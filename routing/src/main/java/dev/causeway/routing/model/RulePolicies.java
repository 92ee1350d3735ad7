package dev.causeway.routing.model;

import org.jspecify.annotations.Nullable;

/**
 * The effective traffic policies of a rule: annotations over shard settings over defaults.
 *
 * @param serverTimeoutMillis inactivity limit towards the endpoint, milliseconds, above 0 (RO-004)
 * @param tunnelTimeoutMillis idle limit after an upgrade or for passthrough, milliseconds (RO-008)
 * @param balance balancing algorithm (RO-041, RO-042)
 * @param forwarded policy for forwarded headers (RO-054 to RO-057)
 * @param hsts value of {@code Strict-Transport-Security}, or null (TLS-059)
 * @param rewriteTarget replacement for the matched path, or null (AN-043); a {@code #} as last
 *     character stands for "nothing of the request's path is appended" (AN-060)
 * @param affinity the affinity cookie, or null for none (RO-046)
 * @param healthCheckIntervalMillis time between two checks of an endpoint, milliseconds; 0 means
 *     the shard's (AN-024)
 * @param podConnections most requests or connections at once per endpoint and router, 0 for any
 *     number (AN-023)
 * @param accessList who may use the rule, or null for everybody (AN-013)
 * @param rateLimits limits per source address, or null for none (AN-015)
 * @param headerActions edits of headers by the Route (RT-023, RT-024)
 * @param adjustHeaderCase whether HTTP/1 requests to endpoints get the shard's spelling of header
 *     names (AN-022)
 */
public record RulePolicies(
    long serverTimeoutMillis,
    long tunnelTimeoutMillis,
    Balance balance,
    ForwardedPolicy forwarded,
    @Nullable String hsts,
    @Nullable String rewriteTarget,
    @Nullable Affinity affinity,
    long healthCheckIntervalMillis,
    int podConnections,
    @Nullable AccessList accessList,
    @Nullable RateLimits rateLimits,
    HeaderActions headerActions,
    boolean adjustHeaderCase) {

  /** Returns these policies with other edits of headers. */
  public RulePolicies withHeaderActions(HeaderActions actions) {
    return new RulePolicies(
        serverTimeoutMillis,
        tunnelTimeoutMillis,
        balance,
        forwarded,
        hsts,
        rewriteTarget,
        affinity,
        healthCheckIntervalMillis,
        podConnections,
        accessList,
        rateLimits,
        actions,
        adjustHeaderCase);
  }

  /** Returns policies without any of the optional ones. */
  public static RulePolicies basic(
      long serverTimeoutMillis,
      long tunnelTimeoutMillis,
      Balance balance,
      ForwardedPolicy forwarded) {
    return new RulePolicies(
        serverTimeoutMillis,
        tunnelTimeoutMillis,
        balance,
        forwarded,
        null,
        null,
        null,
        0,
        0,
        null,
        null,
        HeaderActions.NONE,
        false);
  }

  /** Returns these policies with another affinity cookie. */
  public RulePolicies with(@Nullable Affinity other) {
    return new RulePolicies(
        serverTimeoutMillis,
        tunnelTimeoutMillis,
        balance,
        forwarded,
        hsts,
        rewriteTarget,
        other,
        healthCheckIntervalMillis,
        podConnections,
        accessList,
        rateLimits,
        headerActions,
        adjustHeaderCase);
  }
}
