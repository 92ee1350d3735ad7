package dev.causeway.benchmarks.attack;

import dev.causeway.benchmarks.subject.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Other programs of this package, each a process. */
final class Companion {
  /** Runs a program only while nobody else wants the processor (SCHED_IDLE, see sched(7)). */
  private static final List<String> IDLE = List.of("chrt", "--idle", "0");

  /** Runs a program before everybody else (SCHED_RR), for which the kernel wants a privilege. */
  private static final List<String> FIRST = List.of("chrt", "--rr", "1");

  /**
   * What keeps a JVM from having a processor for long: its optimising compiler takes 100 ms for a
   * method, and before everybody else means before the router's event loops.
   */
  private static final List<String> BRIEF = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final List<String> NOTHING = List.of("true");

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
    return able(IDLE) ? joined(IDLE, command) : command;
  }

  /**
   * Returns a {@link #command command} that has a processor whenever it wants one, where this
   * process may ask for that: a bystander measures the router, not its own place in the queue.
   */
  static List<String> first(List<String> command) {
    List<String> brief = new ArrayList<>(command);
    brief.addAll(1, BRIEF);
    return canBeFirst() ? joined(FIRST, brief) : brief;
  }

  /** Returns whether this process may start others that run before everybody else. */
  static boolean canBeFirst() {
    return able(FIRST);
  }

  private static boolean able(List<String> prefix) {
    try {
      return new ProcessBuilder(joined(prefix, NOTHING)).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static List<String> joined(List<String> prefix, List<String> command) {
    List<String> joined = new ArrayList<>(prefix);
    joined.addAll(command);
    return joined;
  }
}
