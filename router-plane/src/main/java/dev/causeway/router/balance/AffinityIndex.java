package dev.causeway.router.balance;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The endpoints of one upstream by {@link AffinityValue}; immutable, at most half full. */
final class AffinityIndex {
  private final @Nullable LiveEndpoint[] table;

  AffinityIndex(LiveEndpoint[] endpoints) {
    int size = Math.max(2, Integer.highestOneBit(Math.max(1, endpoints.length)) * 4);
    this.table = new @Nullable LiveEndpoint[size];
    Arrays.stream(endpoints).forEach(this::add);
  }

  private void add(LiveEndpoint endpoint) {
    int slot = slot(endpoint.affinityLow());
    while (table[slot] != null) {
      slot = next(slot);
    }
    table[slot] = endpoint;
  }

  /** Returns the endpoint with that value, or null. */
  @Nullable LiveEndpoint find(long high, long low) {
    int slot = slot(low);
    for (LiveEndpoint at = table[slot]; at != null; at = table[slot]) {
      if (at.affinityLow() == low && at.affinityHigh() == high) {
        return at;
      }
      slot = next(slot);
    }
    return null;
  }

  private int slot(long low) {
    return (int) low & (table.length - 1);
  }

  private int next(int slot) {
    return (slot + 1) & (table.length - 1);
  }
}
