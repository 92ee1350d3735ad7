package dev.causeway.router.http1;

/** What a client connection is doing. */
enum Phase {
  /** Between requests. */
  IDLE,
  /** A request and its response. */
  EXCHANGE,
  /** Raw bytes after an upgrade. */
  TUNNEL,
  /** Our side is finished; what the client still sends is dropped. */
  CLOSING;

  /** Returns whether requests are read and answered. */
  boolean isHttp() {
    return this == IDLE || this == EXCHANGE;
  }
}
