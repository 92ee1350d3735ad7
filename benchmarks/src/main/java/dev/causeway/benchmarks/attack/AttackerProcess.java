package dev.causeway.benchmarks.attack;

import dev.causeway.benchmarks.subject.Processes;
import dev.causeway.benchmarks.subject.Programs;
import java.io.IOException;
import java.util.List;

/** A running {@link AttackerProgram}. Used by one thread. */
final class AttackerProcess {
  private static final String HEAP = "256m";

  private final Dialogue dialogue;

  private AttackerProcess(Process process) {
    this.dialogue = new Dialogue("attacker", process);
  }

  /**
   * What an attacker did.
   *
   * @param events how many events
   * @param cuts how many of its connections the router ended
   * @param trouble why it ended early; empty if it did not
   */
  record Score(long events, int cuts, String trouble) {
    private static final int PARTS = 3;

    /** Returns it as a line. */
    String line() {
      return events + " " + cuts + " " + trouble.lines().findFirst().orElse("");
    }

    /** Reads a line. */
    static Score of(String line) {
      String[] parts = line.split(" ", PARTS);
      return new Score(Long.parseLong(parts[0]), Integer.parseInt(parts[1]), parts[2]);
    }

    /** Returns both together. */
    Score and(Score other) {
      return new Score(
          events + other.events, cuts + other.cuts, trouble.isEmpty() ? other.trouble : trouble);
    }
  }

  /** Starts an attacker. */
  static AttackerProcess start(Processes processes, Programs programs, Target target)
      throws IOException {
    List<String> command =
        Companion.command(
            programs,
            HEAP,
            AttackerProgram.class,
            Integer.toString(target.httpPort()),
            Integer.toString(target.httpsPort()));
    return new AttackerProcess(processes.startPiped("attacker", Companion.idle(command)));
  }

  /** Returns its process. */
  long pid() {
    return dialogue.pid();
  }

  /** Begins an attack. */
  void begin(Attack attack, int seconds) throws IOException {
    dialogue.order(attack.name() + " " + seconds);
  }

  /** Waits until the attack is over. */
  Score end() throws IOException {
    return Score.of(dialogue.answer());
  }
}
