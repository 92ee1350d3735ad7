package dev.causeway.benchmarks.attack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An attack by slowhttptest.
 *
 * @param mode its option for the kind of attack
 * @param path path of what is asked for
 * @param connections how many it holds
 */
record SlowHttpTest(String mode, String path, int connections) implements Attack.Attacker {
  static final String PROGRAM = "slowhttptest";

  /**
   * How long it runs, and how often it looks whether the router still answers: never, after a first
   * time. Once a later look is answered it polls its closed descriptor at full speed.
   */
  private static final String ENDLESS_SECONDS = "3600";

  private static final int PER_SECOND = 200;
  private static final int GRACE_SECONDS = 20;

  static List<Attack> all() {
    return List.of(
        of("slowhttptest-headers", "slowhttptest: slow headers", "-H", "/", 1000),
        of("slowhttptest-body", "slowhttptest: slow body", "-B", "/", 1000),
        of("slowhttptest-read", "slowhttptest: slow read", "-X", "/big", 50),
        of("slowhttptest-range", "slowhttptest: many ranges", "-R", "/", 1000));
  }

  private static Attack of(String name, String title, String mode, String path, int connections) {
    return new Attack(
        name,
        title + ", " + connections + " connections",
        PER_SECOND,
        "connections",
        new SlowHttpTest(mode, path, connections));
  }

  @Override
  public void run(Target target, Pace pace) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                PROGRAM,
                mode,
                "-c",
                Integer.toString(connections),
                "-r",
                Integer.toString(PER_SECOND),
                "-i",
                "2",
                "-l",
                ENDLESS_SECONDS,
                "-p",
                ENDLESS_SECONDS,
                "-u",
                "http://" + Target.HOST + ":" + target.httpPort() + path));
    if (mode.equals("-X")) {
      command.addAll(List.of("-w", "256", "-y", "512", "-z", "32", "-n", "1"));
    }
    Process process = start(command);
    try {
      while (pace.take(PER_SECOND) > 0) {
        if (!process.isAlive()) {
          if (process.exitValue() != 0) {
            throw new IOException(PROGRAM + " ended with status " + process.exitValue());
          }
          // All its connections were answered, which is no reason to stop.
          process = start(command);
        }
      }
    } finally {
      process.destroy();
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  private static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
