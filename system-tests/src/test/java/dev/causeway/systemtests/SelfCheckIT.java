package dev.causeway.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.testkit.Behaviour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./causeway up} proves of itself, shortened, on free ports. */
final class SelfCheckIT {
  @TempDir Path folder;

  @Test
  void examplesSurviveChangesAndOutagesUnderLoad() throws Exception {
    requireNothingFails(Duration.ofMinutes(5), "--check", "--brief");
  }

  /**
   * The full minute: {@code -Dcauseway.soak.seconds=60}, and visits per second of each kind of
   * client by {@code causeway.soak.rate}.
   */
  @Test
  @Behaviour({"EP-003", "TLS-012", "LIM-001"})
  void changesOfEverySecondCostNoRequestAndNoConnection() throws Exception {
    int seconds = Integer.getInteger("causeway.soak.seconds", 10);
    requireNothingFails(
        Duration.ofMinutes(6).plusSeconds(3L * seconds),
        "--soak=" + seconds,
        "--rate=" + Integer.getInteger("causeway.soak.rate", 3));
  }

  private void requireNothingFails(Duration limit, String... options) throws Exception {
    copyExamples();
    int base = freeRange();
    List<String> arguments = new ArrayList<>(List.of("up"));
    arguments.addAll(List.of(options));
    arguments.add("--http-port=" + base);
    arguments.add("--https-port=" + (base + 2));
    arguments.add("--management-port=" + (base + 4));
    arguments.add("--stream-port=" + (base + 7));
    try (Program program = Program.start("self-check", folder, PackagedJars.DEMO, arguments)) {
      int status = program.exitStatus(limit);

      assertThat(status).as(program.output()).isZero();
      assertThat(program.output()).contains("Nothing failed.");
    }
  }

  private void copyExamples() throws IOException {
    Path source = Path.of(System.getProperty("causeway.home", ".."), "examples");
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Path target = folder.resolve("examples").resolve(source.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  /** The first of some ports in a row; below those the system gives out itself. */
  private static int freeRange() throws IOException {
    return 20_000 + Cluster.freePort() % 5_000;
  }
}
