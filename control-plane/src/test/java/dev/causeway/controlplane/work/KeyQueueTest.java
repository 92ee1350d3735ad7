package dev.causeway.controlplane.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KeyQueueTest {
  private final KeyQueue<String> queue = new KeyQueue<>();

  @Test
  void keyThatIsAddedOftenIsTakenOnce() throws InterruptedException {
    queue.add("a");
    queue.add("b");
    queue.add("a");
    assertThat(queue.take()).isEqualTo("a");
    assertThat(queue.take()).isEqualTo("b");
    assertThat(queue.size()).isZero();
  }

  @Test
  void keyThatAWorkerHasComesBackWhenItIsDone() throws InterruptedException {
    queue.add("a");
    assertThat(queue.take()).isEqualTo("a");
    queue.add("a");
    queue.add("a");
    assertThat(queue.size()).isZero();
    queue.done("a");
    assertThat(queue.size()).isEqualTo(1);
    assertThat(queue.take()).isEqualTo("a");
    queue.done("a");
    assertThat(queue.size()).isZero();
  }

  @Test
  void keyForLaterComesWhenItIsDueAndTheEarliestTimeCounts() throws InterruptedException {
    queue.addLater("a", Duration.ofHours(1));
    queue.addLater("b", Duration.ofMillis(20));
    queue.addLater("a", Duration.ofMillis(5));
    queue.addLater("a", Duration.ofHours(2));
    assertThat(queue.take()).isEqualTo("a");
    assertThat(queue.take()).isEqualTo("b");
  }

  @Test
  void keyForLaterThatIsAddedBeforeIsNotTakenTwice() throws InterruptedException {
    queue.addLater("a", Duration.ofMillis(5));
    queue.add("a");
    assertThat(queue.take()).isEqualTo("a");
    queue.done("a");
    queue.addLater("b", Duration.ofMillis(20));
    assertThat(queue.take()).isEqualTo("b");
  }
}
