package dev.causeway.router.tls;

/** What happens to a TLS connection once its ClientHello has been read (TLS-002). */
public sealed interface SniDecision {
  /**
   * Relay the bytes, ClientHello included, to an endpoint.
   *
   * @param route where to
   */
  record Passthrough(PassthroughRoute route) implements SniDecision {}

  /**
   * End TLS here.
   *
   * @param tls certificates and protocols; names that lead to the same object are served alike
   */
  record Terminate(ServerTls tls) implements SniDecision {}
}
