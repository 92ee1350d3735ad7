package dev.causeway.controlplane.pipeline;

import dev.causeway.manifests.ManifestProblem;
import java.util.List;
import java.util.Map;

/**
 * What the pipeline knows after a round.
 *
 * @param rounds rounds so far
 * @param files files that are read
 * @param objects objects the compilers see
 * @param ignored number of objects by kind that routing has no use for
 * @param problems what is wrong with manifests
 * @param unreadable why the source cannot be read at present, or empty
 * @param shards reports by shard
 */
public record PipelineReport(
    long rounds,
    int files,
    int objects,
    Map<String, Integer> ignored,
    List<ManifestProblem> problems,
    String unreadable,
    Map<String, ShardReport> shards) {
  /** Before the first round. */
  public static final PipelineReport NONE =
      new PipelineReport(0, 0, 0, Map.of(), List.of(), "", Map.of());

  /** Copies the collections. */
  public PipelineReport {
    ignored = Map.copyOf(ignored);
    problems = List.copyOf(problems);
    shards = Map.copyOf(shards);
  }
}
