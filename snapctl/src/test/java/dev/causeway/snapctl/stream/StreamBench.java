package dev.causeway.snapctl.stream;

import dev.causeway.controlplane.stream.SessionOptions;
import dev.causeway.controlplane.stream.SnapshotShelf;
import dev.causeway.controlplane.stream.StreamServer;
import dev.causeway.controlplane.stream.StreamServerOptions;
import dev.causeway.router.sync.SnapshotClient;
import dev.causeway.router.sync.SyncOptions;
import dev.causeway.router.sync.TlsFiles;
import dev.causeway.testkit.tls.TestAuthority;
import dev.causeway.testkit.tls.TestAuthority.Identity;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Control planes and routers of one test, over real sockets with mutual TLS. */
public final class StreamBench implements AutoCloseable {
  static final Clock CLOCK = Clock.fixed(java.time.Instant.EPOCH, java.time.ZoneOffset.UTC);

  private final TestAuthority authority;
  private final Identity server;
  private final List<Runnable> open = new ArrayList<>();

  public StreamBench(Path folder) {
    this.authority = new TestAuthority(folder);
    this.server = authority.issue("localhost");
  }

  public Identity issue(String name) {
    return authority.issue(name);
  }

  public SnapshotShelf shelf(String replica) {
    return new SnapshotShelf(replica, CLOCK);
  }

  public StreamServer serve(SnapshotShelf shelf) throws Exception {
    return serve(shelf, 0);
  }

  public StreamServer serve(SnapshotShelf shelf, int port) throws Exception {
    return serve(
        shelf,
        port,
        new SessionOptions(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ZERO));
  }

  public StreamServer serve(SnapshotShelf shelf, int port, SessionOptions session)
      throws Exception {
    StreamServer started =
        StreamServer.start(
            shelf,
            new StreamServerOptions(
                "127.0.0.1",
                port,
                new dev.causeway.controlplane.stream.TlsFiles(
                    server.certificate(), server.key(), server.trust()),
                session),
            CLOCK);
    open.add(started::close);
    return started;
  }

  /** Starts a control plane with an identity and timers of the test's. */
  public StreamServer serve(
      SnapshotShelf shelf, Identity identity, SessionOptions session, ManualScheduler scheduler)
      throws Exception {
    StreamServer started =
        StreamServer.start(
            shelf,
            new StreamServerOptions(
                "127.0.0.1",
                0,
                new dev.causeway.controlplane.stream.TlsFiles(
                    identity.certificate(), identity.key(), identity.trust()),
                session),
            CLOCK,
            scheduler);
    open.add(started::close);
    return started;
  }

  /** Starts a control plane whose timers are the test's, with the limits of a real one. */
  public StreamServer serve(SnapshotShelf shelf, ManualScheduler scheduler) throws Exception {
    return serve(shelf, SessionOptions.DEFAULT, scheduler);
  }

  /** Starts a control plane whose timers are the test's. */
  public StreamServer serve(SnapshotShelf shelf, SessionOptions session, ManualScheduler scheduler)
      throws Exception {
    return serve(shelf, server, session, scheduler);
  }

  /** Starts a control plane that is played by hand. */
  ScriptedControlPlane script() throws Exception {
    ScriptedControlPlane script = new ScriptedControlPlane(server);
    open.add(script::close);
    return script;
  }

  /** Lays a wire to the control plane on {@code port}. */
  StreamTap tap(int port, StreamTap.Listener listener) throws Exception {
    StreamTap tap = new StreamTap(server, issue("router.default.causeway"), port, listener);
    open.add(tap::close);
    return tap;
  }

  /** Connects a router that is played by hand. */
  ScriptedRouter scriptedRouter(StreamServer to) throws Exception {
    ScriptedRouter router = ScriptedRouter.connect(issue("router.default.causeway"), to.port());
    open.add(router::close);
    return router;
  }

  /** A router that follows the control planes on {@code ports}. */
  public Router router(String name, @Nullable Path lastKnownGood, int... ports) throws Exception {
    return router(name, "router.default.causeway", lastKnownGood, ports);
  }

  public Router router(String name, String identity, @Nullable Path lastKnownGood, int... ports)
      throws Exception {
    return router(name, authority.issue(identity), lastKnownGood, ports);
  }

  public Router router(String name, Identity own, @Nullable Path lastKnownGood, int... ports)
      throws Exception {
    RecordingActivator activator = new RecordingActivator();
    StatusProbe probe = new StatusProbe();
    SnapshotClient client =
        new SnapshotClient(
            new SyncOptions(
                Arrays.stream(ports)
                    .mapToObj(port -> new SyncOptions.Target("127.0.0.1", port))
                    .toList(),
                name,
                Given.SHARD,
                "test",
                Set.of("known-feature"),
                new TlsFiles(own.certificate(), own.key(), own.trust()),
                lastKnownGood,
                new SyncOptions.Backoff(Duration.ofMillis(10), Duration.ofMillis(100))),
            activator,
            CLOCK,
            probe);
    open.add(client::close);
    return new Router(client, activator, probe);
  }

  public record Router(SnapshotClient client, RecordingActivator activator, StatusProbe probe) {}

  @Override
  public void close() {
    open.reversed().forEach(Runnable::run);
  }
}
