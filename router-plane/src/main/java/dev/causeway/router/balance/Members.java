package dev.causeway.router.balance;

import java.util.Arrays;

/**
 * The endpoints of one upstream at one moment; immutable, so that whoever holds it notices a change
 * by identity.
 */
final class Members {
  static final Members NONE = new Members(new LiveEndpoint[0]);

  private final LiveEndpoint[] all;
  private final LiveEndpoint[] up;
  private final AffinityIndex byAffinity;

  /** Takes the endpoints of a new set. */
  Members(LiveEndpoint[] all) {
    this(all, new AffinityIndex(all));
  }

  private Members(LiveEndpoint[] all, AffinityIndex byAffinity) {
    this.all = all;
    this.byAffinity = byAffinity;
    LiveEndpoint[] reachable =
        Arrays.stream(all).filter(LiveEndpoint::isUp).toArray(LiveEndpoint[]::new);
    this.up = reachable.length == all.length ? all : reachable;
  }

  /** Returns the same endpoints, looked at again. */
  Members again() {
    return new Members(all, byAffinity);
  }

  /** Returns all endpoints of the set; never written to. */
  LiveEndpoint[] all() {
    return all;
  }

  /** Returns those that neither checks nor failures took out; never written to. */
  LiveEndpoint[] up() {
    return up;
  }

  AffinityIndex byAffinity() {
    return byAffinity;
  }
}
