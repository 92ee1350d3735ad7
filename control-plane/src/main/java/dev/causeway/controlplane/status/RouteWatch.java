package dev.causeway.controlplane.status;

import dev.causeway.controlplane.work.ReducedStore;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.openshift.api.model.Route;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the status of all Routes; keeps of each what status is about and not its certificates.
 * Tries for ever, with at most one line in the log a minute.
 */
final class RouteWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RouteWatch.class);
  private static final long PAGE = 500;

  private static final Duration QUIET = Duration.ofMinutes(1);

  private final SharedIndexInformer<Route> informer;
  private boolean told;
  private long toldAt;

  /**
   * Begins to list and watch.
   *
   * @param listener hears of Routes that hold name, UID, version and status only
   */
  RouteWatch(KubernetesClient client, Listener listener) {
    informer =
        client
            .resources(Route.class)
            .inAnyNamespace()
            .withLimit(PAGE)
            .runnableInformer(0)
            .itemStore(new ReducedStore<>(RouteWatch::reduced, true))
            .addEventHandler(handler(listener))
            .exceptionHandler(
                (started, failure) -> {
                  tell(failure);
                  return true;
                });
    informer.start();
  }

  /** Hears of Routes, of one after the other. */
  interface Listener {
    /** A Route is there, or is another one than before. */
    void seen(Route route);

    /** A Route is gone. */
    void gone(Route route);

    /** All Routes were listed. */
    default void listed() {}
  }

  private static ResourceEventHandler<Route> handler(Listener listener) {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(Route route) {
        listener.seen(route);
      }

      @Override
      public void onUpdate(Route before, Route route) {
        listener.seen(route);
      }

      @Override
      public void onDelete(Route route, boolean stateUnknown) {
        listener.gone(route);
      }

      @Override
      public void onList(String version, boolean remainedEmpty) {
        listener.listed();
      }
    };
  }

  private synchronized void tell(Throwable failure) {
    long now = System.nanoTime();
    if (!told || now - toldAt > QUIET.toNanos()) {
      told = true;
      toldAt = now;
      LOG.warn(
          "Routes cannot be watched, so their status is neither written nor compared; tried until it works: {}",
          failure.getMessage());
    }
  }

  @Override
  public void close() {
    informer.stop();
  }

  private static Route reduced(Route route) {
    Route reduced = new Route();
    reduced.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(route.getMetadata().getNamespace())
            .withName(route.getMetadata().getName())
            .withUid(route.getMetadata().getUid())
            .withGeneration(route.getMetadata().getGeneration())
            .withResourceVersion(route.getMetadata().getResourceVersion())
            .build());
    reduced.setStatus(route.getStatus());
    return reduced;
  }
}
