package dev.causeway.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.causeway.manifests.ingress.IngressOptions;
import dev.causeway.routing.compile.CompileOptions;
import dev.causeway.routing.compile.ShardCompiler;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whatever a file holds, reading and compiling it ends in resources, verdicts and problems. */
final class FolderFuzzTest {
  private static final CompileOptions OPTIONS =
      new CompileOptions(
          "default",
          "apps.test",
          "openshift-ingress",
          true,
          true,
          Set.of("tag"),
          "",
          "openshift-config",
          null);

  @FuzzTest
  void anyFileIsReadAndCompiled(byte[] content) {
    ParsedFile file = new ManifestReader().read("fuzzed.yaml", content);
    assertThat(file.problems()).allMatch(problem -> !problem.text().isBlank());
    ManifestSet set = new ManifestSet(IngressOptions.DEFAULT);
    set.put(file);
    List<InputChange> changes = new ArrayList<>();
    set.objects().forEach(input -> changes.add(new InputChange.Put(input)));

    ShardCompiler atOnce = new ShardCompiler(OPTIONS);
    atOnce.apply(changes);
    ShardCompiler oneByOne = new ShardCompiler(OPTIONS);
    oneByOne.apply(List.of());
    changes.reversed().forEach(change -> oneByOne.apply(List.of(change)));

    assertThat(byKey(oneByOne.resources())).isEqualTo(byKey(atOnce.resources()));
    assertThat(oneByOne.verdicts()).isEqualTo(atOnce.verdicts());
  }

  private static Map<ResourceKey, Resource> byKey(Collection<Resource> resources) {
    Map<ResourceKey, Resource> byKey = new HashMap<>();
    resources.forEach(resource -> byKey.put(resource.key(), resource));
    return byKey;
  }
}
