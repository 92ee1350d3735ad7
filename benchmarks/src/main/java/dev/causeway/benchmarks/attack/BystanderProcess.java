package dev.causeway.benchmarks.attack;

import dev.causeway.benchmarks.subject.Processes;
import dev.causeway.benchmarks.subject.Programs;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A running {@link BystanderProgram}. Used by one thread. */
final class BystanderProcess {
  private static final String HEAP = "64m";

  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter orders;

  private BystanderProcess(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.US_ASCII);
    this.orders = process.outputWriter(StandardCharsets.US_ASCII);
  }

  /**
   * Starts a bystander.
   *
   * @param perSecond requests a second
   */
  static BystanderProcess start(
      Processes processes, Programs programs, Target target, int perSecond) throws IOException {
    List<String> command =
        Companion.command(
            programs,
            HEAP,
            BystanderProgram.class,
            Integer.toString(target.httpPort()),
            Integer.toString(target.httpsPort()),
            Integer.toString(perSecond));
    return new BystanderProcess(processes.startPiped("bystander", Companion.first(command)));
  }

  /** Returns its process. */
  long pid() {
    return process.pid();
  }

  /** Lets it send requests for some seconds and waits for the last of them. */
  Latencies run(int seconds) throws IOException {
    orders.write(seconds + "\n");
    orders.flush();
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the bystander ended; see its log");
    }
    return Latencies.of(line);
  }
}
