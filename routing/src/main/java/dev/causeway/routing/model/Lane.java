package dev.causeway.routing.model;

/** The lane of the snapshot stream that carries a resource; each lane has a root id of its own. */
public enum Lane {
  /** Slow-moving configuration, delivered in transactions that commit as a whole. */
  CONFIG,
  /** Endpoint addresses, delivered set by set as they change. */
  ENDPOINTS
}
