package dev.causeway.routing.model;

import org.jspecify.annotations.Nullable;

/**
 * Custom bodies of answers the router makes itself (RO-081, RO-082); having any turns the status of
 * "no route" from 503 into 404.
 *
 * @param unavailable HTML body of 503 answers, or null for the built-in page
 * @param notFound HTML body of 404 answers, or null for the built-in page
 */
public record ErrorPages(@Nullable String unavailable, @Nullable String notFound) {
  /** The built-in pages. */
  public static final ErrorPages BUILT_IN = new ErrorPages(null, null);

  /** Returns whether any page is customised. */
  public boolean customised() {
    return unavailable != null || notFound != null;
  }
}
