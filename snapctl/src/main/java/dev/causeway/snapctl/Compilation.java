package dev.causeway.snapctl;

import dev.causeway.manifests.ManifestSet;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.routing.compile.CompileOptions;
import dev.causeway.routing.compile.ShardCompiler;
import dev.causeway.routing.input.Input;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.version.Snapshot;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What the control plane's compiler makes of a folder.
 *
 * @param files number of files
 * @param objects number of objects in use
 * @param shards every shard, sorted by name
 * @param findings everything wrong or remarkable, by file and line
 */
record Compilation(int files, int objects, List<Shard> shards, List<Finding> findings) {
  /** Copies the lists. */
  Compilation {
    shards = List.copyOf(shards);
    findings = List.copyOf(findings);
  }

  /**
   * A shard.
   *
   * @param name its name
   * @param snapshot what its routers would serve, without keys of session tickets
   * @param verdicts one for each Route that it selects, by Route
   */
  record Shard(String name, Snapshot snapshot, List<Verdict> verdicts) {
    /** Copies the list. */
    Shard {
      verdicts = List.copyOf(verdicts);
    }
  }

  /**
   * Compiles.
   *
   * @param configured shards that exist without an IngressController
   * @param options options of a shard by its name
   */
  static Compilation of(
      ManifestSet set, Collection<String> configured, Function<String, CompileOptions> options) {
    SortedSet<Finding> findings = new TreeSet<>();
    set.problems().forEach(problem -> findings.add(Finding.of(problem)));
    SortedSet<String> names = new TreeSet<>(configured);
    List<Input> inputs = set.objects();
    inputs.stream()
        .filter(input -> input.key().kind() == InputKind.INGRESS_CONTROLLER)
        .forEach(controller -> names.add(controller.key().name()));
    List<InputChange> changes = inputs.stream().<InputChange>map(InputChange.Put::new).toList();
    List<Shard> shards =
        names.stream().map(name -> shard(options.apply(name), changes, findings)).toList();
    return new Compilation(set.sources().size(), set.size(), shards, List.copyOf(findings));
  }

  private static Shard shard(
      CompileOptions options, List<InputChange> changes, SortedSet<Finding> findings) {
    ShardCompiler compiler = new ShardCompiler(options);
    compiler.apply(changes);
    List<Verdict> verdicts =
        compiler.verdicts().values().stream()
            .sorted((one, other) -> one.route().compareTo(other.route()))
            .toList();
    verdicts.stream()
        .filter(verdict -> !verdict.admitted())
        .forEach(verdict -> findings.add(Finding.of(verdict)));
    compiler
        .notices()
        .values()
        .forEach(notices -> notices.forEach(notice -> findings.add(Finding.of(notice))));
    Collection<Resource> resources = compiler.resources();
    return new Shard(options.shard(), Snapshot.EMPTY.with(resources, List.of()), verdicts);
  }

  /** Returns how many findings are of a severity. */
  long count(Finding.Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }

  /** Returns the exit code: whether something is an error. */
  int exitCode() {
    return count(Finding.Severity.ERROR) == 0 ? 0 : SnapctlException.NO;
  }

  /** Returns the number of errors and warnings for people. */
  String summary() {
    return files
        + " files, "
        + objects
        + " objects: "
        + count(Finding.Severity.ERROR)
        + " errors, "
        + count(Finding.Severity.WARNING)
        + " warnings";
  }
}
