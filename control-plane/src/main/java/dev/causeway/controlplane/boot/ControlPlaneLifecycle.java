package dev.causeway.controlplane.boot;

import dev.causeway.controlplane.inspect.InspectionServer;
import dev.causeway.controlplane.inspect.InspectionServerOptions;
import dev.causeway.controlplane.pipeline.EpochFeed;
import dev.causeway.controlplane.pipeline.Pipeline;
import dev.causeway.controlplane.source.ClusterSource;
import dev.causeway.controlplane.stream.SessionOptions;
import dev.causeway.controlplane.stream.SnapshotShelf;
import dev.causeway.controlplane.stream.StreamServer;
import dev.causeway.controlplane.stream.StreamServerOptions;
import dev.causeway.controlplane.stream.TlsFiles;
import java.io.IOException;
import java.net.BindException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the source, the pipeline and the servers, and closes them in reverse: routers get their
 * Goodbye first, while the last snapshot still stands.
 */
final class ControlPlaneLifecycle implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(ControlPlaneLifecycle.class);

  private final ClusterSource source;
  private final ServerProperties servers;
  private final RoleProperties roles;
  private final Pipeline pipeline;
  private final EpochFeed epochs;
  private final SnapshotShelf shelf;
  private final Clock clock;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private volatile boolean started;
  private volatile int streamPort = -1;
  private volatile int inspectPort = -1;

  ControlPlaneLifecycle(
      ClusterSource source,
      ServerProperties servers,
      RoleProperties roles,
      Pipeline pipeline,
      EpochFeed epochs,
      SnapshotShelf shelf,
      Clock clock) {
    this.source = source;
    this.servers = servers;
    this.roles = roles;
    this.pipeline = pipeline;
    this.epochs = epochs;
    this.shelf = shelf;
    this.clock = clock;
  }

  @Override
  public void start() {
    started = true;
    try {
      if (roles.compiles()) {
        running.push(pipeline);
        running.push(epochs);
        running.push(source);
      }
      if (roles.has(Role.SERVE)) {
        StreamServer stream = stream();
        running.push(stream);
        streamPort = stream.port();
      }
      InspectionServer inspection = inspection();
      if (inspection != null) {
        running.push(inspection);
        inspectPort = inspection.port();
      }
      if (roles.compiles()) {
        pipeline.start();
        epochs.start();
        source.start();
      }
      LOG.info(
          "{} {}{}{}",
          roles.compiles() ? "watching" : "not compiling",
          source.description(),
          streamPort < 0 ? "" : "; routers connect to port " + streamPort,
          inspection == null ? "" : ", inspection on port " + inspectPort);
    } catch (IOException e) {
      stop();
      throw new StartupException(sentence(e), e);
    } catch (RuntimeException e) {
      stop();
      throw e;
    }
  }

  private StreamServer stream() {
    int port = servers.stream().requiredPort("causeway.stream.port");
    TlsFiles files = TlsProperties.files(servers.stream().tls(), "causeway.stream.tls");
    try {
      return StreamServer.start(
          shelf,
          new StreamServerOptions(servers.stream().address(), port, files, SessionOptions.DEFAULT),
          clock);
    } catch (IOException e) {
      throw failure("causeway.stream", servers.stream().address(), port, e);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw badTls("causeway.stream", e);
    }
  }

  private @Nullable InspectionServer inspection() {
    if (servers.inspect().port() == null) {
      return null;
    }
    int port = servers.inspect().requiredPort("causeway.inspect.port");
    String address = servers.inspect().address();
    TlsFiles files = TlsProperties.files(servers.inspect().tls(), "causeway.inspect.tls");
    try {
      return InspectionServer.start(
          shelf, new InspectionServerOptions(address, port, files, servers.inspect().identities()));
    } catch (IOException e) {
      throw failure("causeway.inspect", address, port, e);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw badTls("causeway.inspect", e);
    }
  }

  private static StartupException failure(
      String prefix, String address, int port, IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      // The native transport has an exception of its own for this.
      if (cause instanceof BindException || String.valueOf(cause.getMessage()).contains("in use")) {
        return new StartupException(
            prefix + ".port " + port + " on " + address + " is in use; choose another", failure);
      }
    }
    return new StartupException(prefix + " cannot listen: " + sentence(failure), failure);
  }

  private static StartupException badTls(String prefix, Exception failure) {
    return new StartupException(
        prefix + ".tls cannot be used, check its PEM files: " + sentence(failure), failure);
  }

  private static String sentence(Exception failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  @Override
  public void stop() {
    started = false;
    while (!running.isEmpty()) {
      try {
        running.pop().close();
      } catch (Exception e) {
        LOG.warn("closing failed", e);
      }
    }
  }

  @Override
  public boolean isRunning() {
    return started;
  }

  /** Returns the port routers connect to; -1 before the start and without the role. */
  int streamPort() {
    return streamPort;
  }

  /** Returns the port of the inspection service; -1 where there is none. */
  int inspectPort() {
    return inspectPort;
  }
}
