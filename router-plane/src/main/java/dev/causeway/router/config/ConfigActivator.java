package dev.causeway.router.config;

import dev.causeway.routing.model.EndpointSet;
import dev.causeway.routing.model.Resource;
import java.util.Collection;
import java.util.List;

/**
 * Builds what the data plane runs on.
 *
 * <p>Called by the synchronisation executor, one call at a time, never on an event loop. None of
 * the methods throws for content: what is wrong with a resource is reported by {@link #validate}.
 */
public interface ConfigActivator {
  /**
   * Validates one resource alone: certificates load, trust bundles parse, features and filters are
   * known.
   *
   * @return what is wrong; empty means the resource may become active
   */
  List<ResourceProblem> validate(Resource resource);

  /** Makes {@code view} the active configuration in one atomic swap. */
  void activate(ConfigView view);

  /**
   * Applies endpoint sets. Independent of {@link #activate}, but the sets of new upstreams are
   * always applied before the view that introduces them.
   *
   * @param upserts sets that are new or differ
   * @param removedNames names of upstreams whose sets are gone
   */
  void endpoints(Collection<EndpointSet> upserts, Collection<String> removedNames);
}
