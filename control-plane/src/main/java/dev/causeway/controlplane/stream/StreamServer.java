package dev.causeway.controlplane.stream;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The port that routers connect to, over mutual TLS.
 *
 * <p>Listens from {@link #start} to {@link #close}; before the first publication of a shard its
 * routers are answered UNAVAILABLE, so they stay with a replica that is ready.
 */
public final class StreamServer implements AutoCloseable {
  /** Routers send inventories in parts of 512 KiB; nothing they send is larger. */
  private static final int MAX_INBOUND_BYTES = 4 * 1024 * 1024;

  private static final long SHUTDOWN_SECONDS = 5;
  private static final long CUT_SECONDS = 1;

  private final SnapshotShelf shelf;
  private final ExecutorService threads;
  private final ScheduledExecutorService scheduler;
  private final Server server;

  private StreamServer(
      SnapshotShelf shelf,
      ExecutorService threads,
      ScheduledExecutorService scheduler,
      Server server) {
    this.shelf = shelf;
    this.threads = threads;
    this.scheduler = scheduler;
    this.server = server;
  }

  /**
   * Binds the port and begins to listen.
   *
   * @throws IOException if the port cannot be bound or a TLS file cannot be read
   * @throws GeneralSecurityException if a TLS file does not hold what it should
   */
  public static StreamServer start(SnapshotShelf shelf, StreamServerOptions options, Clock clock)
      throws IOException, GeneralSecurityException {
    return start(
        shelf,
        options,
        clock,
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("snapshot-stream-timers").factory()));
  }

  /**
   * Binds the port and begins to listen.
   *
   * @param scheduler runs heartbeats, limits of time and the look at TLS files; shut down with the
   *     server
   * @throws IOException if the port cannot be bound or a TLS file cannot be read
   * @throws GeneralSecurityException if a TLS file does not hold what it should
   */
  public static StreamServer start(
      SnapshotShelf shelf,
      StreamServerOptions options,
      Clock clock,
      ScheduledExecutorService scheduler)
      throws IOException, GeneralSecurityException {
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      Server server =
          NettyServerBuilder.forAddress(new InetSocketAddress(options.address(), options.port()))
              .sslContext(ReloadingTls.server(options.tls(), scheduler))
              .executor(threads)
              .maxInboundMessageSize(MAX_INBOUND_BYTES)
              .permitKeepAliveTime(5, TimeUnit.SECONDS)
              .permitKeepAliveWithoutCalls(true)
              .keepAliveTime(30, TimeUnit.SECONDS)
              .keepAliveTimeout(10, TimeUnit.SECONDS)
              .intercept(
                  new PeerInterceptor(
                      identity -> identity.allowedShard().isPresent(), "router.SHARD.causeway"))
              .addService(new SnapshotService(shelf, options.session(), clock, threads, scheduler))
              .build()
              .start();
      return new StreamServer(shelf, threads, scheduler, server);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      scheduler.shutdownNow();
      threads.shutdown();
      throw e;
    }
  }

  /** Returns the port that is listened on. */
  public int port() {
    return server.getPort();
  }

  /**
   * Stops accepting, takes leave of the routers with a Goodbye, and closes what is left after a few
   * seconds.
   */
  @Override
  public void close() {
    server.shutdown();
    shelf.goodbye("the control plane is shutting down");
    try {
      if (!server.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
        server.shutdownNow();
        // What its connections still have to say needs the threads below.
        server.awaitTermination(CUT_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    scheduler.shutdownNow();
    threads.shutdown();
  }
}
