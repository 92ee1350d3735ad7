package dev.causeway.routing.version;

import dev.causeway.routing.version.PersistentMap.Leaf;
import dev.causeway.routing.version.PersistentMap.Node;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Walks the leaves of a trie without recursion, so that a walk can pause between entries. */
final class TrieIterator<K, V> implements Iterator<Map.Entry<K, V>> {
  private final Deque<Node<K, V>> pending = new ArrayDeque<>();

  TrieIterator(@Nullable Node<K, V> root) {
    if (root != null) {
      pending.push(root);
    }
  }

  @Override
  public boolean hasNext() {
    return !pending.isEmpty();
  }

  @Override
  public Map.Entry<K, V> next() {
    while (true) {
      Node<K, V> node = pending.poll();
      switch (node) {
        case null -> throw new NoSuchElementException();
        case Leaf<K, V> leaf -> {
          return leaf;
        }
        case Branch<K, V> branch -> push(branch.children());
        case Collision<K, V> collision -> push(collision.leaves());
      }
    }
  }

  private void push(List<? extends Node<K, V>> nodes) {
    for (Node<K, V> node : nodes.reversed()) {
      pending.push(node);
    }
  }
}
