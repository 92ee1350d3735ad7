package dev.causeway.controlplane.pipeline;

import dev.causeway.routing.compile.CompileUpdate;
import java.util.Map;

/** Where compiled state goes; called on the pipeline's thread, and must not block. */
public interface SnapshotPublisher {
  /**
   * Takes the state of {@code shard} after {@code update}; the first call for a shard carries all
   * of it.
   */
  void publish(String shard, CompileUpdate update);

  /**
   * Takes the state of {@code shard} after {@code update}.
   *
   * @param versions highest resource version by kind that is part of that state
   */
  default void publish(String shard, CompileUpdate update, Map<String, Long> versions) {
    publish(shard, update);
  }

  /** What was published for {@code shard} was found to be current. */
  void confirm(String shard);

  /**
   * What was published for {@code shard} was found to be current.
   *
   * @param versions highest resource version by kind for which that holds
   */
  default void confirm(String shard, Map<String, Long> versions) {
    confirm(shard);
  }
}
