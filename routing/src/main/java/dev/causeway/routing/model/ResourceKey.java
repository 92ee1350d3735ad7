package dev.causeway.routing.model;

import java.util.Comparator;

/**
 * The identity of a resource: the shard it belongs to, its kind, and its name within both.
 *
 * @param shard name of the IngressController the resource was compiled for
 * @param kind kind of the resource
 * @param name name, unique within shard and kind
 */
public record ResourceKey(String shard, ResourceKind kind, String name)
    implements Comparable<ResourceKey> {

  private static final Comparator<ResourceKey> ORDER =
      Comparator.comparing(ResourceKey::shard)
          .thenComparing(ResourceKey::kind)
          .thenComparing(ResourceKey::name);

  @Override
  public int compareTo(ResourceKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return shard + "/" + kind + "/" + name;
  }
}
