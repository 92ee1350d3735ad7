package dev.causeway.benchmarks.attack;

import java.util.Arrays;
import java.util.stream.LongStream;

/** What became of a number of requests. Immutable. */
final class Latencies {
  /** No request. */
  static final Latencies NONE = new Latencies(new long[0], 0);

  private static final double MICROS = 1000;

  private final long[] sortedMicros;
  private final int failures;

  /**
   * Creates the result.
   *
   * @param micros times from when each was due to its answer, microseconds
   * @param failures requests without a right answer; their time counts as well
   */
  Latencies(long[] micros, int failures) {
    this.sortedMicros = micros.clone();
    this.failures = failures;
    Arrays.sort(sortedMicros);
  }

  /** Returns the requests of both. */
  Latencies and(Latencies other) {
    return new Latencies(
        LongStream.concat(Arrays.stream(sortedMicros), Arrays.stream(other.sortedMicros)).toArray(),
        failures + other.failures);
  }

  /** Returns how many requests had no right answer. */
  int failures() {
    return failures;
  }

  /** Returns the number of requests. */
  int count() {
    return sortedMicros.length;
  }

  /** Returns the time that {@code part} of the requests needed at most, milliseconds. */
  double millis(double part) {
    int at = Math.min(sortedMicros.length - 1, (int) (part * sortedMicros.length));
    return at < 0 ? Double.NaN : sortedMicros[at] / MICROS;
  }
}
