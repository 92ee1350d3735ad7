package dev.causeway.controlplane.work;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an informer keeps of the objects it follows, where whole objects would cost memory that
 * nobody uses. Thread-safe.
 *
 * @param <T> type of the objects
 */
public final class ReducedStore<T extends HasMetadata> implements ItemStore<T> {
  private final UnaryOperator<T> kept;
  private final boolean toldFromHere;
  private final Map<String, T> objects = new ConcurrentHashMap<>();

  /**
   * Makes an empty store.
   *
   * @param kept what is kept of an object: its metadata's name, namespace and version at least
   * @param toldFromHere whether handlers hear of objects as they are kept, once a list is complete;
   *     otherwise as they come
   */
  public ReducedStore(UnaryOperator<T> kept, boolean toldFromHere) {
    this.kept = kept;
    this.toldFromHere = toldFromHere;
  }

  @Override
  public String getKey(T object) {
    return Cache.metaNamespaceKeyFunc(object);
  }

  @Override
  public @Nullable T put(String key, T object) {
    return objects.put(key, kept.apply(object));
  }

  @Override
  public @Nullable T remove(String key) {
    return objects.remove(key);
  }

  @Override
  public Stream<String> keySet() {
    return objects.keySet().stream();
  }

  @Override
  public Stream<T> values() {
    return objects.values().stream();
  }

  @Override
  public int size() {
    return objects.size();
  }

  @Override
  public @Nullable T get(String key) {
    return objects.get(key);
  }

  @Override
  public boolean isFullState() {
    return toldFromHere;
  }
}
