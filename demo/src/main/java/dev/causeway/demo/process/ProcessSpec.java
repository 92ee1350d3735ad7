package dev.causeway.demo.process;

import java.nio.file.Path;
import java.util.List;

/**
 * A child to start.
 *
 * @param name name in front of its log lines
 * @param command program and arguments
 * @param log file that takes all it prints; appended to
 */
public record ProcessSpec(String name, List<String> command, Path log) {
  /** Copies the list. */
  public ProcessSpec {
    command = List.copyOf(command);
  }
}
