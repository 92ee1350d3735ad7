package dev.causeway.demo.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** A running child. Its output goes to its log file and, line by line, to a listener. */
public final class ManagedProcess {
  private static final int LAST_LINES = 30;

  private final ProcessSpec spec;
  private final Process process;
  private final Deque<String> lastLines = new ArrayDeque<>();
  private volatile boolean stopping;

  private ManagedProcess(ProcessSpec spec, Process process) {
    this.spec = spec;
    this.process = process;
  }

  /**
   * Starts the child.
   *
   * @param lines called with the child's name and a line, on the child's reader thread
   * @throws DemoException if it cannot be started
   */
  public static ManagedProcess start(ProcessSpec spec, BiConsumer<String, String> lines) {
    ProcessBuilder builder = new ProcessBuilder(spec.command()).redirectErrorStream(true);
    // Whoever starts the demo may have set these for another JVM.
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("JDK_JAVA_OPTIONS");
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      ManagedProcess managed = new ManagedProcess(spec, process);
      // A virtual thread would keep a carrier while it waits for a line, and there are few.
      Thread.ofPlatform().daemon().name(spec.name() + "-log").start(() -> managed.copyLines(lines));
      return managed;
    } catch (IOException e) {
      throw new DemoException(
          spec.name() + " could not be started: " + spec.command().getFirst() + " does not run.",
          e);
    }
  }

  private void copyLines(BiConsumer<String, String> lines) {
    try (BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        Writer log =
            Files.newBufferedWriter(
                spec.log(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        log.write(line);
        log.write('\n');
        log.flush();
        remember(line);
        lines.accept(spec.name(), line);
      }
    } catch (IOException e) {
      // The stream of a killed child ends like this; an unwritable log must not stop the child.
      remember("(log ended: " + e.getMessage() + ")");
    } catch (UncheckedIOException e) {
      remember("(log ended)");
    }
  }

  private void remember(String line) {
    synchronized (lastLines) {
      lastLines.addLast(line);
      if (lastLines.size() > LAST_LINES) {
        lastLines.removeFirst();
      }
    }
  }

  /** Returns the name in front of the log lines. */
  public String name() {
    return spec.name();
  }

  /** Returns the process id. */
  public long pid() {
    return process.pid();
  }

  /** Returns whether the child runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Returns whether it ended although nobody asked it to. */
  public boolean endedUnasked() {
    return !stopping && !process.isAlive();
  }

  /** Returns the last lines it printed, oldest first. */
  public List<String> lastLines() {
    synchronized (lastLines) {
      return new ArrayList<>(lastLines);
    }
  }

  /** Asks the child to end (SIGTERM) and returns at once. */
  public void terminate() {
    stopping = true;
    // Process.destroy would also close the child's output, which it still needs for its last words.
    process.toHandle().destroy();
  }

  /** Ends the child at once (SIGKILL) and waits until it is gone. */
  public void kill() {
    stopping = true;
    process.destroyForcibly();
    awaitExit(Duration.ofSeconds(10));
  }

  /** Waits for the end of the child; returns whether it came within the limit. */
  public boolean awaitExit(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }

  /** Returns the exit status of a child that ended. */
  public int exitValue() {
    return process.exitValue();
  }
}
