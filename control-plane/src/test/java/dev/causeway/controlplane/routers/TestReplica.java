package dev.causeway.controlplane.routers;

import static org.awaitility.Awaitility.await;

import dev.causeway.controlplane.inspect.InspectionServer;
import dev.causeway.controlplane.inspect.InspectionServerOptions;
import dev.causeway.controlplane.stream.SessionOptions;
import dev.causeway.controlplane.stream.SnapshotShelf;
import dev.causeway.controlplane.stream.StreamServer;
import dev.causeway.controlplane.stream.StreamServerOptions;
import dev.causeway.controlplane.stream.TlsFiles;
import dev.causeway.testkit.tls.TestAuthority;
import dev.causeway.testkit.tls.TestAuthority.Identity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A replica that serves routers and inspection on loopback addresses, over mutual TLS. */
public final class TestReplica implements AutoCloseable {
  /** Name of whoever may ask. */
  public static final String ASKER = "status.causeway";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final SnapshotShelf shelf = new SnapshotShelf("test", Clock.systemUTC());
  private final TestAuthority authority;
  private final StreamServer stream;
  private final InspectionServer inspection;
  private final List<TestRouter> routers = new ArrayList<>();

  /** Starts one with a shelf of its own on 127.0.0.1. */
  public TestReplica(TestAuthority authority) throws Exception {
    this(authority, ASKER);
  }

  /** Starts one that answers somebody else. */
  public TestReplica(TestAuthority authority, String asker) throws Exception {
    this.authority = authority;
    Identity server = authority.issue("localhost", "control-plane.test");
    TlsFiles files = new TlsFiles(server.certificate(), server.key(), server.trust());
    stream =
        StreamServer.start(
            shelf,
            new StreamServerOptions("127.0.0.1", 0, files, SessionOptions.DEFAULT),
            Clock.systemUTC());
    inspection =
        InspectionServer.start(
            shelf, new InspectionServerOptions("127.0.0.1", 0, files, Set.of(asker)));
  }

  public SnapshotShelf shelf() {
    return shelf;
  }

  /** Returns the port of inspection. */
  public int port() {
    return inspection.port();
  }

  /** Returns where inspection listens. */
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port());
  }

  /** Ends inspection and nothing else. */
  public void stopInspection() {
    inspection.close();
  }

  /**
   * Connects a router of the shard {@code default} and waits until it holds the newest snapshot.
   */
  public TestRouter router(String name) {
    TestRouter router = connect(name);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                shelf.view().subscribers().stream()
                    .anyMatch(view -> view.router().equals(name) && view.state().equals("IDLE")));
    return router;
  }

  /** Connects a router of the shard {@code default}. */
  public TestRouter connect(String name) {
    TestRouter router =
        new TestRouter(authority.issue("router.default.causeway"), stream.port(), "default", name);
    routers.add(router);
    return router;
  }

  /** Waits until so many routers are connected. */
  public void awaitRouters(int count) {
    await().atMost(PATIENCE).until(() -> shelf.view().subscribers().size() == count);
  }

  @Override
  public void close() {
    routers.forEach(TestRouter::close);
    inspection.close();
    stream.close();
  }
}
