package dev.causeway.routing.match;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * An open-addressing hash table of host entries by lower-case name; immutable once built.
 *
 * <p>The distance between a name's home slot and its place is bounded: where a change would exceed
 * the bound, the table is laid out anew with another seed or twice the size. Names that tenants
 * choose can therefore not degrade look-ups.
 */
final class HostTable<T> {
  /** Most slots one look-up examines. */
  static final int MAX_SLOTS = 8;

  private static final int SMALLEST = 16;

  /** Layouts tried at one size before the size is doubled. */
  private static final int SEEDS_PER_SIZE = 2;

  private final @Nullable HostEntry<T>[] slots;
  private final int size;
  private final long seed;

  private HostTable(@Nullable HostEntry<T>[] slots, int size, long seed) {
    this.slots = slots;
    this.size = size;
    this.seed = seed;
  }

  static <T> HostTable<T> empty() {
    return new HostTable<>(array(SMALLEST), 0, 0);
  }

  int size() {
    return size;
  }

  /** Returns the slots, some of them null, for reading only. */
  @Nullable HostEntry<T>[] slots() {
    return slots;
  }

  /** Returns the entry whose key equals that part of {@code text} in lower case, or null. */
  @Nullable HostEntry<T> find(String text, int from, int to, @Nullable ProbeCounter probes) {
    if (probes != null) {
      probes.host();
    }
    int mask = slots.length - 1;
    int home = hash(text, from, to, seed) & mask;
    for (int distance = 0; distance < MAX_SLOTS; distance++) {
      HostEntry<T> entry = slots[(home + distance) & mask];
      if (probes != null) {
        probes.slot();
      }
      if (entry == null) {
        return null;
      }
      if (sameName(entry.name(), text, from, to)) {
        return entry;
      }
    }
    return null;
  }

  /** Returns a table with {@code upserts} put and the entries named {@code removed} gone. */
  HostTable<T> with(Collection<HostEntry<T>> upserts, Collection<String> removed) {
    if (upserts.isEmpty() && removed.isEmpty()) {
      return this;
    }
    Layout<T> layout = new Layout<>(slots.clone(), size, seed);
    for (String name : removed) {
      layout.remove(name);
    }
    for (HostEntry<T> entry : upserts) {
      layout = layout.put(entry);
    }
    return new HostTable<>(layout.slots, layout.size, layout.seed);
  }

  /** Compares a name without its {@code *.} to a part of {@code text}, ignoring ASCII case. */
  private static boolean sameName(String name, String text, int from, int to) {
    int skip = HostEntry.isWildcard(name) ? 2 : 0;
    if (name.length() - skip != to - from) {
      return false;
    }
    for (int i = from, j = skip; i < to; i++, j++) {
      if (lower(text.charAt(i)) != name.charAt(j)) {
        return false;
      }
    }
    return true;
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
  }

  /** Hashes the lower-case form of a part of {@code text}; FNV-1a with a finalising mix. */
  private static int hash(String text, int from, int to, long seed) {
    long h = 0xcbf29ce484222325L ^ seed;
    for (int i = from; i < to; i++) {
      h = (h ^ lower(text.charAt(i))) * 0x100000001b3L;
    }
    h ^= h >>> 32;
    h *= 0xd6e8feb86659fd93L;
    return (int) (h ^ (h >>> 32));
  }

  @SuppressWarnings("unchecked") // arrays of a generic type cannot be made otherwise
  private static <T> @Nullable HostEntry<T>[] array(int length) {
    return (@Nullable HostEntry<T>[]) new HostEntry<?>[length];
  }

  /** A table being built by one thread. */
  private static final class Layout<T> {
    private final @Nullable HostEntry<T>[] slots;
    private int size;
    private final long seed;

    Layout(@Nullable HostEntry<T>[] slots, int size, long seed) {
      this.slots = slots;
      this.size = size;
      this.seed = seed;
    }

    private int home(String name) {
      int from = HostEntry.isWildcard(name) ? 2 : 0;
      return hash(name, from, name.length(), seed) & (slots.length - 1);
    }

    void remove(String name) {
      int mask = slots.length - 1;
      int home = home(name);
      for (int distance = 0; distance < MAX_SLOTS; distance++) {
        int at = (home + distance) & mask;
        HostEntry<T> entry = slots[at];
        if (entry == null) {
          return;
        }
        if (entry.name().equals(name)) {
          closeGap(at);
          size--;
          return;
        }
      }
    }

    /** Moves later entries of the same run up, so that no look-up stops early. */
    private void closeGap(int gap) {
      int mask = slots.length - 1;
      int hole = gap;
      slots[hole] = null;
      for (int i = (gap + 1) & mask; ; i = (i + 1) & mask) {
        HostEntry<T> entry = slots[i];
        if (entry == null) {
          return;
        }
        int home = home(entry.name());
        if (((i - home) & mask) >= ((i - hole) & mask)) {
          slots[hole] = entry;
          slots[i] = null;
          hole = i;
        }
      }
    }

    Layout<T> put(HostEntry<T> entry) {
      if (place(entry)) {
        return this;
      }
      int length = (size + 1) * 2 > slots.length ? slots.length * 2 : slots.length;
      long nextSeed = seed;
      while (true) {
        for (int i = 0; i < SEEDS_PER_SIZE; i++) {
          nextSeed += 0x9e3779b97f4a7c15L;
          Layout<T> fresh = new Layout<>(array(length), 0, nextSeed);
          if (fresh.placeAll(slots) && fresh.place(entry)) {
            return fresh;
          }
        }
        length *= 2;
      }
    }

    private boolean placeAll(@Nullable HostEntry<T>[] entries) {
      for (HostEntry<T> entry : entries) {
        if (entry != null && !place(entry)) {
          return false;
        }
      }
      return true;
    }

    /** Puts an entry, or returns false where the table is half full or the bound is exceeded. */
    private boolean place(HostEntry<T> entry) {
      int mask = slots.length - 1;
      int home = home(entry.name());
      for (int distance = 0; distance < MAX_SLOTS; distance++) {
        int at = (home + distance) & mask;
        HostEntry<T> there = slots[at];
        if (there == null) {
          if ((size + 1) * 2 > slots.length) {
            return false;
          }
          slots[at] = entry;
          size++;
          return true;
        }
        if (there.name().equals(entry.name())) {
          slots[at] = entry;
          return true;
        }
      }
      return false;
    }
  }
}
