package dev.causeway.routing.model;

/** Where TLS ends for a rule (RT-015); {@code NONE} is a route without a {@code tls} block. */
public enum Termination {
  NONE,
  EDGE,
  REENCRYPT,
  PASSTHROUGH
}
