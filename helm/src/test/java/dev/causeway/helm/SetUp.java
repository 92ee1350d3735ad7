package dev.causeway.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A way to install a chart that people use: a folder with {@code case.yaml}, {@code values.yaml}
 * and what must come of them.
 *
 * @param folder where it stands
 * @param chart name of the chart
 * @param release name of the release
 * @param namespace namespace of the release
 */
record SetUp(Path folder, String chart, String release, String namespace) {
  private static final Path SETUPS = Path.of("src/test/resources/setups");

  /** Returns all of them. */
  static List<SetUp> all() {
    try (Stream<Path> folders = Files.list(SETUPS)) {
      return folders.sorted().map(SetUp::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns those of a chart. */
  static List<SetUp> of(String chart) {
    return all().stream().filter(setUp -> setUp.chart().equals(chart)).toList();
  }

  /** Returns the one of that name. */
  static SetUp named(String name) {
    return read(SETUPS.resolve(name));
  }

  private static SetUp read(Path folder) {
    JsonNode description = Documents.single(file(folder, "case.yaml"));
    if (description.path("purpose").asText().isBlank()) {
      throw new IllegalStateException(folder + "/case.yaml must tell the purpose");
    }
    return new SetUp(
        folder,
        description.path("chart").asText("causeway"),
        description.path("release").asText("causeway"),
        description.path("namespace").asText("causeway-system"));
  }

  private static String file(Path folder, String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the values a user would give. */
  String values() {
    return file(folder, "values.yaml");
  }

  /** Renders it. */
  Rendered render(Charts charts) {
    try {
      return charts.render(chart, release, namespace, values());
    } catch (Charts.RefusedException e) {
      throw new AssertionError(folder + " is refused: " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return String.valueOf(folder.getFileName());
  }
}
