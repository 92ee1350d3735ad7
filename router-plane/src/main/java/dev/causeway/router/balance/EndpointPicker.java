package dev.causeway.router.balance;

import dev.causeway.routing.model.Balance;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the endpoint of each request or connection of one rule (RO-041 to RO-044).
 *
 * <p>Every choice reads the current endpoint sets. Weights are spread (EP-018) when a set changed,
 * not per request; the turn of round robin and the counters of the endpoints survive such changes.
 * Choosing neither allocates nor locks; any thread may choose.
 */
public final class EndpointPicker {
  private final Balance balance;
  private final boolean consistent;
  private final LiveUpstream[] upstreams;
  private final int[] weights;
  private final AtomicInteger turn;
  private volatile WeightTable table;

  /**
   * Creates a picker.
   *
   * @param balance algorithm
   * @param consistent whether {@code source} disturbs few clients when endpoints change, as for TCP
   *     routes, or spreads by plain modulo, as for HTTP routes (RO-043)
   * @param upstreams upstreams of the rule's backends
   * @param weights weights of the backends, in the same order
   * @param previous picker of the rule's previous version whose turn goes on, or null
   */
  public EndpointPicker(
      Balance balance,
      boolean consistent,
      List<LiveUpstream> upstreams,
      List<Integer> weights,
      @Nullable EndpointPicker previous) {
    if (upstreams.size() != weights.size() || upstreams.isEmpty()) {
      throw new IllegalArgumentException("one weight for each of at least one upstream");
    }
    this.balance = balance;
    this.consistent = consistent;
    this.upstreams = upstreams.toArray(LiveUpstream[]::new);
    this.weights = weights.stream().mapToInt(Integer::intValue).toArray();
    this.turn = previous == null ? new AtomicInteger() : previous.turn;
    this.table = WeightTable.of(upstreams, this.weights);
  }

  /**
   * Chooses an endpoint.
   *
   * @param client address of the client, which {@code source} hashes
   * @return the endpoint, or null if none may take new traffic (HO-058, EP-026)
   */
  public @Nullable LiveEndpoint pick(InetSocketAddress client) {
    WeightTable now = current();
    if (now.total() == 0) {
      return null;
    }
    if (now.size() == 1) {
      return now.endpoint(0);
    }
    return switch (balance) {
      case ROUND_ROBIN -> now.atTurn(turn.getAndIncrement());
      case RANDOM -> twoChoices(now);
      case LEAST_CONNECTIONS -> leastConnections(now);
      case SOURCE -> bySource(now, hash(client));
    };
  }

  /**
   * Chooses an endpoint other than one that could not be reached (RO-031).
   *
   * @return another endpoint; {@code failed} itself if it is the only one; null if there is none
   */
  @SuppressWarnings("ReferenceEquality") // an endpoint is one object while it is current
  public @Nullable LiveEndpoint pickOther(InetSocketAddress client, LiveEndpoint failed) {
    LiveEndpoint choice = pick(client);
    if (choice != failed) {
      return choice;
    }
    WeightTable now = current();
    LiveEndpoint other = now.otherThan(failed, turn.getAndIncrement());
    return other != null ? other : choice;
  }

  /**
   * Returns the endpoint that an affinity cookie names, be its weight 0 (RO-050), or null if no
   * backend of the rule has it any more (RO-051).
   *
   * @param high first half of the {@link AffinityValue}
   * @param low second half
   */
  public @Nullable LiveEndpoint held(long high, long low) {
    for (LiveUpstream upstream : upstreams) {
      LiveEndpoint found = upstream.held(high, low);
      if (found != null && current().admits(found)) {
        return found;
      }
    }
    return null;
  }

  /** Returns any endpoint that may take new traffic and fits, from a different start each time. */
  @Nullable LiveEndpoint any(Predicate<LiveEndpoint> fits) {
    WeightTable now = current();
    int start = now.size() > 1 ? turn.getAndIncrement() : 0;
    for (int i = 0; i < now.size(); i++) {
      LiveEndpoint candidate = now.endpoint(Integer.remainderUnsigned(start + i, now.size()));
      if (fits.test(candidate)) {
        return candidate;
      }
    }
    return null;
  }

  /** Runs {@code watcher} after every change of the endpoints until it is removed. */
  void watch(Runnable watcher) {
    for (LiveUpstream upstream : upstreams) {
      upstream.watch(watcher);
    }
  }

  void unwatch(Runnable watcher) {
    for (LiveUpstream upstream : upstreams) {
      upstream.unwatch(watcher);
    }
  }

  /** Returns whether the client's address decides. */
  public boolean isBySource() {
    return balance == Balance.SOURCE;
  }

  /** Returns how many endpoints may take new traffic now. */
  public int usable() {
    return current().size();
  }

  /** Returns how many requests or connections are under way to all endpoints together. */
  public int inFlight() {
    int sum = 0;
    for (LiveUpstream upstream : upstreams) {
      for (LiveEndpoint endpoint : upstream.members().all()) {
        sum += endpoint.inFlight();
      }
    }
    return sum;
  }

  private WeightTable current() {
    WeightTable now = table;
    if (!now.isCurrent(upstreams)) {
      // Loops that notice a change at the same time compute the same table.
      now = WeightTable.of(List.of(upstreams), weights);
      table = now;
    }
    return now;
  }

  /** Two candidates by weight, the one with fewer connections for its weight is taken. */
  private static LiveEndpoint twoChoices(WeightTable now) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int first = now.ownerOf(random.nextInt(now.total()));
    int second = now.ownerOf(random.nextInt(now.total()));
    long firstLoad = now.endpoint(first).inFlight();
    long secondLoad = now.endpoint(second).inFlight();
    boolean lessBusy = secondLoad * now.weight(first) < firstLoad * now.weight(second);
    return now.endpoint(lessBusy ? second : first);
  }

  /** Fewest connections for its weight; equals take turns. */
  private LiveEndpoint leastConnections(WeightTable now) {
    int size = now.size();
    int start = Integer.remainderUnsigned(turn.getAndIncrement(), size);
    int best = start;
    long bestLoad = now.endpoint(start).inFlight() + 1L;
    for (int i = 1; i < size; i++) {
      int index = start + i < size ? start + i : start + i - size;
      long load = now.endpoint(index).inFlight() + 1L;
      if (load * now.weight(best) < bestLoad * now.weight(index)) {
        best = index;
        bestLoad = load;
      }
    }
    return now.endpoint(best);
  }

  private LiveEndpoint bySource(WeightTable now, int hash) {
    if (!consistent) {
      return now.atSlot(Integer.remainderUnsigned(hash, now.total()));
    }
    // Weighted rendezvous hashing: a client moves only if its own endpoint goes or a new one wins.
    LiveEndpoint best = now.endpoint(0);
    double bestScore = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < now.size(); i++) {
      int mixed = Hashing.mix(hash ^ now.endpoint(i).stableHash());
      double unit = (Integer.toUnsignedLong(mixed) + 0.5) / 4294967296.0;
      double score = -now.weight(i) / Math.log(unit);
      if (score > bestScore) {
        bestScore = score;
        best = now.endpoint(i);
      }
    }
    return best;
  }

  private static int hash(InetSocketAddress client) {
    InetAddress address = client.getAddress();
    return Hashing.mix(address == null ? 0 : address.hashCode());
  }
}
