package dev.causeway.routing.match;

/**
 * Counts what matching touches, for tests and for explanations. Not thread-safe.
 *
 * <p>One probe is one consultation of a table or of a tree node. A host probe examines at most
 * {@link RouteIndex#MAX_SLOTS_PER_PROBE} adjacent slots of the table.
 */
public final class ProbeCounter {
  private int hosts;
  private int slots;
  private int nodes;

  /** Makes a counter that stands at zero. */
  public ProbeCounter() {}

  void host() {
    hosts++;
  }

  void slot() {
    slots++;
  }

  void node() {
    nodes++;
  }

  /** Returns how often the host tables were consulted. */
  public int hosts() {
    return hosts;
  }

  /** Returns how many slots of the host tables were examined. */
  public int slots() {
    return slots;
  }

  /** Returns how many nodes of path trees were examined. */
  public int nodes() {
    return nodes;
  }

  /** Returns the number of index probes: host tables and path nodes. */
  public int probes() {
    return hosts + nodes;
  }
}
