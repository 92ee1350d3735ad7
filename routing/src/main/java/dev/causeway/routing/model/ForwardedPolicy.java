package dev.causeway.routing.model;

/** How {@code X-Forwarded-*} and {@code Forwarded} are written (RO-054 to RO-057). */
public enum ForwardedPolicy {
  APPEND,
  REPLACE,
  IF_NONE,
  NEVER
}
