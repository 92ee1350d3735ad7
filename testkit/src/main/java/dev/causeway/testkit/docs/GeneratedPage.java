package dev.causeway.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page below {@code docs/} that the code generates. A test compares the committed page with what
 * the code says now; with {@code -Dcauseway.docs.update=true} it writes the page and ends red, so
 * that an update is never mistaken for a passing check.
 */
public final class GeneratedPage {

  private static final String UPDATE = "causeway.docs.update";

  private GeneratedPage() {}

  /**
   * Compares a page with its generated content.
   *
   * @param name file name below {@code docs/}
   * @param content what the code says now
   */
  public static void check(String name, String content) {
    Path page = repository().resolve("docs").resolve(name);
    try {
      String committed = Files.exists(page) ? Files.readString(page) : "";
      if (Boolean.getBoolean(UPDATE) && !committed.equals(content)) {
        Files.createDirectories(page.getParent());
        Files.writeString(page, content);
        fail("wrote docs/%s; look at the difference and run again without -D%s", name, UPDATE);
      }
      assertThat(committed)
          .as("docs/%s is generated; -D%s=true on this test writes it", name, UPDATE)
          .isEqualTo(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the root of the repository: the nearest folder upwards with the launcher in it. */
  public static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    for (Path at = folder; at != null; at = at.getParent()) {
      if (Files.isRegularFile(at.resolve("pom.xml")) && Files.isDirectory(at.resolve("routing"))) {
        return at;
      }
    }
    throw new IllegalStateException("no repository above " + folder);
  }
}
