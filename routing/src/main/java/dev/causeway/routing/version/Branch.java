package dev.causeway.routing.version;

import dev.causeway.routing.version.PersistentMap.Leaf;
import dev.causeway.routing.version.PersistentMap.Node;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An inner node with up to 32 children, one per value of five bits of the hash. */
final class Branch<K, V> implements Node<K, V> {
  static final int BITS = 5;
  private static final int MASK = (1 << BITS) - 1;

  private final int bitmap;
  private final List<Node<K, V>> children;

  private Branch(int bitmap, List<Node<K, V>> children) {
    this.bitmap = bitmap;
    this.children = children;
  }

  /** Returns the smallest branch that holds {@code present}, of {@code hash}, and {@code leaf}. */
  static <K, V> Branch<K, V> of(Node<K, V> present, int hash, Leaf<K, V> leaf, int shift) {
    int presentBit = bit(hash, shift);
    int leafBit = bit(leaf.hash(), shift);
    if (presentBit == leafBit) {
      return new Branch<>(presentBit, List.of(of(present, hash, leaf, shift + BITS)));
    }
    boolean presentFirst = Integer.compareUnsigned(presentBit, leafBit) < 0;
    return new Branch<>(
        presentBit | leafBit, presentFirst ? List.of(present, leaf) : List.of(leaf, present));
  }

  static int bit(int hash, int shift) {
    return 1 << ((hash >>> shift) & MASK);
  }

  int bitmap() {
    return bitmap;
  }

  List<Node<K, V>> children() {
    return children;
  }

  @Nullable Node<K, V> child(int bit) {
    return (bitmap & bit) == 0 ? null : children.get(index(bit));
  }

  private int index(int bit) {
    return Integer.bitCount(bitmap & (bit - 1));
  }

  @Override
  public @Nullable Leaf<K, V> find(int hash, K key, int shift) {
    Node<K, V> child = child(bit(hash, shift));
    return child == null ? null : child.find(hash, key, shift + BITS);
  }

  @Override
  public Node<K, V> with(Leaf<K, V> leaf, int shift) {
    int bit = bit(leaf.hash(), shift);
    Node<K, V> child = child(bit);
    if (child != null) {
      return replaced(bit, child.with(leaf, shift + BITS));
    }
    return new Branch<>(bitmap | bit, Slots.inserted(children, index(bit), leaf));
  }

  @Override
  public @Nullable Node<K, V> without(int hash, K key, int shift) {
    int bit = bit(hash, shift);
    Node<K, V> child = child(bit);
    if (child == null) {
      return this;
    }
    Node<K, V> rest = child.without(hash, key, shift + BITS);
    if (rest == null) {
      if (children.size() == 1) {
        return null;
      }
      if (children.size() == 2 && children.get(1 - index(bit)) instanceof Leaf<K, V> last) {
        return last;
      }
      return new Branch<>(bitmap & ~bit, Slots.removed(children, index(bit)));
    }
    // A lone leaf moves up, so that equal content has equal shape whatever its history.
    if (children.size() == 1 && rest instanceof Leaf<K, V>) {
      return rest;
    }
    return replaced(bit, rest);
  }

  private Branch<K, V> replaced(int bit, Node<K, V> child) {
    return new Branch<>(bitmap, Slots.replaced(children, index(bit), child));
  }

  @Override
  public void forEach(Consumer<? super Leaf<K, V>> action) {
    for (Node<K, V> child : children) {
      child.forEach(action);
    }
  }
}
