package dev.causeway.routing.admission;

import dev.causeway.routing.input.RouteInput;
import java.time.Instant;
import java.util.Comparator;

/**
 * The age of Routes, oldest first (HO-001): creation time, then UID. Routes without a creation time
 * are younger than all others; namespace and name settle what is left, so that no two Routes are
 * ever equally old.
 */
public final class RouteAge {
  /** Oldest first; consistent with identity. */
  public static final Comparator<RouteInput> OLDEST_FIRST =
      Comparator.comparing(RouteAge::created)
          .thenComparing(route -> route.metadata().uid())
          .thenComparing(RouteInput::key);

  private RouteAge() {}

  private static Instant created(RouteInput route) {
    Instant created = route.metadata().creationTimestamp();
    return created == null ? Instant.MAX : created;
  }
}
