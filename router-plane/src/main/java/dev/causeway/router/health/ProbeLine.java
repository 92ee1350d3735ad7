package dev.causeway.router.health;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Bounds how many probes are under way, because each takes a socket for up to 5 s where endpoints
 * do not answer. Those that must wait go in order. Belongs to the thread of the checks.
 */
final class ProbeLine {
  private record Waiting(CheckKey key, Consumer<Boolean> result) {}

  private final Prober prober;
  private final int most;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private int running;

  ProbeLine(Prober prober, int most) {
    this.prober = prober;
    this.most = most;
  }

  void probe(CheckKey key, Consumer<Boolean> result) {
    if (running == most) {
      waiting.add(new Waiting(key, result));
      return;
    }
    running++;
    prober.probe(
        key.address(),
        key.tls(),
        reached -> {
          running--;
          result.accept(reached);
          Waiting next = waiting.poll();
          if (next != null) {
            probe(next.key(), next.result());
          }
        });
  }
}
