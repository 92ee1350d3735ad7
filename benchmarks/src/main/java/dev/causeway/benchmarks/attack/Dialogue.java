package dev.causeway.benchmarks.attack;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A program of this package that takes orders, a line each, and answers with a line. */
final class Dialogue {
  private final String name;
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter orders;

  /**
   * Talks to a program.
   *
   * @param name what it is called in messages
   */
  Dialogue(String name, Process process) {
    this.name = name;
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.US_ASCII);
    this.orders = process.outputWriter(StandardCharsets.US_ASCII);
  }

  /** Returns the number of its process. */
  long pid() {
    return process.pid();
  }

  /** Gives an order. */
  void order(String line) throws IOException {
    orders.write(line + "\n");
    orders.flush();
  }

  /** Waits for the next answer. */
  String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the " + name + " ended; see its log");
    }
    return line;
  }
}
