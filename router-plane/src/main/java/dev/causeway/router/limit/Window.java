package dev.causeway.router.limit;

/**
 * Events of a period that slides: the current part counts fully, the one before in proportion to
 * what of it still lies within the period. Immutable.
 *
 * @param start when the current part began, milliseconds
 * @param current events since then
 * @param previous events of the part before
 */
record Window(long start, int current, int previous) {

  static Window empty(long now) {
    return new Window(now, 0, 0);
  }

  /** Returns the window with one more event. */
  Window plusOne(long now, long period) {
    if (now - start < period) {
      return new Window(start, increment(current), previous);
    }
    return now - start < 2 * period
        ? new Window(start + period, 1, current)
        : new Window(now, 1, 0);
  }

  /** Returns the number of events, those of {@link #plusOne} at the same moment included. */
  long count(long now, long period) {
    long left = Math.max(0, period - (now - start));
    return current + previous * left / period;
  }

  private static int increment(int count) {
    return count == Integer.MAX_VALUE ? count : count + 1;
  }
}
