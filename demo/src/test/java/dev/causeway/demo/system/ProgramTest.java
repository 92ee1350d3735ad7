package dev.causeway.demo.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unpacking and caches, with a jar that unpacks itself as Spring Boot's do. */
class ProgramTest {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();
  private static final List<String> OPTIONS = List.of("-Xmx64m");

  @TempDir private Path folder;
  private Path executable;
  private Path store;

  @BeforeEach
  void paths() {
    executable = folder.resolve("causeway-thing-exec.jar");
    store = folder.resolve("programs");
  }

  /** Its main program takes {@code extract --destination DIR} and copies itself there. */
  static final class Unpacker {
    public static void main(String[] arguments) throws Exception {
      Path target = Path.of(arguments[2]);
      Path self = Path.of(System.getProperty("java.class.path"));
      Files.createDirectories(target);
      Files.copy(self, target.resolve(self.getFileName()));
    }
  }

  private void jar(String content) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Unpacker.class.getName());
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(executable), manifest)) {
      String name = Unpacker.class.getName().replace('.', '/') + ".class";
      out.putNextEntry(new ZipEntry(name));
      out.write(
          Objects.requireNonNull(ProgramTest.class.getResourceAsStream("/" + name)).readAllBytes());
      out.putNextEntry(new ZipEntry("content"));
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
    Files.setLastModifiedTime(executable, FileTime.fromMillis(0));
  }

  private Program program() {
    return Program.of(JAVA, executable, store);
  }

  @Test
  void buildsOfTheSameSizeAndTimeDoNotShareACache() throws Exception {
    jar("one");
    Program one = program();
    Files.createFile(one.jar().resolveSibling("recorded.aot"));
    assertThat(one.lacksRecording()).isTrue();
    assertThat(one.keepRecording()).isTrue();
    assertThat(program().lacksRecording()).isFalse();

    jar("two");
    assertThat(program().lacksRecording()).isTrue();
    assertThat(program().jar()).isNotEqualTo(one.jar()).exists();
  }

  @Test
  void usesTheCacheOnlyWhereThereIsOne() throws Exception {
    jar("one");
    Program program = program();
    assertThat(program.command(OPTIONS))
        .containsExactly(JAVA, "-Xmx64m", "-jar", program.jar().toString());
    assertThat(program.recording(OPTIONS)).anyMatch(each -> each.startsWith("-XX:AOTCacheOutput="));

    Files.createFile(program.jar().resolveSibling("recorded.aot"));
    program.keepRecording();

    assertThat(program.command(OPTIONS)).anyMatch(each -> each.startsWith("-XX:AOTCache="));
  }

  @Test
  void keepsTheLastBuildBesideThisOneAndNoOlder() throws Exception {
    for (int i = 0; i < 4; i++) {
      jar("build " + i);
      Files.setLastModifiedTime(program().jar().getParent(), FileTime.fromMillis(1_000L * (i + 1)));
    }
    try (var folders = Files.list(store)) {
      assertThat(folders).hasSize(2).contains(program().jar().getParent());
    }
  }

  @Test
  void aJarThatCannotBeUnpackedIsStartedAsItIs() throws Exception {
    Files.writeString(executable, "no jar");
    Program program = program();
    assertThat(program.command(OPTIONS))
        .containsExactly(JAVA, "-Xmx64m", "-jar", executable.toString());
    assertThat(program.lacksRecording()).isFalse();
  }

  @Test
  void aJvmTakesAnUnusableCacheForNone() throws Exception {
    jar("one");
    Program program = program();
    Files.writeString(program.jar().resolveSibling("recorded.aot"), "no cache");
    program.keepRecording();
    List<String> command = program.command(OPTIONS);
    command.addAll(List.of("extract", "--destination", folder.resolve("again").toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).isEmpty();
  }
}
