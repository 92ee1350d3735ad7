package dev.causeway.snapctl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.causeway.snapctl.InspectionBench.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code compile} and {@code lint} over the golden folders of the compiler, and over bad ones. */
final class OfflineTest {
  private static final Path GOLDEN = Path.of("../manifests/src/test/resources/golden");
  private static final Pattern REJECTED =
      Pattern.compile("(\\S+) (Route \\S+|Ingress .+): ([A-Z]\\w+)( .*)?");

  @TempDir Path folder;

  private Run run(String... arguments) {
    return InspectionBench.run(Map.of(), folder, arguments);
  }

  static Stream<Path> goldenFolders() throws IOException {
    List<Path> folders;
    try (Stream<Path> all = Files.list(GOLDEN)) {
      folders = all.filter(OfflineTest::isComplete).sorted().toList();
    }
    assertThat(folders).hasSizeGreaterThan(18);
    return folders.stream();
  }

  /** Certificates of some are filled in by the compiler's own test. */
  private static boolean isComplete(Path golden) {
    try (Stream<Path> files = Files.walk(golden.resolve("in"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file).contains("${")) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> options(Path golden) throws IOException {
    List<String> options = new ArrayList<>(List.of("-f", golden.resolve("in").toString()));
    boolean domain = false;
    for (String line : Files.readAllLines(golden.resolve("case.yaml"))) {
      String value = line.substring(line.indexOf(':') + 1).strip();
      switch (line.substring(0, line.indexOf(':'))) {
        case "shard" -> options.add("--shards=" + value);
        case "domain" -> {
          domain = true;
          options.add("--domain=" + value);
        }
        case "filters" -> options.add("--allow-filters=" + value);
        case "ingressController" -> options.add("--ingress-controller=" + value);
        case "classLess" -> options.add("--ingress-class-less");
        default -> {}
      }
    }
    if (!domain) {
      options.add("--domain=apps.test");
    }
    return options;
  }

  @ParameterizedTest
  @MethodSource("goldenFolders")
  void saysWhatTheControlPlaneDecides(Path golden) throws Exception {
    List<String> expected = Files.readAllLines(golden.resolve("out/verdicts.txt"));
    List<String> arguments = new ArrayList<>(options(golden));
    arguments.addFirst("compile");
    arguments.addAll(List.of("-o", "json"));
    Run json = run(arguments.toArray(String[]::new));
    assertThat(json.err()).isEmpty();
    assertThat(json.out()).doesNotContain("PRIVATE KEY");
    List<String> admitted = new ArrayList<>();
    JsonNode shards = new ObjectMapper().readTree(json.out()).path("shards");
    shards.forEach(
        shard ->
            shard
                .path("verdicts")
                .forEach(
                    verdict -> {
                      if (verdict.path("admitted").asBoolean()) {
                        admitted.add(
                            "%s Route %s/%s: admitted host=%s"
                                .formatted(
                                    verdict.path("origin").asText(),
                                    verdict.path("namespace").asText(),
                                    verdict.path("name").asText(),
                                    verdict.path("host").asText()));
                      }
                    }));
    assertThat(admitted)
        .containsAll(
            expected.stream()
                .filter(line -> line.contains(": admitted host="))
                .map(line -> line.replace(" wildcard", ""))
                .toList());

    arguments.removeLast();
    arguments.removeLast();
    arguments.set(0, "lint");
    Run lint = run(arguments.toArray(String[]::new));
    for (String line : expected) {
      Matcher rejected = REJECTED.matcher(line);
      if (rejected.matches() && !line.contains(": admitted host=")) {
        assertThat(lint.out().lines())
            .as(line)
            .anySatisfy(
                found ->
                    assertThat(found)
                        .contains(golden.resolve("in") + "/" + rejected.group(1))
                        .contains(": error: ")
                        .contains(rejected.group(3)));
        assertThat(lint.code()).isEqualTo(1);
      }
    }
    assertThat(lint.code()).isEqualTo(lint.out().contains(": error: ") ? 1 : 0);
    assertThat(json.code()).isEqualTo(lint.code());
  }

  @Test
  void namesFileAndLineOfWhatIsWrong() throws Exception {
    Files.writeString(
        folder.resolve("web.yaml"),
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        ---
        apiVersion: route.openshift.io/v1
        kind: Route
        metadata:
          name: web
          namespace: shop
          annotations: {haproxy.router.openshift.io/timeout: soon}
        spec:
          host: Web.Example.Com
          to: {kind: Service, name: web}
        """);
    Files.writeString(folder.resolve("torn.yaml"), "kind: Route\nmetadata: [unclosed\n");

    Run lint = run("lint", "-f", folder.toString());

    assertThat(lint.code()).isEqualTo(1);
    assertThat(lint.out())
        .containsPattern(Pattern.quote(folder + "/torn.yaml") + ":\\d+: error: ")
        .contains(folder + "/web.yaml:5: error: Route shop/web")
        .contains("InvalidHost: spec.host: ")
        .contains("2 files, ");
  }

  @Test
  void warningsAloneAreNoFailure() throws Exception {
    Files.writeString(
        folder.resolve("web.yaml"),
        """
        apiVersion: route.openshift.io/v1
        kind: Route
        metadata:
          name: web
          namespace: shop
          annotations: {haproxy.router.openshift.io/timeout: soon}
        spec:
          host: web.example.com
          to: {kind: Service, name: web}
        """);

    Run lint = run("lint", "-f", folder.toString());

    assertThat(lint.out()).contains(folder + "/web.yaml:1: warning: Route shop/web");
    assertThat(lint.code()).isZero();
  }

  @Test
  void whatIsNoFolderOfManifestsIsUnusable() {
    Run absent = run("lint", "-f", folder.resolve("nowhere").toString());
    assertThat(absent.code()).isEqualTo(2);
    assertThat(absent.err()).startsWith("snapctl: ").hasLineCount(1);

    Run empty = run("compile", "-f", folder.toString());
    assertThat(empty.code()).isEqualTo(2);
    assertThat(empty.err()).contains("holds no manifest").hasLineCount(1);

    assertThat(run("lint").code()).isEqualTo(2);
  }
}
