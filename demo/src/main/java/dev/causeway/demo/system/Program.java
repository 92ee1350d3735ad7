package dev.causeway.demo.system;

import dev.causeway.demo.process.DemoException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * One of the applications, and what a JVM starts it from: its jar unpacked, with an AOT cache (JEP
 * 514) beside it once a start was recorded. Both belong to one build and one JDK, and both only
 * save time: where there is none, the program starts without.
 *
 * @param java program that runs jars
 * @param jar the unpacked application, or the executable jar where it could not be unpacked
 * @param cache where its AOT cache is or will be; null where it could not be unpacked
 */
public record Program(String java, Path jar, @Nullable Path cache) {
  private static final long UNPACK_SECONDS = 120;

  /** Builds kept per program: this one, and one that may still be running. */
  private static final int KEPT = 2;

  /** The command that starts a program, as far as its own arguments. */
  public interface Start {
    /** Returns the command, which the caller may add to. */
    List<String> command(Program program, List<String> jvmOptions);
  }

  /**
   * Unpacks an executable jar, unless that was done for this build and JDK.
   *
   * @param store folder of unpacked programs
   */
  static Program of(String java, Path executable, Path store) {
    try {
      String name = executable.getFileName().toString().replaceFirst("(-exec)?\\.jar$", "");
      Path folder = store.resolve(name + "-" + key(executable));
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(store);
        Path work = Files.createTempDirectory(store, "unpack");
        unpack(java, executable, work.resolve("program"));
        settle(work, folder);
        removeOldest(store, name);
      }
      return new Program(
          java, folder.resolve(executable.getFileName()), folder.resolve("start.aot"));
    } catch (IOException | DemoException e) {
      return new Program(java, executable, null);
    }
  }

  /**
   * Tells builds apart by the checksums of everything in the jar. Its time does not, since builds
   * are reproducible, and for the same reason a JVM would trust the cache of another build whose
   * jars have the same sizes.
   */
  private static String key(Path executable) throws IOException {
    try (ZipFile jar = new ZipFile(executable.toFile())) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(
          String.valueOf(System.getProperty("java.vm.version")).getBytes(StandardCharsets.UTF_8));
      for (ZipEntry entry : Collections.list(jar.entries())) {
        digest.update(
            (entry.getName() + ' ' + entry.getSize() + ' ' + entry.getCrc() + '\n')
                .getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void unpack(String java, Path executable, Path target) throws IOException {
    Process process =
        new ProcessBuilder(
                java,
                "-XX:TieredStopAtLevel=1",
                "-Djarmode=tools",
                "-jar",
                executable.toString(),
                "extract",
                "--destination",
                target.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(UNPACK_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new DemoException(executable + " cannot be unpacked.");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new DemoException("interrupted while unpacking " + executable + ".", e);
    }
  }

  /** Puts the unpacked program in place whole; another run may have been faster. */
  private static void settle(Path work, Path folder) throws IOException {
    try {
      Files.move(work.resolve("program"), folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (IOException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    } finally {
      Layout.remove(work);
    }
  }

  private static void removeOldest(Path store, String name) throws IOException {
    List<Path> builds;
    try (Stream<Path> folders = Files.list(store)) {
      builds =
          folders
              .filter(folder -> folder.getFileName().toString().startsWith(name + "-"))
              .sorted(Comparator.comparingLong(Program::made).reversed())
              .toList();
    }
    for (Path old : builds.stream().skip(KEPT).toList()) {
      Layout.remove(old);
    }
  }

  private static long made(Path folder) {
    try {
      return Files.getLastModifiedTime(folder).toMillis();
    } catch (IOException e) {
      return 0;
    }
  }

  /** Returns the command that starts it as fast as it can be started. */
  public List<String> command(List<String> jvmOptions) {
    List<String> command = new ArrayList<>();
    command.add(java);
    command.addAll(jvmOptions);
    if (cache != null && Files.isRegularFile(cache)) {
      command.add("-XX:AOTCache=" + cache);
      // A JVM that finds the cache unusable shall start without it and without a word.
      command.add("-Xlog:aot=off");
      command.add("-Xlog:cds=off");
    }
    return withJar(command);
  }

  /**
   * Returns the command that starts it with low priority and records the start; the JVM writes the
   * cache when it ends.
   */
  public List<String> recording(List<String> jvmOptions) {
    List<String> command = new ArrayList<>(List.of("nice", "-n", "5", java));
    command.addAll(jvmOptions);
    command.add("-XX:AOTCacheOutput=" + recorded());
    return withJar(command);
  }

  private List<String> withJar(List<String> command) {
    command.add("-jar");
    command.add(jar.toString());
    return command;
  }

  /** Returns whether a start of this build can be recorded and was not yet. */
  public boolean lacksRecording() {
    return cache != null && !Files.exists(cache);
  }

  /** Makes what a recording JVM wrote the cache of later starts; returns whether there is one. */
  public boolean keepRecording() {
    try {
      if (cache != null && Files.isRegularFile(recorded())) {
        Files.move(recorded(), cache, StandardCopyOption.ATOMIC_MOVE);
        return true;
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  private Path recorded() {
    return jar.resolveSibling("recorded.aot");
  }
}
