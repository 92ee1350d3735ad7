package dev.causeway.systemtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program running as a process. */
final class Program implements AutoCloseable {
  private final String name;
  private final Process process;
  private final Path log;

  private Program(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /** Starts a jar; its output goes to a file of its own. */
  static Program start(String name, Path folder, PackagedJars jar, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("causeway.java", "java"));
    command.add("-Xmx256m");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    for (PackagedJars other : PackagedJars.values()) {
      command.add("-D" + other.property() + "=" + other.path().toAbsolutePath().normalize());
    }
    command.add("-Dcauseway.java=" + System.getProperty("causeway.java", "java"));
    command.add("-Dcauseway.home=" + folder);
    command.add("-jar");
    command.add(jar.path().toString());
    command.addAll(arguments);
    return start(name, folder, new ProcessBuilder(command));
  }

  /** Starts any command; its output goes to a file of its own. */
  static Program start(String name, Path folder, ProcessBuilder command) throws IOException {
    Path log = Files.createTempFile(folder, name + "-", ".log");
    Process process = command.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new Program(name, process, log);
  }

  /** The number of the process. */
  long pid() {
    return process.pid();
  }

  /** What it printed so far. */
  String output() throws IOException {
    return Files.readString(log);
  }

  /** Fails the test, with the log, if it ended. */
  void requireAlive() throws IOException {
    if (!process.isAlive()) {
      throw new IllegalStateException(
          name + " ended with status " + process.exitValue() + ":\n" + output());
    }
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** Waits for the end and returns the exit status. */
  int exitStatus(Duration limit) throws IOException, InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError(name + " did not end within " + limit + ":\n" + output());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
