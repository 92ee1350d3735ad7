package dev.causeway.routing.version;

import dev.causeway.routing.version.PersistentMap.Leaf;
import dev.causeway.routing.version.PersistentMap.Node;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Entries whose keys differ but whose whole hashes are equal; searched one by one. */
record Collision<K, V>(int hash, List<Leaf<K, V>> leaves) implements Node<K, V> {
  static <K, V> Collision<K, V> of(Leaf<K, V> first, Leaf<K, V> second) {
    return new Collision<>(first.hash(), List.of(first, second));
  }

  private int indexOf(K key) {
    for (int i = 0; i < leaves.size(); i++) {
      if (leaves.get(i).key().equals(key)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public @Nullable Leaf<K, V> find(int wanted, K key, int shift) {
    int index = wanted == hash ? indexOf(key) : -1;
    return index < 0 ? null : leaves.get(index);
  }

  @Override
  public Node<K, V> with(Leaf<K, V> leaf, int shift) {
    if (leaf.hash() != hash) {
      return Branch.of(this, hash, leaf, shift);
    }
    int index = indexOf(leaf.key());
    return new Collision<>(
        hash,
        index < 0
            ? Slots.inserted(leaves, leaves.size(), leaf)
            : Slots.replaced(leaves, index, leaf));
  }

  @Override
  public @Nullable Node<K, V> without(int gone, K key, int shift) {
    int index = gone == hash ? indexOf(key) : -1;
    if (index < 0) {
      return this;
    }
    return leaves.size() == 2
        ? leaves.get(1 - index)
        : new Collision<>(hash, Slots.removed(leaves, index));
  }

  @Override
  public void forEach(Consumer<? super Leaf<K, V>> action) {
    leaves.forEach(action);
  }
}
