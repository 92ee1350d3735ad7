package dev.causeway.router.sync;

import dev.causeway.router.sync.SyncOptions.Backoff;
import dev.causeway.router.sync.SyncOptions.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Where to connect next, and how long to wait before.
 *
 * <p>Targets come in an order shuffled once per round, so that routers spread. Waits double from
 * attempt to attempt with jitter and start over only after a control plane has said something: one
 * that accepts connections and closes them must not be hammered.
 */
final class Reconnect {
  private final List<Target> targets;
  private final Backoff backoff;
  private final Random random;
  private final List<Target> round = new ArrayList<>();
  private long nextMillis;

  Reconnect(List<Target> targets, Backoff backoff, Random random) {
    this.targets = targets;
    this.backoff = backoff;
    this.random = random;
    this.nextMillis = backoff.min().toMillis();
  }

  Target next() {
    if (round.isEmpty()) {
      round.addAll(targets);
      Collections.shuffle(round, random);
    }
    return round.removeFirst();
  }

  /** A control plane answered. */
  void answered() {
    nextMillis = backoff.min().toMillis();
  }

  /** Returns the wait after a stream that delivered something: short, and different per router. */
  long afterDelivery() {
    return random.nextLong(backoff.min().toMillis() + 1);
  }

  /** Returns the wait after a failed attempt: between half of the present limit and all of it. */
  long afterFailure() {
    long limit = nextMillis;
    nextMillis = Math.min(backoff.max().toMillis(), nextMillis * 2);
    return limit - random.nextLong(limit / 2 + 1);
  }
}
