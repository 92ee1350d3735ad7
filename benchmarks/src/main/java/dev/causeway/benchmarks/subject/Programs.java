package dev.causeway.benchmarks.subject;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The programs a run needs.
 *
 * @param javaBinary the {@code java} that runs Causeway
 * @param controlPlane executable jar of the control plane
 * @param router executable jar of the router
 */
public record Programs(Path javaBinary, Path controlPlane, Path router) {

  /** Programs from the machine: the peer, the origin and the load generators. */
  private static final List<String> FROM_THE_MACHINE = List.of("haproxy", "nginx", "wrk", "h2load");

  /** Reads the paths the launcher passes as system properties. */
  public static Programs fromProperties() {
    return new Programs(
        path("causeway.java"), path("causeway.control-plane.jar"), path("causeway.router.jar"));
  }

  /** Returns the programs of the machine that are not installed. */
  public static List<String> missing() {
    return missing(FROM_THE_MACHINE);
  }

  /** Returns those of some programs of the machine that are not installed. */
  public static List<String> missing(List<String> programs) {
    String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
    List<String> folders = List.of(path.split(File.pathSeparator, -1));
    return programs.stream()
        .filter(
            program ->
                folders.stream().noneMatch(folder -> Files.isExecutable(Path.of(folder, program))))
        .toList();
  }

  /**
   * Returns the same programs as images have them: unpacked, as the loader of nested jars would
   * cost every start two seconds of processor time.
   *
   * @param folder takes what is unpacked, in a folder for each
   */
  public Programs unpacked(Path folder) throws IOException, InterruptedException {
    return new Programs(javaBinary, unpacked(controlPlane, folder), unpacked(router, folder));
  }

  private Path unpacked(Path jar, Path folder) throws IOException, InterruptedException {
    String name = jar.getFileName().toString();
    Path destination = folder.resolve(name.replaceFirst("\\.jar$", ""));
    Process process =
        new ProcessBuilder(
                javaBinary.toString(),
                "-Djarmode=tools",
                "-jar",
                jar.toString(),
                "extract",
                "--destination",
                destination.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(jar + " cannot be unpacked into " + destination);
    }
    return destination.resolve(name);
  }

  /** Returns the command that starts a JVM with a heap of this size. */
  public List<String> java(String heap) {
    return Stream.of(
            javaBinary.toString(),
            "-Xmx" + heap,
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow")
        .toList();
  }

  private static Path path(String property) {
    String value = System.getProperty(property);
    if (value == null || !Files.exists(Path.of(value))) {
      throw new IllegalStateException(
          "system property " + property + " names no file; start with ./causeway bench or attack");
    }
    return Path.of(value);
  }
}
