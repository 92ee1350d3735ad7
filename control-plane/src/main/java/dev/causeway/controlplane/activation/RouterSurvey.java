package dev.causeway.controlplane.activation;

import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.version.ContentHash;
import java.util.Map;

/**
 * Questions to all routers whether they hold versions of resources.
 *
 * <p>A question goes on until it is withdrawn: what becomes true is told, and so is that it is not
 * any more. Thread-safe; nothing blocks.
 */
public interface RouterSurvey extends AutoCloseable {

  /**
   * Asks all routers of a shard.
   *
   * @param token tells the question from others of this survey; not 0, and never used twice
   * @param shard shard of the routers
   * @param versions resources of the config lane and the versions that must be held; 1 to {@value
   *     CompiledRoute#MAX_VERSIONS}
   */
  void ask(long token, String shard, Map<ResourceKey, ContentHash> versions);

  /** Forgets a question; one that is unknown is none. */
  void withdraw(long token);

  /** Forgets all questions and lets go of what was opened for them. */
  @Override
  void close();

  /** Hears answers; must not block, and may be called before {@link RouterSurvey#ask} returns. */
  interface Listener {
    /**
     * All routers that are connected hold what was asked for.
     *
     * @param routers how many they are; 0 takes back what was said before
     */
    void held(long token, int routers);
  }

  /** Begins surveys. */
  interface Source {
    /** Begins one, without questions. */
    RouterSurvey begin(Listener listener);
  }
}
