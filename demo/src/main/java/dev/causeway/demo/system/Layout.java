package dev.causeway.demo.system;

import dev.causeway.demo.process.DemoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files of one run, and the programs it starts.
 *
 * @param run folder of this run
 * @param controlPlane the control plane
 * @param router the router
 */
public record Layout(Path run, Program controlPlane, Program router) {

  /**
   * Makes an empty folder for a run, and unpacks the programs where that was not done yet.
   *
   * @param state folder of what outlives a run
   * @param run folder of the run
   * @throws DemoException if a program is missing or the folder cannot be made
   */
  public static Layout create(Path state, Path run) {
    String java = property("causeway.java");
    Path controlPlane = jar("causeway.control-plane.jar");
    Path router = jar("causeway.router.jar");
    Path store = state.toAbsolutePath().normalize().resolve("programs");
    CompletableFuture<Program> other =
        CompletableFuture.supplyAsync(() -> Program.of(java, controlPlane, store));
    Program own = Program.of(java, router, store);
    return new Layout(run.toAbsolutePath().normalize(), other.join(), own).made();
  }

  /** Makes an empty folder for another run of the same programs, below this one. */
  public Layout below(String name) {
    return new Layout(run.resolve(name), controlPlane, router).made();
  }

  private Layout made() {
    try {
      remove(run);
      Files.createDirectories(run);
      for (Path folder : List.of(identities(), logs())) {
        Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    } catch (IOException e) {
      throw new DemoException(run + " cannot be written: " + e.getMessage() + ".", e);
    }
    return this;
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

  /**
   * Gives a router of this run the last known good snapshot that a router of the same name has in
   * another run, if it has one.
   */
  public void adoptLastKnownGood(Layout other, String router) throws IOException {
    Path from = other.lastKnownGood(router);
    if (!Files.isDirectory(from)) {
      return;
    }
    Path to = lastKnownGood(router);
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  /** Removes a folder and all that is in it, if it exists. */
  static void remove(Path folder) throws IOException {
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
