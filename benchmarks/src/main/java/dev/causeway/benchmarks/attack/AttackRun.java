package dev.causeway.benchmarks.attack;

import dev.causeway.benchmarks.attack.RouterMeters.Memory;
import dev.causeway.benchmarks.load.CpuTime;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs one attack after the other. Each is rehearsed, so that the router's code is compiled; then
 * the bystander is measured alone and under the attack, in the same minute of the machine.
 */
final class AttackRun {
  private static final long SAMPLE_NANOS = 500_000_000L;
  private static final long RECOVERY_NANOS = 3_000_000_000L;
  private static final Duration REHEARSAL = Duration.ofSeconds(2);
  private static final Duration WARM_UP = Duration.ofSeconds(15);
  private static final double SECOND_MICROS = 1e6;

  private final Target target;
  private final RouterMeters meters;
  private final Bystander bystander;
  private final Duration length;
  private final PrintStream out;

  AttackRun(Target target, RouterMeters meters, AttackOptions options, PrintStream out) {
    this.target = target;
    this.meters = meters;
    this.bystander = new Bystander(target, options.rate());
    this.length = Duration.ofSeconds(options.seconds());
    this.out = out;
  }

  /** Lets the bystander run until the router's code is compiled. */
  void warmUp() throws InterruptedException {
    Latencies latencies = bystander.run(WARM_UP);
    out.printf("attack: warm-up, p99 %.1f ms%n", latencies.millis(0.99));
  }

  /** Runs an attack. */
  Outcome run(Attack attack) throws IOException, InterruptedException {
    attack(attack, new Pace(attack.perSecond(), REHEARSAL));
    LockSupport.parkNanos(RECOVERY_NANOS);
    Latencies quiet = bystander.run(length);
    Memory before = meters.settled();
    Map<String, Long> refusedBefore = meters.refusals();
    long router = meters.cpuMicros();
    long own = CpuTime.micros(List.of(ProcessHandle.current().pid()));
    Pace pace = new Pace(attack.perSecond(), length);
    Thread attacker = Thread.ofPlatform().name("attacker").start(() -> attack(attack, pace));
    AtomicReference<Memory> peak = new AtomicReference<>(before);
    Thread sampler = Thread.ofPlatform().name("sampler").start(() -> sample(pace, peak));
    Latencies under = bystander.run(length);
    double micros = length.toSeconds() * SECOND_MICROS;
    double routerCpu = (meters.cpuMicros() - router) / micros;
    double ownCpu = (CpuTime.micros(List.of(ProcessHandle.current().pid())) - own) / micros;
    attacker.join();
    sampler.join();
    LockSupport.parkNanos(RECOVERY_NANOS);
    Map<String, Long> refused = difference(refusedBefore, meters.refusals());
    return new Outcome(
        attack,
        pace.events(),
        pace.cuts(),
        quiet,
        under,
        before,
        peak.get(),
        meters.settled(),
        refused,
        routerCpu,
        ownCpu);
  }

  private void attack(Attack attack, Pace pace) {
    try {
      attack.attacker().run(target, pace);
    } catch (IOException e) {
      out.println("attack: " + attack.name() + " ended early: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sample(Pace pace, AtomicReference<Memory> peak) {
    try {
      while (!pace.over()) {
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
