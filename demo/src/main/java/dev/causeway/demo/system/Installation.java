package dev.causeway.demo.system;

import dev.causeway.demo.inspect.Inspector;
import dev.causeway.demo.material.DemoPki;
import dev.causeway.demo.material.DemoPki.Identity;
import dev.causeway.demo.process.DemoException;
import dev.causeway.demo.process.ManagedProcess;
import dev.causeway.demo.process.ProcessSpec;
import dev.causeway.demo.process.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One control plane and its routers as processes.
 *
 * <p>Changed by one thread; {@link #close} may be called by another, as the shutdown hook does.
 */
public final class Installation implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(4);
  private static final Duration START_STEP = Duration.ofMillis(20);
  private static final Duration GRACE = Duration.ofSeconds(8);
  private static final List<String> JVM =
      List.of(
          "-Xmx256m",
          "-XX:+UseSerialGC",
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private final Layout layout;
  private final Ports ports;
  private final Path manifests;
  private final Program.Start start;
  private final BiConsumer<String, String> lines;
  private final Readiness readiness = new Readiness();
  private final Identity controlPlaneIdentity;
  private final Identity routerIdentity;
  private final Identity inspection;
  private final Inspector inspector;
  private final Object lock = new Object();
  private final @Nullable ManagedProcess[] routers;
  private @Nullable ManagedProcess controlPlane;
  private boolean closed;

  /**
   * Prepares an installation; nothing runs yet.
   *
   * @param manifests folder to serve
   * @param start how programs are started
   * @param lines called with a process's name and each line it prints
   */
  public Installation(
      Layout layout,
      Ports ports,
      Path manifests,
      DemoPki pki,
      Program.Start start,
      BiConsumer<String, String> lines) {
    this.layout = layout;
    this.start = start;
    this.ports = ports;
    this.manifests = manifests.toAbsolutePath().normalize();
    this.lines = lines;
    this.routers = new ManagedProcess[ports.routers().size()];
    this.controlPlaneIdentity = pki.writeIdentity(layout.identities(), "control-plane.causeway");
    this.routerIdentity = pki.writeIdentity(layout.identities(), "router.default.causeway");
    this.inspection = pki.writeIdentity(layout.identities(), "snapctl.causeway");
    this.inspector = new Inspector(ports.inspect(), inspection);
  }

  /** Returns the number of routers. */
  public int routers() {
    return routers.length;
  }

  /** Returns where a router listens. */
  public Ports.RouterPorts router(int index) {
    return ports.routers().get(index);
  }

  /** Returns where everything listens. */
  public Ports ports() {
    return ports;
  }

  /** Returns the folder that is served. */
  public Path manifests() {
    return manifests;
  }

  /** Returns the prober of readiness endpoints. */
  public Readiness readiness() {
    return readiness;
  }

  /** Returns the questions that can be asked of the control plane. */
  public Inspector inspector() {
    return inspector;
  }

  /** Writes what {@code ./causeway snapctl} connects with where nothing else is said. */
  public void describeForSnapctl(Path file) {
    try {
      Files.writeString(
          file,
          "# The last ./causeway up\nserver=127.0.0.1:"
              + ports.inspect()
              + "\ncert="
              + inspection.certificate()
              + "\nkey="
              + inspection.key()
              + "\nca="
              + inspection.trust()
              + "\n");
    } catch (IOException e) {
      throw new DemoException(file + " cannot be written: " + e.getMessage() + ".", e);
    }
  }

  /** Returns the name of a router. */
  public static String routerName(int index) {
    return "router-" + (index + 1);
  }

  /** Starts the control plane; does not wait for it. */
  public void startControlPlane() {
    List<String> command = start.command(layout.controlPlane(), JVM);
    command.add("--causeway.source.folder=" + manifests);
    command.add("--causeway.domain=apps.localhost");
    command.add("--causeway.endpoints.allow-loopback=true");
    command.add("--causeway.filters.allowed=demo-header");
    command.add("--causeway.stream.address=127.0.0.1");
    command.add("--causeway.inspect.address=127.0.0.1");
    command.add("--causeway.stream.port=" + ports.stream());
    command.addAll(tls("causeway.stream.tls", controlPlaneIdentity));
    command.add("--causeway.inspect.port=" + ports.inspect());
    command.addAll(tls("causeway.inspect.tls", controlPlaneIdentity));
    command.add("--management.server.port=" + ports.management());
    command.add("--management.server.address=127.0.0.1");
    synchronized (lock) {
      controlPlane = start("control-plane", command);
    }
  }

  /** Starts a router; does not wait for it. */
  public void startRouter(int index) {
    Ports.RouterPorts own = ports.routers().get(index);
    String name = routerName(index);
    List<String> command = start.command(layout.router(), JVM);
    command.add("--causeway.control-plane.targets=127.0.0.1:" + ports.stream());
    command.addAll(tls("causeway.control-plane.tls", routerIdentity));
    command.add("--causeway.router.name=" + name);
    command.add("--causeway.router.shard=default");
    command.add("--causeway.router.bind-address=127.0.0.1");
    command.add("--causeway.router.http-port=" + own.http());
    command.add("--causeway.router.https-port=" + own.https());
    command.add("--causeway.router.last-known-good=" + layout.lastKnownGood(name));
    // Long enough for whoever polls readiness to notice, short enough for Ctrl-C.
    command.add("--causeway.router.shutdown-delay=1s");
    command.add("--causeway.router.drain-timeout=60s");
    command.add("--causeway.router.filters.demo-header.factory=AddResponseHeader");
    command.add("--causeway.router.filters.demo-header.args.name=X-Demo-Filter");
    command.add("--causeway.router.filters.demo-header.args.value=gateway");
    command.add("--management.server.port=" + own.management());
    command.add("--server.address=127.0.0.1");
    synchronized (lock) {
      routers[index] = start(name, command);
    }
  }

  private static List<String> tls(String prefix, Identity identity) {
    return List.of(
        "--" + prefix + ".certificate=" + identity.certificate(),
        "--" + prefix + ".key=" + identity.key(),
        "--" + prefix + ".trust=" + identity.trust());
  }

  private ManagedProcess start(String name, List<String> command) {
    if (closed) {
      throw new DemoException("stopping.");
    }
    return ManagedProcess.start(
        new ProcessSpec(name, command, layout.logs().resolve(name + ".log")), lines);
  }

  /** Waits until the control plane is ready; returns how long that took. */
  public Duration awaitControlPlane() {
    return Waiting.until(
        "the control plane is ready",
        START,
        START_STEP,
        () -> {
          requireAlive(controlPlane());
          return readiness.isReady(ports.management());
        });
  }

  /** Waits until a router is ready; returns how long that took. */
  public Duration awaitRouter(int index) {
    return Waiting.until(
        routerName(index) + " is ready",
        START,
        START_STEP,
        () -> {
          requireAlive(router(index, "is not started"));
          return readiness.isReady(router(index).management());
        });
  }

  private static void requireAlive(ManagedProcess process) {
    if (process.endedUnasked()) {
      throw new DemoException(
          process.name()
              + " ended with status "
              + process.exitValue()
              + "; the last it said:\n  "
              + String.join("\n  ", process.lastLines()));
    }
  }

  /** Returns whether every router chooses among the endpoints of this root. */
  public boolean servesEndpoints(String root) {
    return ports.routers().stream()
        .allMatch(
            router -> readiness.page(router.management(), "/actuator/snapshot").contains(root));
  }

  /** Returns the running control plane. */
  public ManagedProcess controlPlane() {
    synchronized (lock) {
      if (controlPlane == null) {
        throw new DemoException("the control plane is not started.");
      }
      return controlPlane;
    }
  }

  /** Returns a running router. */
  public ManagedProcess routerProcess(int index) {
    return router(index, "is not started");
  }

  private ManagedProcess router(int index, String otherwise) {
    synchronized (lock) {
      ManagedProcess router = routers[index];
      if (router == null) {
        throw new DemoException(routerName(index) + " " + otherwise + ".");
      }
      return router;
    }
  }

  /** Returns once a process ended that nobody asked to end. */
  public ManagedProcess awaitUnaskedEnd() {
    while (true) {
      for (ManagedProcess process : processes()) {
        if (process.awaitExit(Duration.ofMillis(200)) && process.endedUnasked()) {
          return process;
        }
      }
    }
  }

  private List<ManagedProcess> processes() {
    synchronized (lock) {
      List<ManagedProcess> all = new ArrayList<>();
      for (ManagedProcess router : routers) {
        if (router != null) {
          all.add(router);
        }
      }
      if (controlPlane != null) {
        all.add(controlPlane);
      }
      return all;
    }
  }

  /** Stops the routers, then the control plane; what does not end in time is killed. */
  @Override
  public void close() {
    close(GRACE);
  }

  /**
   * Stops the routers, then the control plane.
   *
   * @param grace time all of them have to end before they are killed
   */
  public void close(Duration grace) {
    synchronized (lock) {
      closed = true;
    }
    List<ManagedProcess> all = processes();
    // Routers come first in the list, and the control plane outlives none of them.
    all.forEach(ManagedProcess::terminate);
    long start = System.nanoTime();
    for (ManagedProcess process : all) {
      Duration left = grace.minusNanos(System.nanoTime() - start);
      if (!process.awaitExit(left.isNegative() ? Duration.ZERO : left)) {
        process.kill();
      }
    }
    inspector.close();
    readiness.close();
  }
}
