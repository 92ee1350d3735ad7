package dev.causeway.demo.system;

import dev.causeway.demo.process.DemoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files of one run, and the programs it starts.
 *
 * @param run folder of this run
 * @param java program that runs jars
 * @param controlPlane jar of the control plane
 * @param router jar of the router
 */
public record Layout(Path run, String java, Path controlPlane, Path router) {

  /**
   * Makes an empty folder for a run.
   *
   * @throws DemoException if a program is missing or the folder cannot be made
   */
  public static Layout create(Path run) {
    Layout layout =
        new Layout(
            run.toAbsolutePath().normalize(),
            property("causeway.java"),
            jar("causeway.control-plane.jar"),
            jar("causeway.router.jar"));
    try {
      empty(layout.run());
      Files.createDirectories(layout.run());
      for (Path folder : List.of(layout.identities(), layout.logs())) {
        Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    } catch (IOException e) {
      throw new DemoException(layout.run() + " cannot be written: " + e.getMessage() + ".", e);
    }
    return layout;
  }

  private static String property(String name) {
    @Nullable String value = System.getProperty(name);
    if (value == null || value.isEmpty()) {
      throw new DemoException("system property " + name + " is not set: start with ./causeway up.");
    }
    return value;
  }

  private static Path jar(String name) {
    Path jar = Path.of(property(name));
    if (!Files.isRegularFile(jar)) {
      throw new DemoException(jar + " is missing: ./causeway up builds it.");
    }
    return jar.toAbsolutePath().normalize();
  }

  private static void empty(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Returns the certificate for {@code curl --cacert}. */
  public Path authority() {
    return run.resolve("ca.pem");
  }

  /** Returns the folder of the stream's identities. */
  public Path identities() {
    return run.resolve("identities");
  }

  /** Returns the folder of the log files. */
  public Path logs() {
    return run.resolve("logs");
  }

  /** Returns the folder the filled-in examples go to. */
  public Path manifests() {
    return run.resolve("manifests");
  }

  /** Returns a router's folder for its last known good snapshot. */
  public Path lastKnownGood(String router) {
    return run.resolve("last-known-good").resolve(Objects.requireNonNull(router));
  }
}
