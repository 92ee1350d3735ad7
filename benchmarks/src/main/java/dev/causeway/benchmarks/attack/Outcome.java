package dev.causeway.benchmarks.attack;

import dev.causeway.benchmarks.attack.RouterMeters.Memory;
import java.util.Map;

/**
 * What one attack came to.
 *
 * @param attack the attack
 * @param events how many events it had
 * @param connectionsLost how many of its connections the router ended
 * @param quiet the bystander just before
 * @param under the bystander meanwhile
 * @param before memory before, after a collection
 * @param peak the most memory meanwhile
 * @param after memory some seconds later, after a collection
 * @param refused what the router cut or refused meanwhile, by reason
 * @param routerCpu processor time of the router in processors
 * @param attackerCpu processor time of attacker and bystander in processors
 */
record Outcome(
    Attack attack,
    long events,
    int connectionsLost,
    Latencies quiet,
    Latencies under,
    Memory before,
    Memory peak,
    Memory after,
    Map<String, Long> refused,
    double routerCpu,
    double attackerCpu) {
  /** Copies the map. */
  Outcome {
    refused = Map.copyOf(refused);
  }

  /** Returns how many times the quiet p99 the one under attack is. */
  double ratio() {
    return under.millis(0.99) / quiet.millis(0.99);
  }
}
