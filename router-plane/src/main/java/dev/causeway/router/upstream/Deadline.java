package dev.causeway.router.upstream;

import org.jspecify.annotations.Nullable;

/**
 * Something that runs out of time unless it makes progress. An intrusive node of a {@link
 * DeadlineWheel}: progress only moves a time stamp, the wheel asks later.
 */
abstract class Deadline {
  /** Answer of {@link #remainingNanos} while nothing is being waited for. */
  static final long NEVER = Long.MAX_VALUE;

  @Nullable Deadline next;
  @Nullable Deadline previous;
  int bucket = -1;
  long examinedAt;

  /** Returns how long is left from {@code now}, nanoseconds; 0 or less if time is up. */
  abstract long remainingNanos(long now);

  /** Time is up. The wheel holds the node no longer; it may be scheduled again. */
  abstract void expire();
}
