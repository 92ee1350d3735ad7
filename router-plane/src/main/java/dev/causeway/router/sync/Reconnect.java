package dev.causeway.router.sync;

import dev.causeway.router.sync.SyncOptions.Backoff;
import dev.causeway.router.sync.SyncOptions.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Where to connect next, and how long to wait before.
 *
 * <p>Targets come in an order shuffled once per round, so that routers spread, and never twice in a
 * row where there are several: a control plane that took leave is not the one to call next. Waits
 * double from attempt to attempt with jitter and start over only after a control plane has said
 * something: one that accepts connections and closes them must not be hammered.
 */
final class Reconnect {
  private final List<Target> targets;
  private final Backoff backoff;
  private final Random random;
  private final List<Target> round = new ArrayList<>();
  private @Nullable Target last;
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
      if (round.getFirst().equals(last)) {
        round.addLast(round.removeFirst());
      }
    }
    last = round.removeFirst();
    return last;
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
