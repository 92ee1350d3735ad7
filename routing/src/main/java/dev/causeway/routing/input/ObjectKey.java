package dev.causeway.routing.input;

import java.util.Comparator;

/**
 * The identity of a cluster object.
 *
 * @param kind kind of the object
 * @param namespace namespace, empty for cluster-scoped objects
 * @param name name of the object
 */
public record ObjectKey(InputKind kind, String namespace, String name)
    implements Comparable<ObjectKey> {

  private static final Comparator<ObjectKey> ORDER =
      Comparator.comparing(ObjectKey::kind)
          .thenComparing(ObjectKey::namespace)
          .thenComparing(ObjectKey::name);

  @Override
  public int compareTo(ObjectKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return namespace.isEmpty()
        ? kind.kind() + " " + name
        : kind.kind() + " " + namespace + "/" + name;
  }
}
