package dev.causeway.router.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class LogWriterTest {
  private static final String PATTERN = "HH:mm:ss";
  private final LongAdder dropped = new LongAdder();
  private final List<String> taken = new CopyOnWriteArrayList<>();

  /** Takes lines as soon as it may, and fails on those that are to fail. */
  private final class Destination implements LogDestination {
    private final CountDownLatch gate;
    private volatile boolean closed;

    Destination(CountDownLatch gate) {
      this.gate = gate;
    }

    @Override
    public void write(byte[] line, int length) throws IOException {
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      String text = new String(line, 0, length, StandardCharsets.US_ASCII);
      if (text.startsWith("lost")) {
        throw new IOException("the receiver is not there");
      }
      if (text.startsWith("broken")) {
        throw new IllegalStateException("a fault of the destination");
      }
      taken.add(text);
    }

    @Override
    public void flush() {
      if (!taken.isEmpty() && taken.getLast().startsWith("unflushed")) {
        taken.removeLast();
        throw new IllegalStateException("another fault of the destination");
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static void log(LogWriter writer, String text) {
    LogWriter.Lane lane = writer.lane();
    lane.line().begin(LogWriter.LONGEST);
    lane.line().ascii(text);
    writer.publish(lane);
  }

  @Test
  void linesComeInOrderAndWhole() {
    LogWriter writer = new LogWriter(new Destination(new CountDownLatch(0)), dropped, PATTERN);
    // More than the ring holds, so that lines lie across its end.
    for (int round = 0; round < 20; round++) {
      int seen = round * 100;
      for (int i = 0; i < 100; i++) {
        log(writer, (seen + i) + "x".repeat(300));
      }
      await().until(() -> taken.size() == seen + 100);
    }
    writer.close();
    assertThat(dropped.sum()).isZero();
    for (int i = 0; i < 2_000; i++) {
      assertThat(taken.get(i)).isEqualTo(i + "x".repeat(300));
    }
  }

  @Test
  void nobodyWaitsForADestinationThatIsStuck() {
    CountDownLatch gate = new CountDownLatch(1);
    LogWriter writer = new LogWriter(new Destination(gate), dropped, PATTERN);
    for (int i = 0; i < 1_000; i++) {
      log(writer, "x".repeat(1_000));
    }
    assertThat(dropped.sum()).isBetween(700L, 999L);
    gate.countDown();
    await().untilAsserted(() -> assertThat(taken.size() + dropped.sum()).isEqualTo(1_000));
    writer.close();
  }

  @Test
  void lostLinesAreCounted() {
    LogWriter writer = new LogWriter(new Destination(new CountDownLatch(0)), dropped, PATTERN);
    log(writer, "lost");
    log(writer, "kept");
    await().untilAsserted(() -> assertThat(taken).containsExactly("kept"));
    assertThat(dropped.sum()).isEqualTo(1);
    writer.close();
  }

  @Test
  void faultsOfTheDestinationCostTheirLinesAndAreSaidOnce(CapturedOutput output) {
    LogWriter writer = new LogWriter(new Destination(new CountDownLatch(0)), dropped, PATTERN);
    log(writer, "broken");
    log(writer, "broken too");
    log(writer, "kept");
    await().untilAsserted(() -> assertThat(taken).containsExactly("kept"));
    log(writer, "unflushed");
    await().until(() -> dropped.sum() == 3);
    log(writer, "kept as well");
    await().untilAsserted(() -> assertThat(taken).containsExactly("kept", "kept as well"));
    writer.close();
    assertThat(dropped.sum()).isEqualTo(3);
    assertThat(output.getOut().split("lines of the access log are lost", -1)).hasSize(2);
    assertThat(output).contains("IllegalStateException: a fault of the destination");
  }

  @Test
  void whatIsThereIsWrittenBeforeTheEnd() {
    Destination destination = new Destination(new CountDownLatch(0));
    LogWriter writer = new LogWriter(destination, dropped, PATTERN);
    log(writer, "last");
    writer.close();
    assertThat(taken).containsExactly("last");
    await().atMost(Duration.ofSeconds(5)).until(() -> destination.closed);
    log(writer, "late");
    assertThat(dropped.sum()).isEqualTo(1);
  }
}
