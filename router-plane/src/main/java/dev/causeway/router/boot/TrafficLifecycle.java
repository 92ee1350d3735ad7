package dev.causeway.router.boot;

import dev.causeway.router.transport.BindFailedException;
import dev.causeway.router.transport.BindSpec;
import dev.causeway.router.transport.TrafficServer;
import dev.causeway.router.upstream.Upstreams;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Opens the traffic listeners once there is a configuration to serve, and closes them last come,
 * first gone.
 *
 * <p>Before the first activation clients are refused by the operating system, so that a load
 * balancer never takes a router without routes for a good one. On shutdown (RO-079) Spring Boot
 * fails readiness at once; traffic is served for {@code shutdown-delay}, then connections are asked
 * to end ({@code Connection: close}, GOAWAY) and cut after {@code drain-timeout}. A hard stop of
 * the shard (RO-017) ends all of this earlier.
 */
public final class TrafficLifecycle implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(TrafficLifecycle.class);

  /** Behind Boot's web server, so that we start after it and stop before it. */
  static final int PHASE = Integer.MAX_VALUE - 512;

  private static final Duration LONGEST = Duration.ofDays(365);

  private enum State {
    IDLE,
    WAITING,
    LISTENING,
    STOPPING
  }

  private final TrafficServer server;
  private final Upstreams upstreams;
  private final RouterProperties properties;
  private final LongSupplier hardStopMillis;
  private final Runnable fatal;
  private boolean configured;
  private State state = State.IDLE;

  /**
   * Creates the life cycle.
   *
   * @param hardStopMillis how long a shutdown may take; 0 for no such limit
   * @param fatal ends the process, in a thread of its own; runs if a listener cannot be opened
   */
  TrafficLifecycle(
      TrafficServer server,
      Upstreams upstreams,
      RouterProperties properties,
      LongSupplier hardStopMillis,
      Runnable fatal) {
    this.server = server;
    this.upstreams = upstreams;
    this.properties = properties;
    this.hardStopMillis = hardStopMillis;
    this.fatal = fatal;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  @Override
  public synchronized void start() {
    state = State.WAITING;
    listen();
  }

  /** There is a configuration to serve. Never on an event loop; does nothing the second time. */
  synchronized void configured() {
    configured = true;
    listen();
  }

  private void listen() {
    if (!configured || state != State.WAITING) {
      return;
    }
    try {
      server.start(
          List.of(
              new BindSpec(
                  BindSpec.Kind.HTTP,
                  properties.bindAddress(),
                  properties.httpPort(),
                  properties.publicHttpPort()),
              new BindSpec(
                  BindSpec.Kind.HTTPS,
                  properties.bindAddress(),
                  properties.httpsPort(),
                  properties.publicHttpsPort())));
    } catch (BindFailedException e) {
      log.error("The router cannot serve: {}", e.getMessage());
      fatal.run();
      return;
    }
    state = State.LISTENING;
    log.info(
        "Serving shard {} on {} (HTTP) and {} (TLS)",
        properties.shard(),
        addresses().get(0),
        addresses().get(1));
  }

  /** Returns whether clients can connect and nothing is being shut down. */
  public synchronized boolean isListening() {
    return state == State.LISTENING;
  }

  /** Returns the addresses of the HTTP and the TLS listener; empty while there are none. */
  public synchronized List<InetSocketAddress> addresses() {
    return state == State.LISTENING ? server.addresses() : List.of();
  }

  @Override
  public synchronized boolean isRunning() {
    return state == State.WAITING || state == State.LISTENING;
  }

  @Override
  public void stop() {
    CountDownLatch stopped = new CountDownLatch(1);
    stop(stopped::countDown);
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void stop(Runnable callback) {
    boolean listening;
    synchronized (this) {
      listening = state == State.LISTENING;
      state = State.STOPPING;
    }
    Thread.ofPlatform()
        .name("drain")
        .start(
            () -> {
              try {
                drain(listening);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                server.stop();
                callback.run();
              }
            });
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void drain(boolean listening) throws InterruptedException {
    if (!listening) {
      return;
    }
    long hardStop = hardStopMillis.getAsLong();
    Duration left = hardStop > 0 ? Duration.ofMillis(hardStop) : LONGEST;
    Duration delay = shorter(properties.shutdownDelay(), left);
    if (delay.isPositive()) {
      log.info("Shutting down: serving on for {}", delay);
      // Nothing ends this early: load balancers need the time to notice.
      var _ = new CountDownLatch(1).await(delay.toMillis(), TimeUnit.MILLISECONDS);
    }
    Duration drain = shorter(properties.drainTimeout(), left.minus(delay));
    log.info("Draining {} connections for up to {}", server.connectionCount(), drain);
    boolean ended = server.drain(drain);
    upstreams.drain();
    log.info(ended ? "All connections have ended" : "Cut the connections that were left");
  }
}
