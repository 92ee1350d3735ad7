package dev.causeway.demo.check;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** What became of the requests of one lane. Any thread may count. */
final class Tally {
  private static final int EXAMPLES = 5;

  private final String name;
  private final LongAdder ok = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final Durations durations = new Durations();
  private final List<String> examples = new ArrayList<>();

  Tally(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  void succeeded(long nanos) {
    ok.increment();
    durations.add(nanos);
  }

  void failed(String how) {
    failed.increment();
    note(how);
  }

  /** Counts a connection that ended although it could have gone on. */
  void lost(String how) {
    lost.increment();
    note(how);
  }

  private void note(String how) {
    synchronized (examples) {
      if (examples.size() < EXAMPLES) {
        examples.add(how);
      }
    }
  }

  long ok() {
    return ok.sum();
  }

  long failed() {
    return failed.sum();
  }

  long lost() {
    return lost.sum();
  }

  Durations durations() {
    return durations;
  }

  List<String> examples() {
    synchronized (examples) {
      return List.copyOf(examples);
    }
  }
}
