package dev.causeway.controlplane.pipeline;

import dev.causeway.routing.compile.CompileUpdate;

/** Where compiled state goes; called on the pipeline's thread, and must not block. */
public interface SnapshotPublisher {
  /**
   * Takes the state of {@code shard} after {@code update}; the first call for a shard carries all
   * of it.
   */
  void publish(String shard, CompileUpdate update);

  /** What was published for {@code shard} was found to be current. */
  void confirm(String shard);
}
