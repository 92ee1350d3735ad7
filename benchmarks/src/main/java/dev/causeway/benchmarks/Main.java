package dev.causeway.benchmarks;

import dev.causeway.benchmarks.attack.AttackCommand;
import dev.causeway.benchmarks.scale.ScaleCommand;
import dev.causeway.benchmarks.subject.Processes;
import dev.causeway.benchmarks.subject.Programs;
import dev.causeway.benchmarks.subject.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;

/**
 * Runs the benchmarks: the side-by-side comparison, or with {@code jmh} first the micro-benchmarks
 * with JMH's own arguments behind it, with {@code scale} first the cost of many Routes, or with
 * {@code attack} first the attacks on a router.
 */
public final class Main {

  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss");
  private static final int FAILED = 1;
  private static final int UNUSABLE = 2;

  private Main() {}

  /** Starts what the arguments ask for; exits 0 only if no request failed. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0 && arguments[0].equals("attack")) {
      System.exit(attack(Arrays.asList(arguments).subList(1, arguments.length)));
    }
    if (arguments.length > 0 && arguments[0].equals("jmh")) {
      org.openjdk.jmh.Main.main(Arrays.copyOfRange(arguments, 1, arguments.length));
      return;
    }
    if (arguments.length > 0 && arguments[0].equals("scale")) {
      System.exit(scale(Arrays.asList(arguments).subList(1, arguments.length)));
    }
    System.exit(compare(arguments));
  }

  private static int attack(List<String> arguments) throws InterruptedException {
    return told(
        "attack",
        () ->
            new AttackCommand(
                    System.out, Programs.fromProperties(), home(), Clock.systemUTC().instant())
                .run(arguments));
  }

  private static Path home() {
    return Path.of(System.getProperty("causeway.home", ".")).toAbsolutePath();
  }

  private static int scale(List<String> arguments) throws InterruptedException {
    return told(
        "scale",
        () -> {
          new ScaleCommand(System.out, Programs.fromProperties(), home()).run(arguments);
          return 0;
        });
  }

  private static int compare(String[] arguments) throws InterruptedException {
    List<String> missing = Programs.missing();
    if (!missing.isEmpty()) {
      System.err.printf(
          "bench: %s not installed; on Debian: apt-get install haproxy nginx-light wrk"
              + " nghttp2-client%n",
          String.join(", ", missing));
      return UNUSABLE;
    }
    return told("bench", () -> compare(Options.parse(arguments)));
  }

  /** One of the benchmarks; returns the status to exit with. */
  private interface Command {
    int run() throws IOException, InterruptedException;
  }

  /** Runs a command and says in one line why it could not. */
  private static int told(String name, Command command) throws InterruptedException {
    try {
      return command.run();
    } catch (IllegalArgumentException e) {
      System.err.println(name + ": " + e.getMessage());
      return UNUSABLE;
    } catch (IOException | IllegalStateException e) {
      System.err.println(name + ": " + (e.getMessage() == null ? e : e.getMessage()));
      return FAILED;
    }
  }

  private static int compare(Options options) throws IOException, InterruptedException {
    String stamp = Clock.systemUTC().instant().atZone(ZoneOffset.UTC).format(STAMP);
    Path folder = home().resolve(".causeway").resolve("bench").resolve(stamp);
    Files.createDirectories(folder);
    Programs programs = Programs.fromProperties();
    // HAProxy and nginx take no blanks in paths, a socket's path is short, and keys stay private.
    Path work = Files.createTempDirectory("causeway-bench-");
    try (Processes processes = new Processes(work)) {
      Runtime.getRuntime().addShutdownHook(new Thread(processes::close));
      System.out.println("bench: starting HAProxy, nginx, a control plane and two routers");
      Comparison comparison = new Comparison(new Setup(processes, programs).start());
      for (int round = 1; round <= options.warmUp(); round++) {
        System.out.printf("bench: warm-up %d of %d%n", round, options.warmUp());
        comparison.round("w" + round, true, options.seconds());
      }
      for (int round = 1; round <= options.rounds(); round++) {
        System.out.printf("bench: round %d of %d%n", round, options.rounds());
        comparison.round(Integer.toString(round), false, options.seconds());
      }
      comparison.print(System.out);
      Path raw = Files.write(folder.resolve("raw.csv"), comparison.raw());
      System.out.println("bench: raw data in " + raw);
      return comparison.anyFailure() ? FAILED : 0;
    }
  }
}
