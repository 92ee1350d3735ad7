package dev.causeway.router.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.gateway.GatewayBridge;
import dev.causeway.router.transport.IoTransport;
import dev.causeway.router.warmup.WarmUp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
final class WarmStartTest {
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger rehearsed = new AtomicInteger();

  private WarmStart start(Duration limit, boolean broken) {
    WarmUp warmUp =
        new WarmUp(
            IoTransport.NIO,
            1,
            () -> {
              rehearsed.incrementAndGet();
              if (broken) {
                throw new IllegalStateException("no gateway today");
              }
              return GatewayBridge.withoutApplication(List.of());
            },
            Clock.systemUTC());
    return new WarmStart(warmUp, limit, opened::incrementAndGet);
  }

  @Test
  void failureOpensTheListenersAllTheSame(CapturedOutput output) {
    start(Duration.ofSeconds(1), true).run();
    assertThat(opened).hasValue(1);
    assertThat(output).contains("The warm-up failed").contains("no gateway today");
  }

  @Test
  void lackOfTimeOpensTheListenersAllTheSame(CapturedOutput output) {
    start(Duration.ofNanos(1), false).run();
    assertThat(opened).hasValue(1);
    assertThat(output).doesNotContain("The warm-up failed");
  }

  @Test
  void zeroIsNoWarmUp() {
    start(Duration.ZERO, false).run();
    assertThat(opened).hasValue(1);
    assertThat(rehearsed).hasValue(0);
  }
}
