package dev.causeway.snapctl.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.controlplane.stream.SessionOptions;
import dev.causeway.controlplane.stream.ShelfSnapshot;
import dev.causeway.controlplane.stream.SnapshotShelf;
import dev.causeway.controlplane.stream.StreamServer;
import dev.causeway.proto.v1.ServerMessage.MessageCase;
import dev.causeway.snapctl.stream.StreamBench.Router;
import dev.causeway.testkit.tls.TestAuthority;
import dev.causeway.testkit.tls.TestAuthority.Identity;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in, and how identities rotate while everything runs. */
final class StreamIdentityTest {
  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final String ROUTER = "router.default.causeway";

  @TempDir Path folder;
  private final ManualScheduler time = new ManualScheduler();
  private StreamBench bench;
  private SnapshotShelf shelf;
  private ShelfSnapshot published;
  private TestAuthority former;
  private TestAuthority next;
  private Identity live;
  private StreamServer server;

  @BeforeEach
  void open() throws Exception {
    bench = new StreamBench(Files.createDirectory(folder.resolve("bench")));
    shelf = bench.shelf("one");
    published =
        shelf.publish(
            Given.SHARD,
            Given.update(
                Given.settings(),
                Given.upstream("u"),
                Given.endpoints("u", "10.0.0.1"),
                Given.host("a.test", "ns", "", "u")));
    former = new TestAuthority(Files.createDirectory(folder.resolve("former")));
    next = new TestAuthority(Files.createDirectory(folder.resolve("next")));
    live = copy("server", former.issue("control-plane"));
    server = bench.serve(shelf, live, SessionOptions.DEFAULT, time);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  /** Copies an identity to where a program reads it, over what is there. */
  private Identity copy(String name, Identity from) throws Exception {
    Path target = Files.createDirectories(folder.resolve("live-" + name));
    return new Identity(
        replace(from.certificate(), target.resolve("tls.crt")),
        replace(from.key(), target.resolve("tls.key")),
        replace(from.trust(), target.resolve("ca.crt")));
  }

  private static Path replace(Path from, Path to) throws Exception {
    return Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  private void assertAccepted(Identity identity) throws Exception {
    try (ScriptedRouter router = ScriptedRouter.connect(identity, server.port())) {
      router.hello();
      router.next(MessageCase.TRANSACTION);
    }
  }

  private Status refusal(Identity identity) throws Exception {
    try (ScriptedRouter router = ScriptedRouter.connect(identity, server.port())) {
      router.hello();
      Status status = router.end();
      assertThat(router.pending()).isNull();
      return status;
    }
  }

  @Test
  void strangersAreRefused() throws Exception {
    assertAccepted(former.issue(ROUTER));

    try (ScriptedRouter anonymous = ScriptedRouter.anonymous(live.trust(), server.port())) {
      anonymous.hello();
      assertThat(anonymous.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(anonymous.pending()).isNull();
    }
    Identity foreign = next.issue(ROUTER);
    Identity trusting = new Identity(foreign.certificate(), foreign.key(), live.trust());
    assertThat(refusal(trusting).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    // Neither got as far as a stream.
    assertThat(shelf.statistics().streams()).isEqualTo(1);

    Status otherShard = refusal(former.issue("router.other.causeway"));
    assertThat(otherShard.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(otherShard.getDescription()).contains("shard other").contains("shard default");
    Status noRouter = refusal(former.issue("snapctl.causeway"));
    assertThat(noRouter.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(noRouter.getDescription()).contains("not for router.SHARD.causeway");
  }

  @Test
  void serverTakesAnotherCertificateAndAuthorityWithoutARestart() throws Exception {
    Identity before = former.issue(ROUTER);
    Identity after = next.issue(ROUTER);
    assertAccepted(before);
    try (ScriptedRouter open = ScriptedRouter.connect(before, server.port())) {
      open.hello();
      open.accept(open.onlyPart());

      copy("server", next.issue("control-plane"));
      time.advance(LOOK);

      assertAccepted(after);
      assertThat(refusal(before).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      // The new server, asked by a router of the former authority that trusts the new one.
      Identity stale = new Identity(before.certificate(), before.key(), after.trust());
      assertThat(refusal(stale).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      // A stream that is open stays until its age ends it.
      shelf.publish(Given.SHARD, Given.update(Given.host("b.test", "ns", "", "u")));
      assertThat(open.transaction()).hasSize(1);
    }
  }

  @Test
  void serverKeepsItsIdentityWhileTheFilesAreBroken() throws Exception {
    Identity renewed = next.issue("control-plane");

    Files.writeString(live.certificate(), "not a certificate");
    time.advance(LOOK);
    assertAccepted(former.issue(ROUTER));

    // Half way through a rotation: the certificate is new, the key is not.
    replace(renewed.certificate(), live.certificate());
    time.advance(LOOK);
    assertAccepted(former.issue(ROUTER));

    Files.delete(live.trust());
    replace(renewed.key(), live.key());
    time.advance(LOOK);
    assertAccepted(former.issue(ROUTER));

    replace(renewed.trust(), live.trust());
    time.advance(LOOK);
    assertAccepted(next.issue(ROUTER));
  }

  @Test
  void authorityIsAddedBeforeTheFormerOneGoes() throws Exception {
    Identity before = former.issue(ROUTER);
    Identity issued = next.issue(ROUTER);
    Identity after = new Identity(issued.certificate(), issued.key(), before.trust());
    assertThat(refusal(after).getCode()).isEqualTo(Status.Code.UNAVAILABLE);

    // One file alone changes, as when a bundle of authorities is distributed.
    Files.writeString(
        live.trust(), Files.readString(before.trust()) + Files.readString(issued.trust()));
    time.advance(LOOK);

    assertAccepted(before);
    assertAccepted(after);
  }

  @Test
  void routerConnectsWithTheFilesAsTheyAreThen() throws Exception {
    Identity own = copy("router", former.issue(ROUTER));
    Router router = bench.router("r", own, null, server.port());
    router.client().start();
    router
        .probe()
        .await(
            status -> status.connected() && status.effective().equals(published.snapshot().id()));

    // Both sides change, and the router's key is garbage for a while.
    copy("server", next.issue("control-plane"));
    copy("router", next.issue(ROUTER));
    time.advance(LOOK);
    time.advance(Duration.ofMinutes(40)); // the open stream reaches its age
    router.probe().await(status -> status.connected() && status.counters().connects() == 2);

    Files.writeString(own.key(), "not a key");
    time.advance(Duration.ofMinutes(40));
    router.probe().await(status -> status.connected() && status.counters().connects() == 3);
    assertThat(router.activator().activations()).isEqualTo(1);
  }

  @Test
  void routerRefusesServersItHasNoReasonToTrust() throws Exception {
    Identity own = copy("router", former.issue(ROUTER));
    replace(next.issue(ROUTER).trust(), own.trust());
    Router router = bench.router("r", own, null, server.port());
    router.client().start();

    String error = router.probe().await(status -> status.lastError() != null).lastError();
    assertThat(error).contains("UNAVAILABLE");
    assertThat(shelf.statistics().streams()).isZero();
    assertThat(router.client().status().isReady()).isFalse();
  }
}
