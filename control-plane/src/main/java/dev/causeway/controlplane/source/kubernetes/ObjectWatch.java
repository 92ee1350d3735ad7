package dev.causeway.controlplane.source.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One informer: lists a resource, watches it, and does both again whenever that is needed, however
 * often it failed.
 *
 * <p>An informer that does not come back is replaced by a new one, unless it is in the middle of a
 * list: however long that takes, to begin it anew would take longer. The library's goes on for ever
 * to ask for a version that is too old if it hears that as the status of a response and not as an
 * event; servers send events, but what stands in front of them may do otherwise. Owned by the
 * thread of the source; its callbacks come on threads of the client.
 */
final class ObjectWatch implements AutoCloseable {
  /** Objects per page of a list, as other clients have it. */
  private static final long PAGE = 500;

  /** How often the grace has to pass before an informer is given up. */
  private static final int PATIENCE = 6;

  private final WatchedKind kind;
  private final String scope;
  private final Informable<GenericKubernetesResource> objects;
  private final ClusterFailure failures;
  private final Function<GenericKubernetesResource, SourceEvent> reading;
  private final Consumer<SourceEvent> sink;
  private volatile @Nullable String failure;
  private volatile boolean closed;

  // Below: the thread of the source only.
  private VersionStore versions = new VersionStore();
  private SharedIndexInformer<GenericKubernetesResource> informer;
  private boolean listed;
  private long downSince;
  private long heard;

  /** When the informer began, or was last heard of in a list. */
  private long aliveSince;

  /**
   * Makes a watch; {@link #start} begins.
   *
   * @param kind what is watched
   * @param scope where, for messages: empty, or a text such as {@code " in namespace shop"}
   * @param objects the objects
   * @param reading makes an event of an object; called on threads of the client
   * @param sink takes events, in the order they happened
   */
  ObjectWatch(
      WatchedKind kind,
      String scope,
      Informable<GenericKubernetesResource> objects,
      ClusterFailure failures,
      Function<GenericKubernetesResource, SourceEvent> reading,
      Consumer<SourceEvent> sink) {
    this.kind = kind;
    this.scope = scope;
    this.objects = objects;
    this.failures = failures;
    this.reading = reading;
    this.sink = sink;
    this.informer = informer(versions);
  }

  private SharedIndexInformer<GenericKubernetesResource> informer(VersionStore store) {
    SharedIndexInformer<GenericKubernetesResource> made =
        objects.withLimit(PAGE).runnableInformer(0);
    made.itemStore(store);
    made.addEventHandler(
        new ResourceEventHandler<>() {
          @Override
          public void onAdd(GenericKubernetesResource object) {
            sink.accept(reading.apply(object));
          }

          @Override
          public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource object) {
            sink.accept(reading.apply(object));
          }

          @Override
          public void onDelete(GenericKubernetesResource object, boolean missed) {
            sink.accept(new SourceEvent.Gone(kind.key(object), version(object)));
          }

          @Override
          public void onList(String version, boolean remainedEmpty) {
            sink.accept(new SourceEvent.Listed(ObjectWatch.this));
          }
        });
    made.exceptionHandler(
        (_, thrown) -> {
          failure = failures.sentence(kind, scope, thrown);
          sink.accept(new SourceEvent.Stirred());
          return !closed;
        });
    return made;
  }

  void start() {
    aliveSince = System.nanoTime();
    heard = 0;
    informer.start();
  }

  private void startAgain() {
    informer.stop();
    versions = new VersionStore(versions);
    informer = informer(versions);
    start();
  }

  void listed() {
    listed = true;
    failure = null;
  }

  boolean isListed() {
    return listed;
  }

  /**
   * Returns why this cannot be relied on, or an empty text.
   *
   * @param graceNanos how long it may be down before that counts, of a first list without a page;
   *     not granted to a first list that fails
   */
  String trouble(long nowNanos, long graceNanos) {
    if (listed && informer.isWatching()) {
      downSince = 0;
      failure = null;
      return "";
    }
    if (downSince == 0) {
      downSince = nowNanos;
    }
    if (versions.heard() != heard) {
      heard = versions.heard();
      aliveSince = nowNanos;
      // A list that goes on after the first is no less down: what it tells is what was missed.
      downSince = listed ? downSince : nowNanos;
    }
    String known = failure;
    if (nowNanos - Math.max(downSince, aliveSince) > PATIENCE * graceNanos) {
      startAgain();
    }
    if (nowNanos - downSince < graceNanos && (listed || known == null)) {
      return "";
    }
    return known == null ? failures.silence(kind, listed) : known;
  }

  /** Returns the resource version of {@code object}, or 0 if it is no number. */
  static long version(GenericKubernetesResource object) {
    String version = object.getMetadata().getResourceVersion();
    return version != null && version.matches("[0-9]{1,18}") ? Long.parseLong(version) : 0;
  }

  @Override
  public void close() {
    closed = true;
    informer.stop();
  }

  @Override
  public String toString() {
    return kind.resource() + scope;
  }
}
