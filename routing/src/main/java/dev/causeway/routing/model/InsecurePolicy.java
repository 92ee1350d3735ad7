package dev.causeway.routing.model;

/** What happens on the plain HTTP side of a rule with TLS (RT-020, HO-044 to HO-049). */
public enum InsecurePolicy {
  /** Not served on the plain side. */
  NONE,
  /** Served on the plain side as well. */
  ALLOW,
  /** Answered with a redirect to {@code https}. */
  REDIRECT
}
