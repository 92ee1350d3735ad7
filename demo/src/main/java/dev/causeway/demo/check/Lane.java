package dev.causeway.demo.check;

import dev.causeway.demo.client.ClientConnection;
import dev.causeway.demo.client.Dialer;
import dev.causeway.demo.client.Reply;
import dev.causeway.demo.client.Wire;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One kind of client on one router: starts requests at a fixed rate, whether or not earlier ones
 * are answered, and repeats none. Lives on one event loop, as its connections do.
 */
final class Lane {
  /** More than the requests of the time limit need, so that slowness shows as latency. */
  private static final int MAX_CONNECTIONS = 512;

  private static final long TIMEOUT_SECONDS = 10;

  private final EventLoop loop;
  private final Dialer dialer;
  private final Gate gate;
  private final int port;
  private final Wire wire;
  private final List<String> hosts;
  private final Tally tally;
  private final Stage stage;
  private final Deque<ClientConnection> idle = new ArrayDeque<>();
  private @Nullable CompletableFuture<ClientConnection> shared;
  private int open;
  private int next;
  private volatile int underWay;
  private volatile boolean stopped;

  /**
   * Takes what the lane does.
   *
   * @param dialer opens connections on {@code loop}
   * @param hosts asked in turn; one only where TLS is spoken
   */
  Lane(
      EventLoop loop,
      Dialer dialer,
      Gate gate,
      int port,
      Wire wire,
      List<String> hosts,
      Tally tally,
      Stage stage) {
    this.loop = loop;
    this.dialer = dialer;
    this.gate = gate;
    this.port = port;
    this.wire = wire;
    this.hosts = List.copyOf(hosts);
    this.tally = tally;
    this.stage = stage;
  }

  void start(int ratePerSecond) {
    long period = TimeUnit.SECONDS.toNanos(1) / ratePerSecond;
    loop.scheduleAtFixedRate(this::tick, period, period, TimeUnit.NANOSECONDS);
  }

  /** Starts no further requests; those under way are waited for with {@link #isQuiet}. */
  void stop() {
    stopped = true;
    loop.execute(this::release);
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
      release();
      return;
    }
    String host = hosts.get(next);
    next = (next + 1) % hosts.size();
    long start = System.nanoTime();
    started();
    CompletableFuture<Reply> reply = connection(host).thenCompose(c -> send(c, host));
    var timeout =
        loop.schedule(
            () -> reply.completeExceptionally(new TimeoutException("no answer in 10 s")),
            TIMEOUT_SECONDS,
            TimeUnit.SECONDS);
    reply.whenCompleteAsync(
        (answer, failure) -> {
          timeout.cancel(false);
          ended();
          count(host, start, answer, failure);
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

  private void count(String host, long start, @Nullable Reply answer, @Nullable Throwable failure) {
    if (failure != null || answer == null) {
      Throwable cause =
          failure != null && failure.getCause() != null ? failure.getCause() : failure;
      tally.failed(stage.name() + ": " + host + ": " + cause);
    } else if (answer.status() != 200 || answer.origin().isEmpty()) {
      tally.failed(stage.name() + ": " + host + ": status " + answer.status());
    } else {
      tally.succeeded(System.nanoTime() - start);
    }
  }

  private CompletableFuture<ClientConnection> connection(String host) {
    if (wire == Wire.HTTP2) {
      return sharedConnection(host);
    }
    while (!idle.isEmpty()) {
      ClientConnection connection = idle.removeLast();
      if (connection.isUsable()) {
        return CompletableFuture.completedFuture(connection);
      }
      dropped();
    }
    if (open >= MAX_CONNECTIONS) {
      return CompletableFuture.failedFuture(
          new IOException("all " + MAX_CONNECTIONS + " connections wait for answers"));
    }
    open++;
    return dialer
        .dial(port, wire, host)
        .whenCompleteAsync(
            (connection, failure) -> {
              if (failure != null) {
                dropped();
              }
            },
            loop);
  }

  private void dropped() {
    open--;
  }

  private CompletableFuture<ClientConnection> sharedConnection(String host) {
    CompletableFuture<ClientConnection> current = shared;
    if (current == null
        || current.isCompletedExceptionally()
        || (current.isDone() && !current.join().isUsable())) {
      if (current != null) {
        current.thenAccept(ClientConnection::closeWhenIdle);
      }
      current = dialer.dial(port, wire, host);
      shared = current;
    }
    return current;
  }

  private CompletableFuture<Reply> send(ClientConnection connection, String host) {
    CompletableFuture<Reply> reply = connection.get(host, "/load");
    if (!connection.isMultiplexed()) {
      reply.whenCompleteAsync((answer, failure) -> giveBack(connection), loop);
    }
    return reply;
  }

  private void giveBack(ClientConnection connection) {
    if (connection.isUsable() && !stopped && gate.isOpen()) {
      idle.addLast(connection);
    } else {
      connection.closeWhenIdle();
      dropped();
    }
  }

  private void release() {
    while (!idle.isEmpty()) {
      idle.removeLast().closeWhenIdle();
      dropped();
    }
    CompletableFuture<ClientConnection> current = shared;
    shared = null;
    if (current != null) {
      current.thenAccept(ClientConnection::closeWhenIdle);
    }
  }
}
