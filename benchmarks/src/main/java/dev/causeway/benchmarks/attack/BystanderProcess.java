package dev.causeway.benchmarks.attack;

import dev.causeway.benchmarks.subject.Processes;
import dev.causeway.benchmarks.subject.Programs;
import java.io.IOException;
import java.util.List;

/** A running {@link BystanderProgram}. Used by one thread. */
final class BystanderProcess {
  private static final String HEAP = "64m";

  private final Dialogue dialogue;

  private BystanderProcess(Process process) {
    this.dialogue = new Dialogue("bystander", process);
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
    return dialogue.pid();
  }

  /** Lets it send requests for some seconds and waits for the last of them. */
  Latencies run(int seconds) throws IOException {
    dialogue.order(Integer.toString(seconds));
    return Latencies.of(dialogue.answer());
  }
}
