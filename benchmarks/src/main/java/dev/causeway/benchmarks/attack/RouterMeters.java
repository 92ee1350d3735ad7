package dev.causeway.benchmarks.attack;

import dev.causeway.benchmarks.load.CpuTime;
import dev.causeway.benchmarks.subject.ProcessMeters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a router and the kernel tell about its memory, its time and what it cut. */
final class RouterMeters implements AutoCloseable {
  private static final Pattern REASON = Pattern.compile("reason=\"([^\"]+)\"");

  private final ProcessMeters router;

  /**
   * Creates a reader.
   *
   * @param java the {@code java} of the JDK whose {@code jcmd} asks the router to collect garbage
   */
  RouterMeters(Target target, Path java) {
    this.router = new ProcessMeters(target.pid(), target.managementPort(), java);
  }

  /**
   * What a router occupies.
   *
   * @param heap bytes of heap in use, dead objects included
   * @param direct bytes of direct buffers
   * @param rss bytes of the process that are in memory
   */
  record Memory(long heap, long direct, long rss) {
    /** Returns the larger of each. */
    Memory or(Memory other) {
      return new Memory(
          Math.max(heap, other.heap), Math.max(direct, other.direct), Math.max(rss, other.rss));
    }
  }

  /** Returns the memory in use now. */
  Memory memory() throws IOException, InterruptedException {
    long heap = 0;
    long direct = 0;
    for (String line : router.scrape()) {
      if (line.startsWith("jvm_memory_used_bytes") && line.contains("area=\"heap\"")) {
        heap += (long) ProcessMeters.value(line);
      } else if (line.startsWith("jvm_buffer_memory_used_bytes")) {
        direct += (long) ProcessMeters.value(line);
      }
    }
    return new Memory(heap, direct, rss());
  }

  /** Returns the memory in use after a collection. */
  Memory settled() throws IOException, InterruptedException {
    router.collectGarbage();
    return memory();
  }

  /** Returns the bytes of the process that are in memory. */
  long rss() throws IOException {
    return router.rss();
  }

  /** Returns how often the router cut clients or refused requests, by reason. */
  Map<String, Long> refusals() throws IOException, InterruptedException {
    Map<String, Long> refusals = new TreeMap<>();
    for (String line : router.scrape()) {
      if (line.startsWith("causeway_client_cuts_total")
          || line.startsWith("causeway_refusals_total")) {
        Matcher reason = REASON.matcher(line);
        if (reason.find()) {
          refusals.merge(reason.group(1), (long) ProcessMeters.value(line), Long::sum);
        }
      }
    }
    return refusals;
  }

  /** Returns how many changes of configuration the router has taken. */
  long commits() throws IOException, InterruptedException {
    return (long) router.sum("causeway_snapshot_commits_total");
  }

  /** Returns processor time that the router used so far, microseconds. */
  long cpuMicros() throws IOException {
    return CpuTime.micros(List.of(router.pid()));
  }

  @Override
  public void close() {
    router.close();
  }
}
