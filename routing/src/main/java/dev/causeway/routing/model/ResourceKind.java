package dev.causeway.routing.model;

/** The kinds of resources a snapshot consists of. */
public enum ResourceKind {
  /** Shard-wide settings; exactly one per shard. */
  SETTINGS(Lane.CONFIG),
  /** A certificate chain with its private key, addressed by content. */
  CERTIFICATE(Lane.CONFIG),
  /** A set of trust anchors, addressed by content. */
  TRUST_BUNDLE(Lane.CONFIG),
  /** How to reach one port selection of one Service; carries no addresses. */
  UPSTREAM(Lane.CONFIG),
  /** All rules of one host or one wildcard; the unit of change and of rejection. */
  VIRTUAL_HOST(Lane.CONFIG),
  /** The addresses behind one upstream. */
  ENDPOINT_SET(Lane.ENDPOINTS),
  /** The keys of session tickets; at most one set per shard. */
  TICKET_KEYS(Lane.CONFIG);

  private final Lane lane;

  ResourceKind(Lane lane) {
    this.lane = lane;
  }

  /** Returns the lane that carries resources of this kind. */
  public Lane lane() {
    return lane;
  }
}
