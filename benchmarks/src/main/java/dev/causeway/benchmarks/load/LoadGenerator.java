package dev.causeway.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs wrk or h2load against a subject and reads what came of it. */
public final class LoadGenerator {

  private static final Pattern WRK_REQUESTS = Pattern.compile("(\\d+) requests in");
  private static final Pattern WRK_BAD = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
  private static final Pattern WRK_SOCKET =
      Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");
  private static final Pattern H2_STATUS = Pattern.compile("status codes: (\\d+) 2xx, (\\d+) 3xx");
  private static final Pattern H2_BAD = Pattern.compile("(\\d+) failed, (\\d+) errored");

  /**
   * Loads a subject for some seconds.
   *
   * @throws IOException if the generator cannot run or says nothing that can be read
   */
  public Sample run(Workload workload, Subject subject, int seconds)
      throws IOException, InterruptedException {
    List<String> command = workload.command(subject.port(workload), seconds);
    long cpuBefore = CpuTime.micros(subject.pids());
    long start = System.nanoTime();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    long wall = (System.nanoTime() - start) / 1000;
    long cpu = CpuTime.micros(subject.pids()) - cpuBefore;
    return workload.byWrk() ? ofWrk(output, cpu, wall) : ofH2load(output, cpu, wall);
  }

  private static Sample ofWrk(String output, long cpu, long wall) throws IOException {
    long total = Long.parseLong(require(WRK_REQUESTS, output).group(1));
    long failures = 0;
    Matcher bad = WRK_BAD.matcher(output);
    if (bad.find()) {
      failures = Long.parseLong(bad.group(1));
    }
    long answered = total - failures;
    Matcher socket = WRK_SOCKET.matcher(output);
    if (socket.find()) {
      for (int group = 1; group <= socket.groupCount(); group++) {
        failures += Long.parseLong(socket.group(group));
      }
    }
    return new Sample(answered, failures, cpu, wall);
  }

  private static Sample ofH2load(String output, long cpu, long wall) throws IOException {
    Matcher status = require(H2_STATUS, output);
    Matcher bad = require(H2_BAD, output);
    return new Sample(
        Long.parseLong(status.group(1)),
        Long.parseLong(bad.group(1)) + Long.parseLong(bad.group(2)),
        cpu,
        wall);
  }

  private static Matcher require(Pattern pattern, String output) throws IOException {
    Matcher matcher = pattern.matcher(output);
    if (!matcher.find()) {
      throw new IOException("the load generator said: " + output.strip());
    }
    return matcher;
  }
}
