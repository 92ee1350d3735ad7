package dev.causeway.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which jars may take the router's place in its image. */
final class OwnRouterTest {
  @TempDir Path folder;

  private Programs ours() {
    Path absent = folder.resolve("ours.jar");
    return new Programs("java", absent, absent, absent);
  }

  private Path jar(String entry, String content) throws IOException {
    Path jar = folder.resolve("own.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      out.putNextEntry(new JarEntry(entry));
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  @Test
  void executableJarWithTheRouterTakesItsPlace() throws IOException {
    Path own =
        jar("BOOT-INF/classpath.idx", "- \"BOOT-INF/lib/causeway-router-plane-1.0.0.jar\"\n");

    assertThat(ours().withRouter(own).router()).isEqualTo(own.toAbsolutePath());
  }

  @Test
  void plainJarIsRefusedWithTheRemedy() throws IOException {
    Path own = jar("some/Class.class", "");

    assertThatThrownBy(() -> ours().withRouter(own))
        .isInstanceOf(ImagesException.class)
        .hasMessageContaining("spring-boot-maven-plugin");
  }

  @Test
  void otherApplicationsAreRefusedWithTheRemedy() throws IOException {
    Path own = jar("BOOT-INF/classpath.idx", "- \"BOOT-INF/lib/other.jar\"\n");

    assertThatThrownBy(() -> ours().withRouter(own))
        .isInstanceOf(ImagesException.class)
        .hasMessageContaining("causeway-router-spring-boot-starter");
  }

  @Test
  void absentFileIsNamed() {
    Path own = folder.resolve("nowhere.jar");

    assertThatThrownBy(() -> ours().withRouter(own))
        .isInstanceOf(ImagesException.class)
        .hasMessageContaining("nowhere.jar");
  }
}
