package dev.causeway.router.transport;

import dev.causeway.router.http.ClientTimeouts;
import dev.causeway.router.http.Cut;
import dev.causeway.router.http.HeadTerms;
import dev.causeway.router.http.KeptRefusals;
import dev.causeway.router.http.Refusal;
import dev.causeway.router.tls.ServerTlsContexts;
import dev.causeway.router.tls.ServingPolicy;
import dev.causeway.router.tls.TlsMaterialException;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.ClientConnections;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A traffic server on free loopback ports with a {@link TestHandler} behind it. */
final class TestServer implements AutoCloseable, TrafficPolicy {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-23T00:00:00Z"), ZoneOffset.UTC);

  final TestHandler handler = new TestHandler();
  private final KeptRefusals refused = new KeptRefusals();
  final BlockingQueue<Refusal> refusals = refused.refusals();
  final BlockingQueue<Cut> cuts = refused.cuts();
  final Map<String, TlsTreatment> names = new ConcurrentHashMap<>();
  final ServerTlsContexts contexts = new ServerTlsContexts(CLOCK);
  final TrafficServer server;
  volatile ClientTimeouts timeouts = ClientTimeouts.DEFAULTS;
  volatile ServingPolicy policy = ServingPolicy.DEFAULT;
  volatile HeadTerms heads = HeadTerms.DEFAULTS;
  volatile int maxConnections = 50_000;
  volatile ClientConnections connections = ClientConnections.DEFAULTS;
  volatile boolean finishesWithoutClient = true;
  volatile Duration inspectDelay = Duration.ofSeconds(5);

  TestServer() {
    this(IoTransport.best());
  }

  TestServer(IoTransport io) {
    this(new TrafficOptions(io, 1, 128));
  }

  TestServer(TrafficOptions options) {
    server = new TrafficServer(options, handler, this, refused);
    server.start(
        List.of(
            new BindSpec(BindSpec.Kind.HTTP, "127.0.0.1", 0),
            new BindSpec(BindSpec.Kind.HTTPS, "127.0.0.1", 0)));
  }

  @Override
  public ClientTimeouts timeouts() {
    return timeouts;
  }

  @Override
  public HeadTerms heads() {
    return heads;
  }

  @Override
  public int maxConnections() {
    return maxConnections;
  }

  @Override
  public ClientConnections connections() {
    return connections;
  }

  @Override
  public boolean finishesWithoutClient() {
    return finishesWithoutClient;
  }

  @Override
  public Duration inspectDelay() {
    return inspectDelay;
  }

  @Override
  public TlsTreatment sni(@Nullable String serverName) {
    TlsTreatment treatment = names.get(serverName == null ? "" : serverName);
    if (treatment == null) {
      throw new AssertionError("the test says nothing about " + serverName);
    }
    return treatment;
  }

  /** Serves {@code name} (empty: no name) with these certificates from now on. */
  void serve(String name, boolean http2, Certificate... certificates) {
    try {
      names.put(
          name,
          new TlsTreatment.Terminate(contexts.of(List.of(certificates), policy.http2(http2))));
    } catch (TlsMaterialException e) {
      throw new AssertionError(e);
    }
  }

  InetSocketAddress http() {
    return server.addresses().getFirst();
  }

  InetSocketAddress https() {
    return server.addresses().getLast();
  }

  RawClient client() {
    return RawClient.connect(http());
  }

  static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  static <T> T next(BlockingQueue<T> queue) {
    try {
      T value = queue.poll(10, TimeUnit.SECONDS);
      if (value == null) {
        throw new AssertionError("nothing happened within 10 s");
      }
      return value;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits for something that happens on other threads. */
  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within 10 s: " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
