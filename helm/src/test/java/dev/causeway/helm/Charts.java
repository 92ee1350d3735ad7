package dev.causeway.helm;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import dev.causeway.testkit.docs.GeneratedPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * The charts of this repository in front of Helm; the only class that knows the library.
 *
 * <p>Helm's {@code lookup} asks the cluster it is given; here that is a {@link StubCluster}.
 */
final class Charts implements AutoCloseable {

  /** Version of Kubernetes that is rendered for. */
  static final String KUBERNETES = "1.36.2";

  /** Helm renders what it would install at once; hooks of a removal are not among that. */
  private static final String HOOK = "helm.sh/hook:";

  private static final String UNHOOKED = "unhooked.test/hook:";

  private final StubCluster cluster;
  private final Map<Path, Path> copies = new HashMap<>();

  /**
   * Charts before a cluster that holds some objects.
   *
   * @param objects what {@code lookup} finds, as YAML documents
   */
  Charts(String... objects) {
    this.cluster = new StubCluster(List.of(objects));
  }

  /** Returns the folder of a chart. */
  static Path folder(String chart) {
    return GeneratedPage.repository().resolve("helm").resolve(chart);
  }

  /** Lints a chart with its default values; warnings count as failures. */
  static LintResult lint(String chart) {
    return new Helm(folder(chart)).lint().strict().call();
  }

  /**
   * Renders a chart.
   *
   * @throws RefusedException if schema or templates refuse the values
   */
  Rendered render(String chart, String release, String namespace, String values)
      throws RefusedException {
    return render(chart, release, namespace, values, KUBERNETES);
  }

  /** Renders a chart for a version of Kubernetes. */
  Rendered render(String chart, String release, String namespace, String values, String kubernetes)
      throws RefusedException {
    Path file = null;
    try {
      file = Files.createTempFile("values", ".yaml");
      Files.writeString(file, values);
      TemplateCommand command =
          new Helm(unhooked(folder(chart)))
              .template()
              .withName(release)
              .withNamespace(namespace)
              .withKubeVersion(kubernetes)
              .withValuesFile(file);
      return new Rendered(command.call().replace(UNHOOKED, HOOK));
    } catch (IllegalStateException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      delete(file);
    }
  }

  /** Returns a copy of a chart in which hooks are like everything else. */
  private Path unhooked(Path chart) throws IOException {
    Path copy = copies.get(chart);
    if (copy == null) {
      copy = Files.createTempDirectory("chart").resolve(String.valueOf(chart.getFileName()));
      try (Stream<Path> files = Files.walk(chart)) {
        for (Path file : files.toList()) {
          Path target = copy.resolve(chart.relativize(file));
          if (Files.isDirectory(file)) {
            Files.createDirectories(target);
          } else {
            Files.writeString(target, Files.readString(file).replace(HOOK, UNHOOKED));
          }
        }
      }
      copies.put(chart, copy);
    }
    return copy;
  }

  private static void delete(@Nullable Path file) {
    if (file != null) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    copies
        .values()
        .forEach(
            copy ->
                FileSystemUtils.deleteRecursively(
                    Objects.requireNonNull(copy.getParent()).toFile()));
    cluster.close();
  }

  /** Says that Helm refused values, in its words. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
      super(message);
    }
  }
}
