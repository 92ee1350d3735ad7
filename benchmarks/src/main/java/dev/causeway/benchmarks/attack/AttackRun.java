package dev.causeway.benchmarks.attack;

import dev.causeway.benchmarks.attack.RouterMeters.Memory;
import dev.causeway.benchmarks.load.CpuTime;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs one attack after the other. Each is rehearsed, so that the router's code is compiled; then
 * the bystander is measured alone and under the attack in turns, so that whatever else the machine
 * does in that minute falls on both.
 */
final class AttackRun {
  private static final long SAMPLE_NANOS = 500_000_000L;
  private static final long RECOVERY_NANOS = 3_000_000_000L;
  private static final int REHEARSAL_SECONDS = 2;
  private static final int WARM_UP_SECONDS = 15;
  private static final double SECOND_MICROS = 1e6;

  private final AttackerProcess attacker;
  private final RouterMeters meters;
  private final BystanderProcess bystander;
  private final int seconds;
  private final int turns;
  private final PrintStream out;

  AttackRun(
      BystanderProcess bystander,
      AttackerProcess attacker,
      RouterMeters meters,
      AttackOptions options,
      PrintStream out) {
    this.attacker = attacker;
    this.meters = meters;
    this.bystander = bystander;
    this.seconds = options.seconds();
    this.turns = options.turns();
    this.out = out;
  }

  /** Lets the bystander run until the router's code is compiled. */
  void warmUp() throws IOException {
    Latencies latencies = bystander.run(WARM_UP_SECONDS);
    out.printf("attack: warm-up, p99 %.1f ms%n", latencies.millis(0.99));
  }

  /** The bystander in one turn, and what it took. */
  private record Turn(Latencies latencies, Memory peak, long routerMicros, long otherMicros) {}

  /** Runs an attack. */
  Outcome run(Attack attack) throws IOException, InterruptedException {
    attacker.begin(attack, REHEARSAL_SECONDS);
    told(attack, attacker.end());
    LockSupport.parkNanos(RECOVERY_NANOS);
    Memory before = meters.settled();
    Map<String, Long> refusedBefore = meters.refusals();
    Latencies quiet = Latencies.NONE;
    Latencies under = Latencies.NONE;
    AttackerProcess.Score score = new AttackerProcess.Score(0, 0, "");
    Memory peak = before;
    double routerCpu = 0;
    double otherCpu = 0;
    for (int turn = 0; turn < turns; turn++) {
      quiet = quiet.and(turn().latencies());
      attacker.begin(attack, seconds);
      Turn attacked = turn();
      score = score.and(attacker.end());
      under = under.and(attacked.latencies());
      peak = peak.or(attacked.peak());
      routerCpu += attacked.routerMicros() / (SECOND_MICROS * seconds * turns);
      otherCpu += attacked.otherMicros() / (SECOND_MICROS * seconds * turns);
      LockSupport.parkNanos(RECOVERY_NANOS);
    }
    told(attack, score);
    return new Outcome(
        attack,
        score.events(),
        score.cuts(),
        quiet,
        under,
        before,
        peak,
        meters.settled(),
        difference(refusedBefore, meters.refusals()),
        routerCpu,
        otherCpu);
  }

  private Turn turn() throws IOException, InterruptedException {
    List<Long> others = List.of(bystander.pid(), attacker.pid());
    long router = meters.cpuMicros();
    long other = CpuTime.micros(others);
    AtomicReference<Memory> peak = new AtomicReference<>(new Memory(0, 0, 0));
    AtomicBoolean over = new AtomicBoolean();
    Thread sampler = Thread.ofPlatform().name("sampler").start(() -> sample(over, peak));
    Latencies latencies = bystander.run(seconds);
    over.set(true);
    sampler.join();
    return new Turn(
        latencies, peak.get(), meters.cpuMicros() - router, CpuTime.micros(others) - other);
  }

  private void told(Attack attack, AttackerProcess.Score score) {
    if (!score.trouble().isEmpty()) {
      out.println("attack: " + attack.name() + " ended early: " + score.trouble());
    }
  }

  private void sample(AtomicBoolean over, AtomicReference<Memory> peak) {
    try {
      while (!over.get()) {
        Memory now = meters.memory();
        peak.updateAndGet(most -> most.or(now));
        LockSupport.parkNanos(SAMPLE_NANOS);
      }
    } catch (IOException e) {
      out.println("attack: the router's meters did not answer: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, Long> difference(Map<String, Long> before, Map<String, Long> after) {
    Map<String, Long> difference = new TreeMap<>();
    after.forEach(
        (reason, count) -> {
          long more = count - before.getOrDefault(reason, 0L);
          if (more > 0) {
            difference.put(reason, more);
          }
        });
    return difference;
  }
}
