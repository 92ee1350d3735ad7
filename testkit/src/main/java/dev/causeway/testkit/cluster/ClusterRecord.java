package dev.causeway.testkit.cluster;

import dev.causeway.testkit.docs.GeneratedPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * The record of the tests that passed on a real API server: {@code docs/cluster-tests.csv}, a test
 * and the server it last passed on per line. A run with {@code -Dcauseway.docs.update=true}
 * replaces the lines of the classes that it ran; a test that failed or was skipped has none.
 */
public final class ClusterRecord implements TestWatcher, AfterAllCallback {
  /** Path of the record in the repository. */
  public static final String FILE = "docs/cluster-tests.csv";

  private static final String HEADER = "test,server";

  private final NavigableSet<String> passed = new TreeSet<>();
  private final NavigableSet<String> failed = new TreeSet<>();

  /** Creates the extension for a test class. */
  public ClusterRecord() {}

  /**
   * Returns the servers that tests passed on, by the test's class and method.
   *
   * @param repository root of the repository
   */
  public static NavigableMap<String, String> read(Path repository) throws IOException {
    NavigableMap<String, String> servers = new TreeMap<>();
    Path file = repository.resolve(FILE);
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        int comma = line.indexOf(',');
        if (!line.equals(HEADER)) {
          servers.put(line.substring(0, comma), line.substring(comma + 1));
        }
      }
    }
    return servers;
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    passed.add(name(context));
  }

  @Override
  public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
    failed.add(name(context));
  }

  @Override
  public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
    failed.add(name(context));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (!GeneratedPage.isUpdated()) {
      return;
    }
    // Parameters make several runs of one test.
    passed.removeAll(failed);
    try {
      write(GeneratedPage.repository(), context.getRequiredTestClass().getSimpleName());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(Path repository, String testClass) throws IOException {
    NavigableMap<String, String> servers = read(repository);
    servers.keySet().removeIf(test -> test.startsWith(testClass + "."));
    String server = TestCluster.server();
    passed.forEach(test -> servers.put(test, server));
    StringBuilder text = new StringBuilder(HEADER + "\n");
    servers.forEach((test, on) -> text.append(test).append(',').append(on).append('\n'));
    Files.writeString(repository.resolve(FILE), text);
  }

  private static String name(ExtensionContext context) {
    return context.getRequiredTestClass().getSimpleName()
        + "."
        + context.getRequiredTestMethod().getName();
  }
}
