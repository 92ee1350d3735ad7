package dev.causeway.routing.explain;

/** What becomes of an explained request. */
public enum Outcome {
  /** Forwarded to the backends of the winner. */
  PROXY,
  /** Answered 302 to {@code https} (HO-054). */
  REDIRECT,
  /** The TLS connection is relayed to the winner's backends without being terminated. */
  PASSTHROUGH,
  /** Answered 421: another connection must be used. */
  MISDIRECTED,
  /** Answered as "configuration rejected": no good version of the host exists. */
  HOST_REJECTED,
  /** Answered as "no route" (HO-057). */
  NO_ROUTE
}
