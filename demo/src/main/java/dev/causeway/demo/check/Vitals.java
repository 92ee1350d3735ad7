package dev.causeway.demo.check;

import dev.causeway.demo.process.DemoException;
import dev.causeway.demo.process.ManagedProcess;
import dev.causeway.demo.system.Readiness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a process holds on to, after a garbage collection.
 *
 * @param name the process
 * @param heap bytes of objects
 * @param buffers bytes of buffers outside the heap
 * @param resident bytes of memory in use, or 0 where the system does not tell
 * @param descriptors open files and sockets, or 0 where the system does not tell
 * @param clients open connections of clients
 * @param upstream open connections to endpoints
 */
record Vitals(
    String name,
    long heap,
    long buffers,
    long resident,
    long descriptors,
    long clients,
    long upstream) {
  private static final long KIB = 1024;
  private static final long MIB = KIB * KIB;
  private static final long COMMAND_SECONDS = 60;

  /** What is measured, and how much more of it is still the same. */
  enum Vital {
    HEAP("heap", 8 * MIB),
    BUFFERS("buffers", 8 * MIB),
    RESIDENT("resident memory", 48 * MIB),
    DESCRIPTORS("open files", 16),
    CLIENTS("client connections", 4),
    UPSTREAM("connections to endpoints", 8);

    private final String label;
    private final long bound;

    Vital(String label, long bound) {
      this.label = label;
      this.bound = bound;
    }

    private long of(Vitals vitals) {
      return switch (this) {
        case HEAP -> vitals.heap();
        case BUFFERS -> vitals.buffers();
        case RESIDENT -> vitals.resident();
        case DESCRIPTORS -> vitals.descriptors();
        case CLIENTS -> vitals.clients();
        case UPSTREAM -> vitals.upstream();
      };
    }

    boolean isFlat(Vitals before, Vitals after) {
      return of(after) - of(before) <= bound;
    }

    String describe(Vitals before, Vitals after) {
      return before.name()
          + " "
          + label
          + ": "
          + text(of(before))
          + " -> "
          + text(of(after))
          + " (flat within "
          + text(bound)
          + ")";
    }

    private static String text(long value) {
      return value < 4 * KIB
          ? Long.toString(value)
          : String.format(Locale.ROOT, "%.1f MiB", (double) value / MIB);
    }
  }

  /** Collects the garbage of a process and asks it what is left. */
  static Vitals of(ManagedProcess process, int management, Readiness pages) {
    collect(process.pid());
    String page = pages.page(management, "/actuator/prometheus");
    if (page.isEmpty()) {
      throw new DemoException(process.name() + " does not tell its meters.");
    }
    return new Vitals(
        process.name(),
        sum(page, "jvm_memory_used_bytes{area=\"heap\""),
        sum(page, "jvm_buffer_memory_used_bytes"),
        resident(process.pid()),
        descriptors(process.pid()),
        sum(page, "causeway_client_connections"),
        sum(page, "causeway_upstream_connections"));
  }

  private static void collect(long pid) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process command =
          new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.run")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!command.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || command.exitValue() != 0) {
        command.destroyForcibly();
        throw new DemoException(jcmd + " could not collect the garbage of process " + pid + ".");
      }
    } catch (IOException e) {
      throw new DemoException(jcmd + " does not run: it needs the JDK.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoException("interrupted.", e);
    }
  }

  private static long sum(String page, String series) {
    return (long)
        page.lines()
            .filter(line -> line.startsWith(series))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum();
  }

  private static long resident(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      List<String> words =
          lines
              .filter(line -> line.startsWith("VmRSS:"))
              .findFirst()
              .map(line -> List.of(line.split("\\s+")))
              .orElse(List.of());
      return words.size() < 2 ? 0 : Long.parseLong(words.get(1)) * KIB;
    } catch (IOException e) {
      return 0;
    }
  }

  private static long descriptors(long pid) {
    try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return files.count();
    } catch (IOException e) {
      return 0;
    }
  }
}
