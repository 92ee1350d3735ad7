package dev.causeway.router.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.model.RateLimits;
import dev.causeway.testkit.Behaviour;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SourceTableTest {
  private static final InetAddress SOURCE = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress OTHER = InetAddress.ofLiteral("192.0.2.2");

  private final AtomicLong clock = new AtomicLong(1_000_000);
  private final SourceTable table = new SourceTable(clock::get);

  @Test
  @Behaviour({"AN-018", "AN-040"})
  void asManyRequestsPassAsRateHttpSays() {
    RateLimits limits = new RateLimits(null, null, 3, false);

    assertThat(passes(limits, 5)).isEqualTo(3);
    assertThat(exceeds(OTHER, limits)).isFalse();
  }

  @Test
  @Behaviour({"AN-017", "AN-040"})
  void rateTcpNamesTheFirstOneRefused() {
    assertThat(passes(new RateLimits(null, 3, null, false), 5)).isEqualTo(2);
  }

  @Test
  @Behaviour({"AN-016", "AN-040"})
  void concurrentTcpNamesTheFirstOneRefused() {
    RateLimits limits = new RateLimits(3, null, null, false);
    SourceTable.Lease first = table.begin(SOURCE);
    SourceTable.Lease second = table.begin(SOURCE);
    assertThat(first.usage().exceeds(limits, clock.get())).isFalse();
    assertThat(second.usage().exceeds(limits, clock.get())).isFalse();

    SourceTable.Lease third = table.begin(SOURCE);
    assertThat(third.usage().exceeds(limits, clock.get())).isTrue();
    third.end();
    first.end();

    assertThat(table.begin(SOURCE).usage().exceeds(limits, clock.get())).isFalse();
  }

  @ParameterizedTest
  @Behaviour({"AN-004", "AN-040"})
  @ValueSource(ints = {0, -1})
  void zeroAndNegativeNumbersRefuseEverything(int number) {
    assertThat(exceeds(SOURCE, new RateLimits(number, null, null, false))).isTrue();
    assertThat(exceeds(SOURCE, new RateLimits(null, number, null, false))).isTrue();
    assertThat(exceeds(SOURCE, new RateLimits(null, null, number, false))).isTrue();
  }

  @Test
  @Behaviour("AN-039")
  void theWindowSlidesAndRefusedRequestsCount() {
    RateLimits limits = new RateLimits(null, null, 3, false);
    assertThat(passes(limits, 4)).isEqualTo(3);

    // Of the four, 7/10 still lie within the last ten seconds: 2.8, and the next makes 3.8.
    clock.addAndGet(13_000);
    assertThat(passes(limits, 3)).isEqualTo(1);

    clock.addAndGet(20_000);
    assertThat(passes(limits, 5)).isEqualTo(3);
  }

  @Test
  @Behaviour("AN-039")
  void idleSourcesLeaveAfterThirtySeconds() {
    table.begin(SOURCE).end();
    SourceTable.Lease open = table.begin(OTHER);

    clock.addAndGet(29_999);
    table.sweep();
    assertThat(table.size()).isEqualTo(2);

    clock.addAndGet(1);
    table.sweep();
    assertThat(table.size()).isEqualTo(1);
    open.end();
    clock.addAndGet(30_000);
    table.sweep();
    assertThat(table.size()).isZero();
  }

  @Test
  void aFullTableForgetsAnIdleSourceForANewOne() {
    SourceTable small = new SourceTable(clock::get, 8);
    SourceTable.Lease open = small.begin(SOURCE);
    for (int i = 0; i < 100; i++) {
      clock.incrementAndGet();
      small.begin(InetAddress.ofLiteral("198.51.100." + i)).end();
    }

    assertThat(small.size()).isEqualTo(8);
    assertThat(small.begin(SOURCE).usage().concurrent()).isEqualTo(2);
    open.end();
  }

  @Test
  @Behaviour("AN-039")
  void busySourcesDoNotMakeAFullTableGrow() {
    SourceTable small = new SourceTable(clock::get, 100);
    List<SourceTable.Lease> busy = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      busy.add(small.begin(InetAddress.ofLiteral("203.0.113." + i)));
    }
    for (int i = 0; i < 1_000; i++) {
      clock.incrementAndGet();
      small.begin(InetAddress.ofLiteral("198.51." + i / 250 + "." + i % 250)).end();
      assertThat(small.size()).isLessThanOrEqualTo(100);
    }

    assertThat(small.size()).isEqualTo(100);
    for (int i = 0; i < 40; i++) {
      InetAddress address = InetAddress.ofLiteral("203.0.113." + i);
      assertThat(small.begin(address).usage().concurrent()).as("%s", address).isEqualTo(2);
    }
    busy.forEach(SourceTable.Lease::end);
  }

  @Test
  void aFloodOfSourcesDisplacesItselfAndNotThoseThatComeBack() {
    SourceTable small = new SourceTable(clock::get, 100);
    for (int i = 0; i < 1_000; i++) {
      clock.incrementAndGet();
      small.begin(SOURCE).end();
      small.begin(InetAddress.ofLiteral("198.51." + i / 250 + "." + i % 250)).end();
    }

    Usage usage = small.begin(SOURCE).usage();
    assertThat(usage.requests().count(clock.get(), Usage.REQUEST_PERIOD)).isEqualTo(1_001);
  }

  @Test
  void aTableOfBusySourcesJudgesNewOnesWithoutKeepingThem() {
    RateLimits limits = new RateLimits(2, null, null, false);
    SourceTable small = new SourceTable(clock::get, 20);
    for (int i = 0; i < 20; i++) {
      small.begin(InetAddress.ofLiteral("203.0.113." + i));
    }

    SourceTable.Lease lease = small.begin(SOURCE);
    assertThat(lease.usage().exceeds(limits, clock.get())).isFalse();
    assertThat(small.size()).isEqualTo(20);
    lease.end();
    clock.addAndGet(60_000);
    small.sweep();
    assertThat(small.size()).isEqualTo(20);
  }

  @Test
  void nothingIsLostBetweenThreads() throws Exception {
    int threads = 4;
    int each = 20_000;
    List<Future<?>> done = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (int t = 0; t < threads; t++) {
        done.add(
            executor.submit(
                () -> {
                  for (int i = 0; i < each; i++) {
                    table.begin(SOURCE).end();
                    if (i % 1_000 == 0) {
                      table.sweep();
                    }
                  }
                }));
      }
      for (Future<?> one : done) {
        one.get();
      }
    }

    Usage usage = table.begin(SOURCE).usage();
    assertThat(usage.requests().count(clock.get(), Usage.REQUEST_PERIOD))
        .isEqualTo(threads * each + 1);
    assertThat(usage.concurrent()).isEqualTo(1);
  }

  private int passes(RateLimits limits, int requests) {
    int passed = 0;
    for (int i = 0; i < requests; i++) {
      passed += exceeds(SOURCE, limits) ? 0 : 1;
    }
    return passed;
  }

  private boolean exceeds(InetAddress source, RateLimits limits) {
    SourceTable.Lease lease = table.begin(source);
    lease.end();
    return lease.usage().exceeds(limits, clock.get());
  }
}
