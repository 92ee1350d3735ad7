package dev.causeway.demo.check;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One kind of client on one router: starts visits at a fixed rate, whether or not earlier ones are
 * over, and repeats none. Lives on one event loop, as its client does.
 */
final class Lane {
  private final EventLoop loop;
  private final Client client;
  private final Gate gate;
  private final List<String> hosts;
  private final Tally tally;
  private final Losses losses;
  private final Stage stage;
  private final Duration patience;
  private int next;
  private volatile int underWay;
  private volatile boolean stopped;

  /**
   * Takes what the lane does.
   *
   * @param hosts visited in turn; one only where TLS is spoken
   * @param patience how long a visit may take
   */
  Lane(
      EventLoop loop,
      Client client,
      Gate gate,
      List<String> hosts,
      Tally tally,
      Losses losses,
      Stage stage,
      Duration patience) {
    this.loop = loop;
    this.client = client;
    this.gate = gate;
    this.hosts = List.copyOf(hosts);
    this.tally = tally;
    this.losses = losses;
    this.stage = stage;
    this.patience = patience;
  }

  void start(int ratePerSecond) {
    long period = TimeUnit.SECONDS.toNanos(1) / ratePerSecond;
    loop.scheduleAtFixedRate(this::tick, period, period, TimeUnit.NANOSECONDS);
  }

  /** Starts no further visits; those under way are waited for with {@link #isQuiet}. */
  void stop() {
    losses.over();
    stopped = true;
    loop.execute(client::release);
  }

  boolean isQuiet() {
    return underWay == 0;
  }

  Tally tally() {
    return tally;
  }

  private void tick() {
    if (stopped) {
      return;
    }
    if (!gate.isOpen()) {
      client.release();
      return;
    }
    String host = hosts.get(next);
    next = (next + 1) % hosts.size();
    long start = System.nanoTime();
    started();
    CompletableFuture<Void> visit = client.visit(host);
    var timeout =
        loop.schedule(
            () -> visit.completeExceptionally(new TimeoutException("no answer in " + patience)),
            patience.toMillis(),
            TimeUnit.MILLISECONDS);
    visit.whenCompleteAsync(
        (done, failure) -> {
          timeout.cancel(false);
          ended();
          count(host, start, failure);
        },
        loop);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // Written on the event loop only.
  private void started() {
    underWay++;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // Written on the event loop only.
  private void ended() {
    underWay--;
  }

  private void count(String host, long start, @Nullable Throwable failure) {
    if (failure == null) {
      tally.succeeded(System.nanoTime() - start);
    } else {
      Throwable cause = failure.getCause() == null ? failure : failure.getCause();
      tally.failed(stage.name() + ": " + host + ": " + cause);
    }
  }
}
