package dev.causeway.router.transport;

import dev.causeway.router.tls.ServerTls;

/** What happens to a TLS connection once its ClientHello has been read (TLS-002). */
public sealed interface TlsTreatment {
  /**
   * Relay the bytes, ClientHello included, to an endpoint.
   *
   * @param route where to
   */
  record Relay(PassthroughRoute route) implements TlsTreatment {}

  /** Close the connection: there is no configuration yet to serve it by. */
  record Refuse() implements TlsTreatment {}

  /**
   * End TLS here.
   *
   * @param tls certificates and protocols; names that lead to the same object are served alike
   */
  record Terminate(ServerTls tls) implements TlsTreatment {}
}
