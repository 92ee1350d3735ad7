package dev.causeway.controlplane.pipeline;

import dev.causeway.routing.compile.CompileUpdate;

/**
 * What a shard waits for before it is published for the first time: routers that follow another
 * control plane hold more than a process that has just begun knows, and would replace it.
 */
@FunctionalInterface
public interface PublicationGate {
  /** Lets everything pass. */
  PublicationGate OPEN = (_, _, _) -> true;

  /**
   * Returns whether {@code shard} may be published now. Called once for each shard that is new, on
   * the pipeline's thread, and must not block.
   *
   * @param first all of the state of {@code shard} so far
   * @param open to be run, on any thread, when a shard that may not be published now may be; what
   *     was fed to the pipeline before that is published with it
   */
  boolean passes(String shard, CompileUpdate first, Runnable open);
}
