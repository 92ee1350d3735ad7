package dev.causeway.router.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What deadlines do to each other while they expire. */
final class DeadlineWheelTest {
  private static final long SOON = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LATER = TimeUnit.MILLISECONDS.toNanos(400);

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final DeadlineWheel wheel = new DeadlineWheel(loops.next(), () -> {});
  private final BlockingQueue<String> expired = new LinkedBlockingQueue<>();

  @AfterEach
  void stop() {
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  /** A deadline that expires at its first examination. */
  private final class Due extends Deadline {
    private final String name;
    private final Runnable then;

    Due(String name, Runnable then) {
      this.name = name;
      this.then = then;
    }

    @Override
    long remainingNanos(long now) {
      return 0;
    }

    @Override
    void expire() {
      expired.add(name);
      then.run();
    }
  }

  private String next() throws InterruptedException {
    String name = expired.poll(10, TimeUnit.SECONDS);
    return name == null ? "nothing within 10 s" : name;
  }

  @Test
  void expiringDeadlineMayCancelItsNeighbours() throws Exception {
    Due left = new Due("left", () -> {});
    Due right = new Due("right", () -> {});
    Due canceller =
        new Due(
            "canceller",
            () -> {
              wheel.cancel(left);
              wheel.cancel(right);
            });
    loops
        .submit(
            () -> {
              long now = System.nanoTime();
              // The latest is examined first.
              wheel.schedule(left, now, SOON);
              wheel.schedule(right, now, SOON);
              wheel.schedule(canceller, now, SOON);
              wheel.schedule(new Due("later", () -> {}), now, LATER);
            })
        .sync();
    assertThat(next()).isEqualTo("canceller");
    assertThat(next()).isEqualTo("later");
    assertThat(expired).isEmpty();
  }

  @Test
  void failingDeadlineDoesNotStopTheOthers() throws Exception {
    Due failing =
        new Due(
            "failing",
            () -> {
              throw new IllegalStateException("as the test wants");
            });
    loops
        .submit(
            () -> {
              long now = System.nanoTime();
              wheel.schedule(new Due("same tick", () -> {}), now, SOON);
              wheel.schedule(failing, now, SOON);
              wheel.schedule(new Due("later", () -> {}), now, LATER);
            })
        .sync();
    assertThat(next()).isEqualTo("failing");
    assertThat(next()).isEqualTo("same tick");
    assertThat(next()).isEqualTo("later");
  }
}
