package dev.causeway.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EstateTest {
  @TempDir private Path folder;

  private String everything() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  private static int count(String text, String part) {
    return text.split(part, -1).length - 1;
  }

  @Test
  void thereAreAsManyObjectsAsWereAskedFor() throws Exception {
    Estate estate = new Estate(new FolderPlace(folder), 250, 60);
    estate.write();
    assertThat(count(everything(), "kind: Route\n")).isEqualTo(250);
    assertThat(count(everything(), "kind: Service\n")).isEqualTo(60).isEqualTo(estate.services());
    assertThat(count(everything(), "kind: EndpointSlice\n")).isEqualTo(60);
  }

  @Test
  void oneThingChangesAndChangesBack() throws Exception {
    Estate estate = new Estate(new FolderPlace(folder), 250, 60);
    estate.write();
    String before = everything();
    estate.changeRoute(true);
    assertThat(count(everything(), "path: /changed")).isEqualTo(1);
    estate.changeRoute(false);
    assertThat(everything()).isEqualTo(before);
    estate.changeEndpoint(true);
    assertThat(everything().lines().filter(line -> !before.contains(line))).hasSize(1);
    estate.changeEndpoint(false);
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void optionsAreReadAndMistakesNamed() {
    assertThat(ScaleOptions.parse(List.of("--routes", "5", "--changes", "2")))
        .isEqualTo(new ScaleOptions(5, 2_000, 2, null));
    assertThatThrownBy(() -> ScaleOptions.parse(List.of("--services", "0")))
        .hasMessageContaining("--services");
    assertThatThrownBy(() -> ScaleOptions.parse(List.of("--kubeconfig", "/nowhere")))
        .hasMessageContaining("--kubeconfig needs a file");
    assertThatThrownBy(() -> ScaleOptions.parse(List.of("--big"))).hasMessageContaining("--big");
  }
}
