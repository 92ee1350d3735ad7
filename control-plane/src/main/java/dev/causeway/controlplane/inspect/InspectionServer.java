package dev.causeway.controlplane.inspect;

import dev.causeway.controlplane.stream.PeerInterceptor;
import dev.causeway.controlplane.stream.ReloadingTls;
import dev.causeway.controlplane.stream.SnapshotShelf;
import dev.causeway.proto.v1.InspectionGrpc;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The inspection port: the inspection service, server reflection and the health service. */
public final class InspectionServer implements AutoCloseable {
  private static final long SHUTDOWN_SECONDS = 2;

  private final Server server;
  private final ExecutorService threads;
  private final ScheduledExecutorService scheduler;

  private InspectionServer(
      Server server, ExecutorService threads, ScheduledExecutorService scheduler) {
    this.server = server;
    this.threads = threads;
    this.scheduler = scheduler;
  }

  /**
   * Binds the port and begins to listen.
   *
   * @throws IOException if the port cannot be bound or a TLS file cannot be read
   * @throws GeneralSecurityException if a TLS file does not hold what it should
   */
  public static InspectionServer start(SnapshotShelf shelf, InspectionServerOptions options)
      throws IOException, GeneralSecurityException {
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    ScheduledExecutorService scheduler =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("inspection-timers").factory());
    HealthStatusManager health = new HealthStatusManager();
    health.setStatus(InspectionGrpc.SERVICE_NAME, ServingStatus.SERVING);
    try {
      Server server =
          NettyServerBuilder.forAddress(new InetSocketAddress(options.address(), options.port()))
              .sslContext(ReloadingTls.server(options.tls(), scheduler))
              .executor(threads)
              // Somebody who waits for routers has nothing to say for hours.
              .permitKeepAliveTime(5, TimeUnit.SECONDS)
              .keepAliveTime(30, TimeUnit.SECONDS)
              .keepAliveTimeout(10, TimeUnit.SECONDS)
              .intercept(
                  new PeerInterceptor(
                      identity -> options.identities().stream().anyMatch(identity::is),
                      String.join(" or ", options.identities())))
              .addService(new InspectionService(shelf, threads))
              .addService(health.getHealthService())
              .addService(ProtoReflectionServiceV1.newInstance())
              .build()
              .start();
      return new InspectionServer(server, threads, scheduler);
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

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    scheduler.shutdownNow();
    threads.shutdown();
  }
}
