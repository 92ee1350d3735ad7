package dev.causeway.routing.version;

import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable hash map whose changed copies share everything that did not change (a hash array
 * mapped trie of 32-way branches).
 *
 * <p>{@link #with} and {@link #without} copy one path, at most seven nodes. {@link #diff} skips
 * subtrees that two maps share, so comparing a map with a changed copy of itself costs what was
 * changed. Iteration order is by hash and means nothing.
 *
 * @param <K> keys, with stable {@code equals} and {@code hashCode}
 * @param <V> values, compared by {@code equals} where they are not the same object
 */
public final class PersistentMap<K, V> implements Iterable<Map.Entry<K, V>> {
  private final @Nullable Node<K, V> root;
  private final int size;

  private PersistentMap(@Nullable Node<K, V> root, int size) {
    this.root = root;
    this.size = size;
  }

  /** Returns a map without entries. */
  public static <K, V> PersistentMap<K, V> empty() {
    return new PersistentMap<>(null, 0);
  }

  /** Returns the number of entries. */
  public int size() {
    return size;
  }

  /** Returns whether there are no entries. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** Returns the value of {@code key}, or null if there is none. */
  public @Nullable V get(K key) {
    Leaf<K, V> leaf = root == null ? null : root.find(spread(key), key, 0);
    return leaf == null ? null : leaf.value();
  }

  /** Returns whether {@code key} has a value. */
  public boolean contains(K key) {
    return root != null && root.find(spread(key), key, 0) != null;
  }

  /** Returns this map with {@code key} bound to {@code value}; itself if that is bound already. */
  @SuppressWarnings("ReferenceEquality") // comparing content could cost more than the copy it saves
  public PersistentMap<K, V> with(K key, V value) {
    Leaf<K, V> leaf = new Leaf<>(spread(key), key, value);
    if (root == null) {
      return new PersistentMap<>(leaf, 1);
    }
    Leaf<K, V> present = root.find(leaf.hash(), key, 0);
    if (present != null && present.value() == value) {
      return this;
    }
    return new PersistentMap<>(root.with(leaf, 0), present == null ? size + 1 : size);
  }

  /** Returns this map without {@code key}; itself if there is no such key. */
  public PersistentMap<K, V> without(K key) {
    int hash = spread(key);
    if (root == null || root.find(hash, key, 0) == null) {
      return this;
    }
    return new PersistentMap<>(root.without(hash, key, 0), size - 1);
  }

  /** Calls {@code action} for every entry. */
  public void forEach(BiConsumer<? super K, ? super V> action) {
    if (root != null) {
      root.forEach(leaf -> action.accept(leaf.key(), leaf.value()));
    }
  }

  @Override
  public Iterator<Map.Entry<K, V>> iterator() {
    return new TrieIterator<>(root);
  }

  /** Receives the differences between two maps. */
  public interface Difference<K, V> {
    /** {@code key} is new, or its value differs. */
    void upserted(K key, @Nullable V before, V after);

    /** {@code key} is gone. */
    void removed(K key, V before);
  }

  /** Reports what leads from this map to {@code after}, each key at most once. */
  public void diff(PersistentMap<K, V> after, Difference<? super K, ? super V> difference) {
    TrieDiff.report(root, after.root, difference);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof PersistentMap<?, ?> that) || size != that.size) {
      return false;
    }
    for (Map.Entry<?, ?> entry : that) {
      @SuppressWarnings("unchecked") // a lookup with a key of a foreign type finds nothing
      Object mine = get((K) entry.getKey());
      if (!Objects.equals(mine, entry.getValue())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int sum = 0;
    for (Map.Entry<K, V> entry : this) {
      sum += entry.hashCode();
    }
    return sum;
  }

  @Override
  public String toString() {
    return "PersistentMap[" + size + "]";
  }

  private static int spread(Object key) {
    int hash = key.hashCode() * 0x9E3779B9;
    return hash ^ (hash >>> 16);
  }

  /** A node of the trie. */
  sealed interface Node<K, V> permits Branch, Leaf, Collision {
    @Nullable Leaf<K, V> find(int hash, K key, int shift);

    Node<K, V> with(Leaf<K, V> leaf, int shift);

    @Nullable Node<K, V> without(int hash, K key, int shift);

    void forEach(Consumer<? super Leaf<K, V>> action);
  }

  /** One entry; stands wherever its hash prefix is unique. */
  record Leaf<K, V>(int hash, K key, V value) implements Node<K, V>, Map.Entry<K, V> {
    @Override
    public K getKey() {
      return key;
    }

    @Override
    public V getValue() {
      return value;
    }

    @Override
    public V setValue(V value) {
      throw new UnsupportedOperationException("entries of a persistent map do not change");
    }

    @Override
    public int hashCode() {
      return key.hashCode() ^ Objects.hashCode(value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Map.Entry<?, ?> that
          && key.equals(that.getKey())
          && Objects.equals(value, that.getValue());
    }

    @Override
    public @Nullable Leaf<K, V> find(int wanted, K wantedKey, int shift) {
      return hash == wanted && key.equals(wantedKey) ? this : null;
    }

    @Override
    public Node<K, V> with(Leaf<K, V> leaf, int shift) {
      if (hash == leaf.hash) {
        return key.equals(leaf.key) ? leaf : Collision.of(this, leaf);
      }
      return Branch.of(this, hash, leaf, shift);
    }

    @Override
    public @Nullable Node<K, V> without(int gone, K goneKey, int shift) {
      return find(gone, goneKey, shift) == null ? this : null;
    }

    @Override
    public void forEach(Consumer<? super Leaf<K, V>> action) {
      action.accept(this);
    }
  }
}
