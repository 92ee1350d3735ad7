package dev.causeway.benchmarks.attack;

import dev.causeway.benchmarks.load.CpuTime;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a router and the kernel tell about its memory, its time and what it cut. */
final class RouterMeters implements AutoCloseable {
  private static final Pattern REASON = Pattern.compile("reason=\"([^\"]+)\"");
  private static final Pattern RSS = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Target target;
  private final Path jcmd;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * Creates a reader.
   *
   * @param java the {@code java} of the JDK whose {@code jcmd} asks the router to collect garbage
   */
  RouterMeters(Target target, Path java) {
    this.target = target;
    this.jcmd = java.resolveSibling("jcmd");
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
    for (String line : scrape()) {
      if (line.startsWith("jvm_memory_used_bytes") && line.contains("area=\"heap\"")) {
        heap += value(line);
      } else if (line.startsWith("jvm_buffer_memory_used_bytes")) {
        direct += value(line);
      }
    }
    return new Memory(heap, direct, rss());
  }

  /** Returns the memory in use after a collection. */
  Memory settled() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(target.pid()), "GC.run")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.waitFor();
    return memory();
  }

  /** Returns the bytes of the process that are in memory. */
  long rss() throws IOException {
    String status = Files.readString(Path.of("/proc", Long.toString(target.pid()), "status"));
    Matcher matcher = RSS.matcher(status);
    return matcher.find() ? Long.parseLong(matcher.group(1)) * 1024 : 0;
  }

  /** Returns how often the router cut clients or refused requests, by reason. */
  Map<String, Long> refusals() throws IOException, InterruptedException {
    Map<String, Long> refusals = new TreeMap<>();
    for (String line : scrape()) {
      if (line.startsWith("causeway_client_cuts_total")
          || line.startsWith("causeway_refusals_total")) {
        Matcher reason = REASON.matcher(line);
        if (reason.find()) {
          refusals.merge(reason.group(1), value(line), Long::sum);
        }
      }
    }
    return refusals;
  }

  /** Returns how many changes of configuration the router has taken. */
  long commits() throws IOException, InterruptedException {
    return scrape().stream()
        .filter(line -> line.startsWith("causeway_snapshot_commits_total"))
        .mapToLong(RouterMeters::value)
        .sum();
  }

  /** Returns processor time that the router used so far, microseconds. */
  long cpuMicros() throws IOException {
    return CpuTime.micros(List.of(target.pid()));
  }

  private List<String> scrape() throws IOException, InterruptedException {
    URI url = URI.create("http://127.0.0.1:" + target.managementPort() + "/actuator/prometheus");
    HttpRequest request = HttpRequest.newBuilder(url).timeout(TIMEOUT).build();
    return http.send(request, BodyHandlers.ofString()).body().lines().toList();
  }

  private static long value(String line) {
    return (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }

  @Override
  public void close() {
    http.close();
  }
}
