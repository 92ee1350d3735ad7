package dev.causeway.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page, or a part of one, that the code generates. A test compares the committed page with what
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
    String file = "docs/" + name;
    compare(file, read(file), content);
  }

  /**
   * Compares a part of a page that is otherwise written by hand with its generated content. The
   * part stands between the lines {@code <!-- generated: section -->} and {@code <!-- end -->}.
   *
   * @param file path of the page in the repository
   * @param section name of the part
   * @param content what the code says now, whole lines
   */
  public static void checkSection(String file, String section, String content) {
    String committed = read(file);
    String begin = "<!-- generated: " + section + " -->\n";
    int from = committed.indexOf(begin);
    int to = committed.indexOf("<!-- end -->", Math.max(from, 0));
    if (from < 0 || to < 0) {
      fail("%s has no section \"%s\"", file, section);
    }
    String before = committed.substring(0, from + begin.length());
    compare(file, committed, before + content + committed.substring(to));
  }

  private static String read(String file) {
    Path page = repository().resolve(file);
    try {
      return Files.exists(page) ? Files.readString(page) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns whether pages are to be written, and not only compared. */
  public static boolean isUpdated() {
    return Boolean.getBoolean(UPDATE);
  }

  private static void compare(String file, String committed, String content) {
    if (isUpdated() && !committed.equals(content)) {
      Path page = repository().resolve(file);
      try {
        Files.createDirectories(page.getParent());
        Files.writeString(page, content);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      fail("wrote %s; look at the difference and run again without -D%s", file, UPDATE);
    }
    assertThat(committed)
        .as("%s is generated; -D%s=true on this test writes it", file, UPDATE)
        .isEqualTo(content);
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
