package dev.causeway.routing.model;

import org.jspecify.annotations.Nullable;

/**
 * Custom answers that the router makes itself (RO-081, RO-082); having any turns the status of "no
 * route" from 503 into 404. Each is a complete HTTP response as {@code routing.page.RawResponse}
 * reads it.
 *
 * @param unavailable answer where no endpoint can serve, or null for the built-in page
 * @param notFound answer where no route matches, or null for the built-in page
 */
public record ErrorPages(@Nullable String unavailable, @Nullable String notFound) {
  /** The built-in pages. */
  public static final ErrorPages BUILT_IN = new ErrorPages(null, null);

  /** Returns whether any page is customised. */
  public boolean customised() {
    return unavailable != null || notFound != null;
  }
}
