package dev.causeway.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./causeway up --check}, shortened, on free ports. */
final class SelfCheckIT {
  @TempDir Path folder;

  @Test
  void examplesSurviveChangesAndOutagesUnderLoad() throws Exception {
    copyExamples();
    int base = freeRange();
    try (Program program =
        Program.start(
            "self-check",
            folder,
            PackagedJars.DEMO,
            List.of(
                "up",
                "--check",
                "--brief",
                "--http-port=" + base,
                "--https-port=" + (base + 2),
                "--management-port=" + (base + 4),
                "--stream-port=" + (base + 7)))) {
      int status = program.exitStatus(Duration.ofMinutes(5));

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
