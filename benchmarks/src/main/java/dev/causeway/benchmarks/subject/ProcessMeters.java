package dev.causeway.benchmarks.subject;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a program of ours and the kernel tell about it. */
public final class ProcessMeters implements AutoCloseable {
  private static final Pattern RSS = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final long pid;
  private final int managementPort;
  private final Path jcmd;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * Creates a reader.
   *
   * @param pid the process
   * @param managementPort port of its meters
   * @param java the {@code java} of the JDK whose {@code jcmd} asks it to collect garbage
   */
  public ProcessMeters(long pid, int managementPort, Path java) {
    this.pid = pid;
    this.managementPort = managementPort;
    this.jcmd = java.resolveSibling("jcmd");
  }

  /** Returns the process. */
  public long pid() {
    return pid;
  }

  /** Returns the lines of its meters. */
  public List<String> scrape() throws IOException, InterruptedException {
    URI url = URI.create("http://127.0.0.1:" + managementPort + "/actuator/prometheus");
    HttpRequest request = HttpRequest.newBuilder(url).timeout(TIMEOUT).build();
    return http.send(request, BodyHandlers.ofString()).body().lines().toList();
  }

  /** Returns the sum over all series that begin so. */
  public double sum(String beginning) throws IOException, InterruptedException {
    return sum(scrape(), beginning);
  }

  /** Returns the sum over all series that begin so, of what was scraped. */
  public static double sum(List<String> lines, String beginning) {
    return lines.stream()
        .filter(line -> line.startsWith(beginning))
        .mapToDouble(ProcessMeters::value)
        .sum();
  }

  /** Returns the value of a line. */
  public static double value(String line) {
    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }

  /** Has the garbage collected. */
  public void collectGarbage() throws IOException, InterruptedException {
    new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.run")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** Returns the bytes of the process that are in memory. */
  public long rss() throws IOException {
    String status = Files.readString(Path.of("/proc", Long.toString(pid), "status"));
    Matcher matcher = RSS.matcher(status);
    return matcher.find() ? Long.parseLong(matcher.group(1)) * 1024 : 0;
  }

  @Override
  public void close() {
    http.close();
  }
}
