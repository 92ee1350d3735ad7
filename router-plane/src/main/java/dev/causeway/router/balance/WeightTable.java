package dev.causeway.router.balance;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of a rule that take new traffic, with their weights; immutable and computed once
 * per change of any of the rule's endpoint sets.
 */
final class WeightTable {
  private final Members[] sources;
  private final LiveEndpoint[] endpoints;
  private final int[] weights;
  private final int[] ends;
  private final int total;
  private final int stride;
  private final boolean checked;

  private WeightTable(
      Members[] sources, List<LiveEndpoint> endpoints, int[] weights, boolean checked) {
    this.sources = sources;
    this.endpoints = endpoints.toArray(LiveEndpoint[]::new);
    this.weights = weights;
    this.ends = new int[weights.length];
    int sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i];
      ends[i] = sum;
    }
    this.total = sum;
    this.checked = checked;
    this.stride = stride(sum, weights);
  }

  static WeightTable of(List<LiveUpstream> upstreams, int[] backendWeights) {
    Members[] sources = new Members[backendWeights.length];
    int[] counts = new int[backendWeights.length];
    int usable = 0;
    for (int i = 0; i < sources.length; i++) {
      sources[i] = upstreams.get(i).members();
      counts[i] = sources[i].all().length;
      usable += backendWeights[i] > 0 ? counts[i] : 0;
    }
    int[] each = EndpointWeights.perEndpoint(backendWeights, counts);
    int divisor = 0;
    for (int i = 0; i < sources.length; i++) {
      divisor = counts[i] == 0 ? divisor : greatestCommonDivisor(each[i], divisor);
    }
    // The only endpoint there is takes the traffic in any case (RO-070).
    boolean checked = usable > 1;
    List<LiveEndpoint> endpoints = new ArrayList<>();
    List<Integer> weights = new ArrayList<>();
    for (int i = 0; i < sources.length; i++) {
      if (each[i] > 0) {
        for (LiveEndpoint endpoint : checked ? sources[i].up() : sources[i].all()) {
          endpoints.add(endpoint);
          weights.add(each[i] / divisor);
        }
      }
    }
    return new WeightTable(
        sources, endpoints, weights.stream().mapToInt(Integer::intValue).toArray(), checked);
  }

  /** Returns whether this table was computed from the sets that are current now. */
  @SuppressWarnings("ReferenceEquality") // a set that changed is another array
  boolean isCurrent(LiveUpstream[] upstreams) {
    for (int i = 0; i < sources.length; i++) {
      if (sources[i] != upstreams[i].members()) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether an endpoint may be given traffic: endpoints that are down may not. */
  boolean admits(LiveEndpoint endpoint) {
    return !checked || endpoint.isUp();
  }

  int size() {
    return endpoints.length;
  }

  LiveEndpoint endpoint(int index) {
    return endpoints[index];
  }

  int weight(int index) {
    return weights[index];
  }

  /** Returns the sum of all weights. */
  int total() {
    return total;
  }

  /** Returns the endpoint that owns a slot; there are as many slots as weights add up to. */
  LiveEndpoint atSlot(int slot) {
    return endpoints[ownerOf(slot)];
  }

  /** Returns the index of the endpoint that owns a slot. */
  int ownerOf(int slot) {
    int low = 0;
    int high = ends.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (slot < ends[middle]) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /**
   * Returns the endpoint whose turn it is. Over any {@link #total} successive turns each endpoint
   * comes exactly as often as its weight says, well spread.
   */
  LiveEndpoint atTurn(int turn) {
    int position = Integer.remainderUnsigned(turn, total);
    return atSlot((int) ((long) position * stride % total));
  }

  /** Returns the first endpoint at or after a random or hashed slot that is not {@code avoided}. */
  @SuppressWarnings("ReferenceEquality") // an endpoint is one object while it is current
  @Nullable LiveEndpoint otherThan(LiveEndpoint avoided, int start) {
    for (int i = 0; i < endpoints.length; i++) {
      LiveEndpoint candidate = endpoints[Integer.remainderUnsigned(start + i, endpoints.length)];
      if (candidate != avoided) {
        return candidate;
      }
    }
    return null;
  }

  /** A step close to the golden section of the circle that visits every slot before repeating. */
  private static int stride(int total, int[] weights) {
    boolean equal = weights.length == total;
    if (total < 3 || equal) {
      return 1;
    }
    int stride = (int) (total * 0.6180339887498949);
    while (greatestCommonDivisor(stride, total) != 1) {
      stride++;
    }
    return stride;
  }

  private static int greatestCommonDivisor(int a, int b) {
    int x = a;
    int y = b;
    while (y != 0) {
      int rest = x % y;
      x = y;
      y = rest;
    }
    return x;
  }
}
