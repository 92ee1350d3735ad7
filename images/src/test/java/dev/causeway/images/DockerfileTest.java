package dev.causeway.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The Dockerfile says what {@code ./causeway images} builds. */
final class DockerfileTest {
  private static final Pattern STAGE = Pattern.compile("FROM .* AS ([a-z-]+)");
  private static final Pattern LABEL = Pattern.compile("([a-z.]+)=\"([^\"]*)\"");

  private final Map<String, List<String>> stages = stages();

  private static Map<String, List<String>> stages() {
    Map<String, List<String>> stages = new LinkedHashMap<>();
    List<String> current = new ArrayList<>();
    String joined = Repository.text("docker/Dockerfile").replaceAll("\\\\\\n\\s*", "");
    for (String line : joined.lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      Matcher stage = STAGE.matcher(line);
      if (stage.matches()) {
        current = new ArrayList<>();
        stages.put(stage.group(1), current);
      }
      current.add(line);
    }
    return stages;
  }

  private List<String> stage(Image image) {
    return Objects.requireNonNull(stages.get(image.id()), image.id());
  }

  private String only(Image image, String instruction) {
    List<String> found =
        stage(image).stream().filter(line -> line.startsWith(instruction + " ")).toList();
    assertThat(found).as(instruction).hasSize(1);
    return found.getFirst().substring(instruction.length() + 1);
  }

  @Test
  void hasOneTargetPerImage() {
    List<String> targets = new ArrayList<>(List.of("build"));
    Arrays.stream(Image.values()).map(Image::id).forEach(targets::add);
    assertThat(stages.keySet()).containsExactlyInAnyOrderElementsOf(targets);
  }

  @Test
  void buildsWithTheLauncherForThePlatformOfTheTarget() {
    assertThat(Objects.requireNonNull(stages.get("build")))
        .anyMatch(
            line ->
                line.contains("./causeway images --platform linux/${TARGETARCH} --out /images"));
  }

  @ParameterizedTest
  @EnumSource
  void copiesEveryLayerInOrder(Image image) {
    List<String> expected = new ArrayList<>();
    for (Layer.Kind kind : Layer.Kind.values()) {
      String layer = "/images/" + image.id() + "/layers/" + kind.id();
      if (kind != Layer.Kind.STATE) {
        expected.add("COPY --from=build " + layer + "/ /");
      } else if (!image.folders().isEmpty()) {
        expected.add(
            "COPY --from=build --chown="
                + Image.user()
                + " "
                + layer
                + Image.STATE
                + "/ "
                + Image.STATE
                + "/");
      }
    }
    assertThat(stage(image).stream().filter(line -> line.startsWith("COPY")))
        .containsExactlyElementsOf(expected);
    assertThat(image.folders()).allMatch(folder -> folder.startsWith(Image.STATE));
  }

  @ParameterizedTest
  @EnumSource
  void runsTheSameAsTheSameUser(Image image) throws Exception {
    ObjectMapper json = new ObjectMapper();
    assertThat(List.of(json.readValue(only(image, "ENTRYPOINT"), String[].class)))
        .isEqualTo(image.entrypoint("java"));
    assertThat(List.of(json.readValue(only(image, "CMD"), String[].class)))
        .isEqualTo(image.arguments());
    assertThat(only(image, "USER")).isEqualTo(Image.user());
    assertThat(only(image, "WORKDIR")).isEqualTo(Image.HOME);
  }

  @ParameterizedTest
  @EnumSource
  void showsTheSame(Image image) throws Exception {
    if (image.ports().isEmpty()) {
      assertThat(stage(image)).noneMatch(line -> line.startsWith("EXPOSE"));
    } else {
      assertThat(only(image, "EXPOSE"))
          .isEqualTo(image.ports().stream().map(String::valueOf).collect(Collectors.joining(" ")));
    }
    if (image.volumes().isEmpty()) {
      assertThat(stage(image)).noneMatch(line -> line.startsWith("VOLUME"));
    } else {
      JsonNode volumes = new ObjectMapper().readTree(only(image, "VOLUME"));
      assertThat(volumes).extracting(JsonNode::asText).hasSameElementsAs(image.volumes());
    }
    Map<String, String> labels = new TreeMap<>();
    Matcher label = LABEL.matcher(only(image, "LABEL"));
    while (label.find()) {
      labels.put(label.group(1), label.group(2));
    }
    assertThat(labels).isEqualTo(image.labels("${VERSION}"));
  }

  @Test
  void labelsTheVersionOfThisBuild() {
    Matcher version =
        Pattern.compile("<artifactId>causeway-parent</artifactId>\\s*<version>([^<]+)")
            .matcher(Repository.text("pom.xml"));
    assertThat(version.find()).isTrue();
    assertThat(Repository.text("docker/Dockerfile")).contains("ARG VERSION=" + version.group(1));
  }
}
