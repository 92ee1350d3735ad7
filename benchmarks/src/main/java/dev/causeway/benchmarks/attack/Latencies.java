package dev.causeway.benchmarks.attack;

import java.util.Arrays;
import java.util.StringJoiner;
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

  /** Returns them as a line: failures, then every time in microseconds. */
  String line() {
    StringJoiner line = new StringJoiner(" ").add(Integer.toString(failures));
    Arrays.stream(sortedMicros).forEach(each -> line.add(Long.toString(each)));
    return line.toString();
  }

  /** Reads a line. */
  static Latencies of(String line) {
    String[] words = line.split(" ", -1);
    return new Latencies(
        Arrays.stream(words).skip(1).mapToLong(Long::parseLong).toArray(),
        Integer.parseInt(words[0]));
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
