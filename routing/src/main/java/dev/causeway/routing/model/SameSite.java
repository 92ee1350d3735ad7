package dev.causeway.routing.model;

/** Values of the cookie attribute {@code SameSite} (AN-010). */
public enum SameSite {
  LAX,
  STRICT,
  NONE
}
