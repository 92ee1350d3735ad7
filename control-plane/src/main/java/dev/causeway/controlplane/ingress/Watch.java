package dev.causeway.controlplane.ingress;

import dev.causeway.controlplane.work.ReducedStore;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A list and watch of one resource that tries for ever. What it hears it tells; it keeps of every
 * object only what it needs to tell that one is gone.
 *
 * @param <T> type of the objects
 */
final class Watch<T extends HasMetadata> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
  private static final long PAGE = 500;

  private final SharedIndexInformer<T> informer;
  private final CompletableFuture<Void> listed = new CompletableFuture<>();
  private volatile String failure = "";

  /**
   * Begins to list and watch.
   *
   * @param what name of the resource, for the log
   * @param objects the objects
   * @param kept what is kept of an object: its metadata and what {@code gone} needs
   * @param present hears of objects that are there or changed, on a thread of the client
   * @param gone hears of objects that are gone, as they were kept or as they were last
   */
  Watch(
      String what,
      Informable<T> objects,
      UnaryOperator<T> kept,
      Consumer<T> present,
      Consumer<T> gone) {
    informer = objects.withLimit(PAGE).runnableInformer(0);
    informer.itemStore(new ReducedStore<>(kept, false));
    informer.addEventHandler(
        new ResourceEventHandler<>() {
          @Override
          public void onAdd(T object) {
            present.accept(object);
          }

          @Override
          public void onUpdate(T before, T object) {
            present.accept(object);
          }

          @Override
          public void onDelete(T object, boolean missed) {
            gone.accept(object);
          }

          @Override
          public void onList(String version, boolean remainedEmpty) {
            failure = "";
            listed.complete(null);
          }
        });
    informer.exceptionHandler(
        (_, thrown) -> {
          String now = String.valueOf(thrown.getMessage());
          if (!now.equals(failure)) {
            failure = now;
            LOG.warn("{} cannot be watched, so Ingresses wait; tried again: {}", what, now);
          }
          return true;
        });
    informer.start();
  }

  /** Returns what completes when everything that was there has been told of. */
  CompletableFuture<Void> listed() {
    return listed;
  }

  @Override
  public void close() {
    informer.stop();
  }
}
