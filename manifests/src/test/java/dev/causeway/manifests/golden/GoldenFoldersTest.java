package dev.causeway.manifests.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.causeway.manifests.ManifestReader;
import dev.causeway.manifests.ManifestSet;
import dev.causeway.manifests.ParsedFile;
import dev.causeway.manifests.ingress.IngressOptions;
import dev.causeway.routing.compile.CompileOptions;
import dev.causeway.routing.compile.ShardCompiler;
import dev.causeway.routing.input.Input;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.model.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Folders of manifests with what must come of them, compared as text.
 *
 * <p>{@code case.yaml} names the purpose and the options, {@code in/} holds the manifests, {@code
 * out/} the expected snapshot, verdicts and status. With {@code -Dcauseway.golden.update=true} the
 * expectations are written anew and the run ends red, so that nobody updates them unseen.
 */
class GoldenFoldersTest {
  private static final Path CASES = Path.of("src/test/resources/golden");
  private static final boolean UPDATE = Boolean.getBoolean("causeway.golden.update");

  @TestFactory
  Stream<DynamicTest> cases() throws IOException {
    return children(CASES).stream()
        .map(
            folder ->
                DynamicTest.dynamicTest(
                    String.valueOf(folder.getFileName()), () -> new Case(folder).check()));
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList();
    }
  }

  private record Case(Path folder) {
    void check() throws IOException {
      Map<String, Object> values = values();
      GoldenMaterial material = new GoldenMaterial();
      ManifestSet set = new ManifestSet(ingressOptions(values));
      ManifestReader reader = new ManifestReader();
      for (Path file : children(folder.resolve("in"))) {
        String name = String.valueOf(file.getFileName());
        ParsedFile parsed = reader.read(name, material.fill(Files.readString(file)));
        assertThat(
                parsed.objects().isEmpty()
                    && parsed.ingresses().isEmpty()
                    && parsed.problems().isEmpty())
            .as("%s is of no use to the case", file)
            .isFalse();
        set.put(parsed);
      }
      List<InputChange> changes = new ArrayList<>();
      for (Input input : set.objects()) {
        changes.add(new InputChange.Put(input));
      }
      ShardCompiler compiler = new ShardCompiler(compileOptions(values));
      compiler.apply(changes);
      Collection<Resource> resources = compiler.resources();
      GoldenText text = new GoldenText(resources, material);
      Set<String> expected = new TreeSet<>(List.of("case.yaml"));
      compare("out/snapshot.txt", text.snapshot(resources), expected);
      compare(
          "out/verdicts.txt",
          text.verdicts(compiler.verdicts(), compiler.notices(), set.problems()),
          expected);
      compare("out/status.yaml", GoldenText.status(compiler.verdicts()), expected);
      nothingUnused(expected);
      if (UPDATE) {
        fail(
            "expectations of %s were written anew; look at them and run without the property",
            folder);
      }
    }

    private void compare(String name, String actual, Set<String> expected) throws IOException {
      expected.add(name);
      Path file = folder.resolve(name);
      if (UPDATE) {
        Files.createDirectories(folder.resolve("out"));
        Files.writeString(file, actual);
      }
      assertThat(actual).as(name).isEqualTo(Files.readString(file));
    }

    private void nothingUnused(Set<String> expected) throws IOException {
      try (Stream<Path> files = Files.walk(folder)) {
        assertThat(
                files
                    .filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(name -> !name.matches("in/[^/]+\\.(yaml|yml|json)")))
            .as("files beside the inputs")
            .containsExactlyInAnyOrderElementsOf(expected);
      }
    }

    private Map<String, Object> values() throws IOException {
      Map<String, Object> values =
          new Yaml(new SafeConstructor(new LoaderOptions()))
              .load(Files.readString(folder.resolve("case.yaml")));
      assertThat(values.get("purpose")).asString().isNotBlank();
      assertThat(values.keySet())
          .isSubsetOf("purpose", "shard", "domain", "filters", "ingressController", "classLess");
      return values;
    }

    private static IngressOptions ingressOptions(Map<String, Object> values) {
      return new IngressOptions(
          String.valueOf(
              values.getOrDefault("ingressController", IngressOptions.DEFAULT.controller())),
          Boolean.TRUE.equals(values.get("classLess")));
    }

    private static CompileOptions compileOptions(Map<String, Object> values) {
      return new CompileOptions(
          String.valueOf(values.getOrDefault("shard", "default")),
          String.valueOf(values.getOrDefault("domain", "apps.test")),
          "openshift-ingress",
          false,
          true,
          values.get("filters") instanceof String filters ? Set.of(filters) : Set.of(),
          "",
          "openshift-config",
          null);
    }
  }
}
