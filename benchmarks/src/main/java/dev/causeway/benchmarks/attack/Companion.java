package dev.causeway.benchmarks.attack;

import dev.causeway.benchmarks.subject.Programs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Other programs of this package, each a process. */
final class Companion {
  /** Runs a program only while nobody else wants the processor (SCHED_IDLE, see sched(7)). */
  private static final List<String> IDLE = List.of("chrt", "--idle", "0");

  private Companion() {}

  /** Returns the command that starts a program which takes part in the run. */
  static List<String> command(
      Programs programs, String heap, Class<?> program, String... arguments) {
    List<String> command = new ArrayList<>(programs.java(heap));
    command.add("-cp");
    command.add(Path.of(System.getProperty("java.class.path")).toAbsolutePath().toString());
    command.add(program.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * Returns a command that leaves the processors to whoever else wants them, where the machine can
   * do that: what an attack costs its author and its victim is not what a bystander feels.
   */
  static List<String> idle(List<String> command) {
    List<String> idle = new ArrayList<>();
    if (Programs.missing(List.of(IDLE.getFirst())).isEmpty()) {
      idle.addAll(IDLE);
    }
    idle.addAll(command);
    return idle;
  }
}
