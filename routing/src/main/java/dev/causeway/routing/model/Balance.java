package dev.causeway.routing.model;

/** Balancing algorithms (AN-007, RO-043). */
public enum Balance {
  ROUND_ROBIN,
  LEAST_CONNECTIONS,
  SOURCE,
  RANDOM
}
