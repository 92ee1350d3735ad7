package dev.causeway.router.config;

import io.netty.handler.ssl.SslContext;

/** What becomes of a TLS connection once its server name is known. */
public sealed interface SniDecision {
  /**
   * The connection is relayed to an endpoint without being terminated.
   *
   * @param plan whose picker chooses the endpoint
   */
  record Passthrough(RoutePlan plan) implements SniDecision {}

  /**
   * TLS ends here.
   *
   * @param context context with certificates and ALPN for this name
   * @param selectionIdentity equal for names that get the same certificates and the same policy
   *     towards clients
   */
  record Terminate(SslContext context, Object selectionIdentity) implements SniDecision {}
}
