package dev.causeway.router.boot;

import dev.causeway.router.config.ConfigActivator;
import dev.causeway.router.config.ConfigView;
import dev.causeway.router.config.ResourceProblem;
import dev.causeway.routing.model.EndpointSet;
import dev.causeway.routing.model.Resource;
import java.util.Collection;
import java.util.List;

/** Activates configuration; the first activation opens the listeners. */
final class GatedActivator implements ConfigActivator {

  private final ConfigActivator activator;
  private final Runnable afterFirst;
  private boolean active;

  /**
   * Creates the activator.
   *
   * @param afterFirst runs after the first activation, on the configuration thread
   */
  GatedActivator(ConfigActivator activator, Runnable afterFirst) {
    this.activator = activator;
    this.afterFirst = afterFirst;
  }

  @Override
  public List<ResourceProblem> validate(Resource resource) {
    return activator.validate(resource);
  }

  @Override
  public void activate(ConfigView view) {
    activator.activate(view);
    if (!active) {
      active = true;
      afterFirst.run();
    }
  }

  @Override
  public void endpoints(Collection<EndpointSet> upserts, Collection<String> removedNames) {
    activator.endpoints(upserts, removedNames);
  }
}
