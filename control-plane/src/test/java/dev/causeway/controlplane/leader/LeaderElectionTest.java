package dev.causeway.controlplane.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Replicas that contend for one Lease over real sockets. */
@ExtendWith(OutputCaptureExtension.class)
class LeaderElectionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** So long that nobody waits for it to run out within a test. */
  private static final LeaderTimes LONG =
      new LeaderTimes(Duration.ofMinutes(5), Duration.ofMinutes(4), Duration.ofMillis(50));

  private static final LeaderTimes SHORT =
      new LeaderTimes(Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofMillis(50));

  private final FakeApiServer api = new FakeApiServer();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<LeaderElection> elections = new ArrayList<>();
  private KubernetesClient admin;

  @BeforeEach
  void client() {
    admin = api.client("admin");
  }

  @AfterEach
  void end() {
    api.script(_ -> null);
    elections.forEach(LeaderElection::close);
    api.close();
  }

  /** What a listener was told. */
  private static final class Recorder implements LeaderListener {
    private final List<String> told = new ArrayList<>();

    @Override
    public synchronized void started(Leadership leadership) {
      told.add("started");
    }

    @Override
    public synchronized void stopped() {
      told.add("stopped");
    }

    synchronized List<String> told() {
      return List.copyOf(told);
    }
  }

  private LeaderElection contend(String replica, LeaderTimes times, LeaderListener listener) {
    LeaderElection election =
        new LeaderElections(
                api.client(replica), "causeway", replica, times, Clock.systemUTC(), meters)
            .election("status", listener);
    elections.add(election);
    election.start();
    return election;
  }

  private Lease lease() {
    return admin.leases().inNamespace("causeway").withName("causeway-status").get();
  }

  @Test
  void leaderThatStopsHandsOverWithoutWaitingForTheLease() {
    Recorder first = new Recorder();
    LeaderElection a = contend("a", LONG, first);
    await().atMost(PATIENCE).until(a::leads);
    LeaderElection b = contend("b", LONG, new Recorder());
    await().atMost(PATIENCE).until(() -> b.leader().equals("a"));
    assertThat(b.leads()).isFalse();
    assertThat(lease().getSpec().getHolderIdentity()).isEqualTo("a");
    assertThat(lease().getSpec().getLeaseDurationSeconds()).isEqualTo(300);

    a.close();
    assertThat(first.told()).containsExactly("started", "stopped");
    await().atMost(PATIENCE).until(b::leads);
    assertThat(a.leads()).isFalse();
    assertThat(lease().getSpec().getHolderIdentity()).isEqualTo("b");
    assertThat(lease().getSpec().getLeaseTransitions()).isPositive();
  }

  @Test
  void leaseIsGivenBackOnlyAfterTheListenerFinished() {
    CountDownLatch mayFinish = new CountDownLatch(1);
    AtomicBoolean heldWhileStopping = new AtomicBoolean();
    LeaderElection a =
        contend(
            "a",
            LONG,
            new LeaderListener() {
              @Override
              public void started(Leadership leadership) {}

              @Override
              public void stopped() {
                heldWhileStopping.set("a".equals(lease().getSpec().getHolderIdentity()));
                mayFinish.countDown();
              }
            });
    await().atMost(PATIENCE).until(a::leads);
    a.close();
    assertThat(mayFinish.getCount()).isZero();
    assertThat(heldWhileStopping).isTrue();
    assertThat(lease().getSpec().getHolderIdentity()).isNull();
  }

  @Test
  void leaderThatCannotRenewStopsWritingBeforeAnotherLeads() {
    LeaderElection a = contend("a", SHORT, new Recorder());
    await().atMost(PATIENCE).until(a::leads);
    LeaderElection b = contend("b", SHORT, new Recorder());
    await().atMost(PATIENCE).until(() -> b.leader().equals("a"));

    api.script(
        asked -> asked.client().equals("a") ? FakeApiServer.failure(503, "Unavailable") : null);
    AtomicBoolean both = new AtomicBoolean();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              boolean next = b.leads();
              both.compareAndSet(false, next && a.leads());
              return next;
            });
    assertThat(both).isFalse();
    assertThat(a.leads()).isFalse();
  }

  @Test
  void contendsAgainAfterALoss() {
    Recorder told = new Recorder();
    LeaderElection a = contend("a", SHORT, told);
    await().atMost(PATIENCE).until(a::leads);
    // Somebody takes the Lease away, and is never heard of again.
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              admin
                  .resource(
                      new LeaseBuilder(lease())
                          .editSpec()
                          .withHolderIdentity("thief")
                          .withLeaseDurationSeconds(1)
                          .endSpec()
                          .build())
                  .update();
              return true;
            });
    await().atMost(PATIENCE).until(() -> told.told().size() >= 3);
    await().atMost(PATIENCE).until(a::leads);
    assertThat(told.told()).startsWith("started", "stopped", "started");
    assertThat(meters.get("causeway.leader").tag("role", "status").gauge().value()).isEqualTo(1);
  }

  @Test
  void leaseThatIsForbiddenCostsTheLeadershipOnly(CapturedOutput output) {
    api.script(
        asked ->
            asked.path().contains("/leases") && !asked.client().equals("admin")
                ? FakeApiServer.failure(403, "Forbidden")
                : null);
    // A machine that is busy must not let an attempt time out: that is told too, as it differs.
    LeaderElection a = contend("a", LONG, new Recorder());
    await().atMost(PATIENCE).until(() -> api.asked("GET", "/leases/").size() > 5);
    assertThat(a.leads()).isFalse();
    assertThat(output.getOut().split("cannot be used", -1)).hasSize(2);
    assertThat(output).contains("allow get, create and update of leases");

    api.script(_ -> null);
    await().atMost(PATIENCE).until(a::leads);
    assertThat(output).contains("can be used again");
  }

  @Test
  void clockThatDiffersFromTheHoldersTakesNoLease() {
    // The holder's clock is an hour behind; it renews all the time.
    ZonedDateTime behind = ZonedDateTime.now(Clock.systemUTC()).minusHours(1);
    admin
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withNamespace("causeway")
                .withName("causeway-status")
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity("behind")
                .withLeaseDurationSeconds(30)
                .withRenewTime(behind)
                .endSpec()
                .build())
        .create();
    LeaderElection a = contend("a", SHORT, new Recorder());
    await().atMost(PATIENCE).until(() -> api.asked("GET", "/leases/").size() > 10);
    assertThat(a.leads()).isFalse();
    assertThat(lease().getSpec().getHolderIdentity()).isEqualTo("behind");
    assertThat(lease().getSpec().getRenewTime().withZoneSameInstant(ZoneOffset.UTC).toEpochSecond())
        .isEqualTo(behind.toEpochSecond());
  }

  @Test
  void emptyLeaseOfAChartIsTakenAndKeepsItsLabels() {
    admin
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withNamespace("causeway")
                .withName("causeway-status")
                .addToLabels("app", "causeway")
                .endMetadata()
                .build())
        .create();
    LeaderElection a = contend("a", SHORT, new Recorder());
    await().atMost(PATIENCE).until(a::leads);
    assertThat(lease().getMetadata().getLabels()).containsEntry("app", "causeway");
  }
}
