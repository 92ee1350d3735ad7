package dev.causeway.demo.check;

import java.util.Arrays;

/** Durations in nanoseconds, collected by several threads. */
final class Durations {
  private long[] values = new long[1024];
  private int count;

  synchronized void add(long nanos) {
    if (count == values.length) {
      values = Arrays.copyOf(values, count * 2);
    }
    values[count] = nanos;
    count++;
  }

  synchronized int count() {
    return count;
  }

  /** Returns a percentile in milliseconds, 0 where nothing was collected. */
  synchronized double percentile(double percent) {
    if (count == 0) {
      return 0;
    }
    long[] sorted = Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    int index = (int) Math.ceil(percent / 100 * count) - 1;
    return sorted[Math.max(0, Math.min(count - 1, index))] / 1e6;
  }
}
