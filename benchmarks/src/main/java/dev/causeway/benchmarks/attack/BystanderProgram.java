package dev.causeway.benchmarks.attack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The bystander, a program of its own: what else happens in the command that measures must not be
 * part of its times. Reads a number of seconds from its input, sends requests that long, and
 * answers with a line of {@link Latencies}; ends with its input.
 */
final class BystanderProgram {
  private BystanderProgram() {}

  /** Asks the ports of plain HTTP and of TLS, so many times a second, that the arguments name. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Target target =
        new Target(0, Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), 0);
    Bystander bystander = new Bystander(target, Integer.parseInt(arguments[2]));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(bystander.run(Duration.ofSeconds(Integer.parseInt(line))).line());
    }
  }
}
