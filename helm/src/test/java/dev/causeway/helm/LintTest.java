package dev.causeway.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.LintResult;
import dev.causeway.testkit.docs.GeneratedPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for a chart as such. */
final class LintTest {

  @ParameterizedTest
  @ValueSource(strings = {"causeway", "causeway-crds"})
  void lintsWithoutWarnings(String chart) {
    try (Charts charts = new Charts()) {
      LintResult result = Charts.lint(chart);
      assertThat(result.isFailed()).as(String.join("\n", result.getMessages())).isFalse();
      assertThat(charts).isNotNull();
    }
  }

  /** An upgrade would see our own definitions, drop them, and with them every Route. */
  @ParameterizedTest
  @ValueSource(strings = {"causeway", "causeway-crds"})
  void nothingDependsOnCapabilities(String chart) throws IOException {
    Path folder = Charts.folder(chart);
    assertThat(folder.resolve("crds")).doesNotExist();
    for (Path file : templates(folder)) {
      assertThat(Files.readString(file).replaceAll("\\{\\{/\\*(?s:.*?)\\*/}}", ""))
          .as(file.toString())
          .doesNotContain(".Capabilities");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"causeway", "causeway-crds"})
  void olderKubernetesIsRefused(String chart) throws Exception {
    try (Charts charts = new Charts()) {
      assertThatThrownBy(() -> charts.render(chart, "causeway", "system", "{}", "1.31.9"))
          .isInstanceOf(Charts.RefusedException.class)
          .hasMessageContaining(">=1.32.0-0");
      assertThat(charts.render(chart, "causeway", "system", "{}", "1.32.0").objects()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"causeway", "causeway-crds"})
  void versionIsTheProjects(String chart) throws IOException {
    JsonNode description =
        Documents.single(Files.readString(Charts.folder(chart).resolve("Chart.yaml")));
    String pom = Files.readString(GeneratedPage.repository().resolve("pom.xml"));
    String version = pom.replaceAll("(?s).*?<version>([^<]+)</version>.*", "$1");
    assertThat(description.path("version").asText()).isEqualTo(version);
    assertThat(description.path("appVersion").asText()).isEqualTo(version);
  }

  private static List<Path> templates(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("templates"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
