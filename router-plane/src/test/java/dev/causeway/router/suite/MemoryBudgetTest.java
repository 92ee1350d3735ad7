package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.router.suite.TestClient.Call;
import dev.causeway.router.suite.TestClient.Stream;
import dev.causeway.router.transport.MemoryBudget;
import dev.causeway.router.transport.TrafficServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a router does when the memory for its buffers runs out. */
@Timeout(60)
final class MemoryBudgetTest {
  private static final int MEGABYTE = 1 << 20;

  /** A machine whose memory the test takes and gives back. */
  @Configuration(proxyBeanMethods = false)
  static class Scarce {
    @Bean
    AtomicLong used() {
      return new AtomicLong();
    }

    @Bean
    MemoryBudget memoryBudget(AtomicLong used) {
      return new MemoryBudget(used::get, 40L * MEGABYTE);
    }
  }

  @AfterAll
  static void lookForLeaks() throws Exception {
    assertThat(LeakRecorder.leaksAfterCollection()).isEmpty();
  }

  @Test
  void newWorkIsRefusedUntilSomeIsFreeAgain() throws Exception {
    try (TestOrigin origin = TestOrigin.plain("origin");
        TestRouter router = TestRouter.start(List.of(Scarce.class), "causeway.router.express=on")) {
      router.apply(new Routes().upstream("up", origin).both("app.test", "", "up"));
      AtomicLong used = router.bean(AtomicLong.class);
      MemoryBudget budget = router.bean(MemoryBudget.class);
      TrafficServer server = router.bean(TrafficServer.class);
      try (Http1Client busy = Http1Client.plain(router.httpPort());
          Http1Client idle = Http1Client.plain(router.httpPort())) {
        assertThat(idle.get("app.test", "/").status()).isEqualTo(200);
        Stream underWay;
        try (Http1Client refused = Http1Client.plain(router.httpPort())) {
          assertThat(refused.get("app.test", "/").status()).isEqualTo(200);
          underWay = busy.send(Call.get("app.test", "/slow"));
          used.set(34L * MEGABYTE);
          await().until(budget::isExhausted);
          assertThat(refused.get("app.test", "/").status()).isEqualTo(503);
        }
        assertThat(router.bean(MeterRegistry.class).get("causeway.buffers").gauge().value())
            .isEqualTo(34.0 * MEGABYTE);
        await().until(() -> server.connectionCount() == 2);

        // A listener that was about to accept takes one more.
        try (Http1Client _ = Http1Client.plain(router.httpPort());
            Http1Client late = Http1Client.plain(router.httpPort())) {
          Stream waiting = late.send(Call.get("app.test", "/late"));
          origin.release();
          assertThat(underWay.answer().status()).isEqualTo(200);
          assertThat(server.connectionCount()).isLessThanOrEqualTo(3);
          assertThat(budget.isExhausted()).isTrue();

          used.set(27L * MEGABYTE);
          assertThat(waiting.answer().status()).isEqualTo(200);
          assertThat(idle.get("app.test", "/").status()).isEqualTo(200);
        }
      }
    }
  }

  @Test
  void whatTheAllocatorKeepsForNobodyRefusesNobody() throws Exception {
    try (TestOrigin origin = TestOrigin.plain("origin");
        TestRouter router = TestRouter.start(List.of(Scarce.class), "causeway.router.express=on")) {
      router.apply(new Routes().upstream("up", origin).both("app.test", "", "up"));
      router.bean(AtomicLong.class).set(39L * MEGABYTE);
      MemoryBudget budget = router.bean(MemoryBudget.class);
      try (Http1Client only = Http1Client.plain(router.httpPort())) {
        assertThat(only.get("app.test", "/").status()).isEqualTo(200);
        assertThat(budget.isExhausted()).isFalse();
      }
    }
  }

  @Test
  void theProcessHasABudget() {
    MemoryBudget budget = MemoryBudget.ofProcess();
    assertThat(budget.capacity()).isGreaterThan(MEGABYTE);
    var buffer = io.netty.buffer.ByteBufAllocator.DEFAULT.directBuffer(32 * MEGABYTE);
    try {
      assertThat(budget.used()).isGreaterThanOrEqualTo(32L * MEGABYTE);
    } finally {
      buffer.release();
    }
  }
}
