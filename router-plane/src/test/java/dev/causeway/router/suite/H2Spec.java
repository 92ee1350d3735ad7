package dev.causeway.router.suite;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The conformance tests of h2spec 2.2.0, unpacked from an artifact that carries its executables.
 *
 * @param program the unpacked executable
 */
record H2Spec(Path program) {
  private static final String ARCHIVE = "/h2spec/2.2.0/h2spec_linux_amd64.tar.gz";
  private static final int TAR_BLOCK = 512;

  /** Returns why this machine cannot run it, or null if it can. */
  static @Nullable String obstacle() {
    String os = System.getProperty("os.name");
    String architecture = System.getProperty("os.arch");
    return os.equals("Linux") && architecture.equals("amd64")
        ? null
        : "h2spec 2.2.0 has an executable for Linux on amd64, not for %s on %s"
            .formatted(os, architecture);
  }

  /** Unpacks the executable into a folder. */
  static H2Spec unpack(Path folder) throws IOException {
    Path program = folder.resolve("h2spec");
    try (InputStream packed = H2Spec.class.getResourceAsStream(ARCHIVE)) {
      if (packed == null) {
        throw new IOException(ARCHIVE + " is not on the class path");
      }
      DataInputStream tar = new DataInputStream(new GZIPInputStream(packed));
      byte[] header = new byte[TAR_BLOCK];
      while (true) {
        tar.readFully(header);
        String name = field(header, 0, 100);
        if (name.isEmpty()) {
          throw new IOException("no executable in " + ARCHIVE);
        }
        long size = Long.parseLong(field(header, 124, 12), 8);
        if (name.endsWith("h2spec")) {
          Files.write(program, tar.readNBytes((int) size));
          break;
        }
        tar.skipNBytes((size + TAR_BLOCK - 1) / TAR_BLOCK * TAR_BLOCK);
      }
    }
    if (!program.toFile().setExecutable(true)) {
      throw new IOException(program + " cannot be made executable");
    }
    return new H2Spec(program);
  }

  private static String field(byte[] header, int from, int length) {
    return new String(header, from, length, StandardCharsets.US_ASCII).replace('\0', ' ').strip();
  }

  /**
   * Runs it against a port of this machine, strict, and returns what it wrote.
   *
   * @param sections which tests, all of them if empty
   */
  String run(int port, boolean tls, String... sections) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--strict",
                "--verbose",
                "--host=localhost",
                "--port=" + port,
                "--timeout=4"));
    if (tls) {
      command.add("--tls");
      command.add("--insecure");
    }
    command.addAll(List.of(sections));
    Path output = Files.createTempFile(program.getParent(), "h2spec", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(300, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("h2spec does not come to an end");
    }
    return Files.readString(output);
  }
}
