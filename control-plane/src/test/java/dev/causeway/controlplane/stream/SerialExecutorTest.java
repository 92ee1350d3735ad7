package dev.causeway.controlplane.stream;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What becomes of events when the threads behind a session are gone. */
class SerialExecutorTest {

  @Test
  void eventsAfterTheServerClosedAreDropped() {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    SerialExecutor serial = new SerialExecutor(threads);
    threads.shutdown();
    assertThatCode(
            () -> {
              serial.execute(() -> {});
              serial.execute(() -> {});
            })
        .doesNotThrowAnyException();
  }
}
