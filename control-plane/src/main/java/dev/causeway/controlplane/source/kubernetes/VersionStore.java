package dev.causeway.controlplane.source.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an informer remembers of objects: their names and resource versions, which is all it needs
 * to tell what is new, what changed and what is gone. The objects themselves are not kept.
 */
final class VersionStore implements ItemStore<GenericKubernetesResource> {
  private final Map<String, String> versions = new ConcurrentHashMap<>();
  private final LongAdder heard = new LongAdder();

  /** Remembers nothing. */
  VersionStore() {}

  /**
   * Remembers the names that {@code former} does, but no versions: all that is still there will be
   * told of again, and all that is not as gone.
   */
  VersionStore(VersionStore former) {
    former.versions.keySet().forEach(key -> versions.put(key, ""));
  }

  /** Returns how often an object was heard of, be it as it was before. */
  long heard() {
    return heard.sum();
  }

  @Override
  public String getKey(GenericKubernetesResource object) {
    return Cache.metaNamespaceKeyFunc(object);
  }

  @Override
  public @Nullable GenericKubernetesResource put(String key, GenericKubernetesResource object) {
    heard.increment();
    String version = object.getMetadata().getResourceVersion();
    return bare(key, versions.put(key, version == null ? "" : version));
  }

  @Override
  public @Nullable GenericKubernetesResource remove(String key) {
    return bare(key, versions.remove(key));
  }

  @Override
  public Stream<String> keySet() {
    return versions.keySet().stream();
  }

  @Override
  public Stream<GenericKubernetesResource> values() {
    return versions.entrySet().stream().map(entry -> bare(entry.getKey(), entry.getValue()));
  }

  @Override
  public int size() {
    return versions.size();
  }

  @Override
  public @Nullable GenericKubernetesResource get(String key) {
    return bare(key, versions.get(key));
  }

  /** Objects are told of as they come, not from here once a list is complete. */
  @Override
  public boolean isFullState() {
    return false;
  }

  private static @Nullable GenericKubernetesResource bare(String key, @Nullable String version) {
    if (version == null) {
      return null;
    }
    int slash = key.indexOf('/');
    GenericKubernetesResource object = new GenericKubernetesResource();
    object.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(slash < 0 ? null : key.substring(0, slash))
            .withName(key.substring(slash + 1))
            .withResourceVersion(version)
            .build());
    return object;
  }
}
