package dev.causeway.routing.version;

import dev.causeway.routing.version.PersistentMap.Difference;
import dev.causeway.routing.version.PersistentMap.Leaf;
import dev.causeway.routing.version.PersistentMap.Node;
import org.jspecify.annotations.Nullable;

/** Compares two tries; subtrees that are the same object are not entered. */
@SuppressWarnings("ReferenceEquality") // sharing is what makes the comparison cheap
final class TrieDiff {
  private TrieDiff() {}

  static <K, V> void report(
      @Nullable Node<K, V> before,
      @Nullable Node<K, V> after,
      Difference<? super K, ? super V> difference) {
    if (before == after) {
      return;
    }
    if (before == null) {
      if (after != null) {
        after.forEach(leaf -> difference.upserted(leaf.key(), null, leaf.value()));
      }
    } else if (after == null) {
      before.forEach(leaf -> difference.removed(leaf.key(), leaf.value()));
    } else if (before instanceof Branch<K, V> left && after instanceof Branch<K, V> right) {
      branches(left, right, difference);
    } else {
      mixed(before, after, difference);
    }
  }

  private static <K, V> void branches(
      Branch<K, V> before, Branch<K, V> after, Difference<? super K, ? super V> difference) {
    int remaining = before.bitmap() | after.bitmap();
    while (remaining != 0) {
      int bit = Integer.lowestOneBit(remaining);
      remaining &= ~bit;
      report(before.child(bit), after.child(bit), difference);
    }
  }

  /**
   * At least one side is a leaf or a collision. The other may be a whole branch only where that
   * many entries really differ, so looking each one up stays proportional to the change.
   */
  private static <K, V> void mixed(
      Node<K, V> before, Node<K, V> after, Difference<? super K, ? super V> difference) {
    PersistentMap<K, V> old = flat(before);
    PersistentMap<K, V> young = flat(after);
    before.forEach(
        leaf -> {
          if (!young.contains(leaf.key())) {
            difference.removed(leaf.key(), leaf.value());
          }
        });
    after.forEach(leaf -> upsert(old, leaf, difference));
  }

  private static <K, V> void upsert(
      PersistentMap<K, V> old, Leaf<K, V> leaf, Difference<? super K, ? super V> difference) {
    V previous = old.get(leaf.key());
    if (previous == null || (previous != leaf.value() && !previous.equals(leaf.value()))) {
      difference.upserted(leaf.key(), previous, leaf.value());
    }
  }

  /** Rebuilds the entries of a subtree as a map of its own, whose root has depth 0 again. */
  private static <K, V> PersistentMap<K, V> flat(Node<K, V> node) {
    MapBuilder<K, V> builder = new MapBuilder<>();
    node.forEach(builder::add);
    return builder.map();
  }

  private static final class MapBuilder<K, V> {
    private PersistentMap<K, V> map = PersistentMap.empty();

    void add(Leaf<K, V> leaf) {
      map = map.with(leaf.key(), leaf.value());
    }

    PersistentMap<K, V> map() {
      return map;
    }
  }
}
