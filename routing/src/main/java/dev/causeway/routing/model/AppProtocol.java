package dev.causeway.routing.model;

/** What an endpoint port speaks, from its {@code appProtocol} (TLS-024). */
public enum AppProtocol {
  /** HTTP/1.1, or whatever ALPN selects where TLS is used. */
  HTTP1,
  /** HTTP/2 with prior knowledge over clear text. */
  H2C
}
