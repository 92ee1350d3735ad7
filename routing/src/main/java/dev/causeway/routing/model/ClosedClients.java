package dev.causeway.routing.model;

/** What becomes of requests whose client went away before the answer came (RO-040). */
public enum ClosedClients {
  /** They are finished, and the answer is thrown away. */
  CONTINUE,
  /** They are dropped. */
  ABORT
}
