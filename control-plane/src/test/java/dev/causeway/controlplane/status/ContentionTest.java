package dev.causeway.controlplane.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.testkit.Behaviour;
import io.fabric8.openshift.api.model.RouteIngress;
import io.fabric8.openshift.api.model.RouteIngressBuilder;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ContentionTest {
  private static final Duration INTERVAL = Duration.ofMinutes(3);
  private static final RouteIngress OURS = entry("ours");
  private static final RouteIngress THEIRS = entry("theirs");

  private final AtomicLong nanos = new AtomicLong();
  private final Contention contention = new Contention(INTERVAL, nanos::get);

  private static RouteIngress entry(String host) {
    return new RouteIngressBuilder().withRouterName("default").withHost(host).build();
  }

  /** We write, they change it. */
  private Contention.Finding fight(String uid) {
    contention.writing(uid, "default", OURS);
    return contention.changed(uid, "default", OURS, THEIRS);
  }

  @Test
  void ownWritesAndThoseOfStrangersAreNoFight() {
    assertThat(contention.changed("u", "default", OURS, THEIRS)).isEqualTo(Contention.Finding.NONE);
    contention.writing("u", "default", OURS);
    assertThat(contention.changed("u", "default", THEIRS, OURS)).isEqualTo(Contention.Finding.NONE);
    assertThat(contention.changed("u", "default", null, OURS)).isEqualTo(Contention.Finding.NONE);
    contention.writing("u", "default", null);
    assertThat(contention.changed("u", "default", OURS, null)).isEqualTo(Contention.Finding.NONE);
    assertThat(contention.rest("u", "default")).isZero();
  }

  @Test
  void firstChangeIsPutRightAndTheSecondRestsForTheInterval() {
    assertThat(fight("u")).isEqualTo(Contention.Finding.CHANGED);
    assertThat(contention.rest("u", "default")).isZero();
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    assertThat(fight("u")).isEqualTo(Contention.Finding.CONTENDED);
    assertThat(contention.rest("u", "default")).isEqualTo(INTERVAL);
    assertThat(contention.rest("another", "default")).isZero();
    nanos.addAndGet(INTERVAL.toNanos());
    assertThat(contention.rest("u", "default")).isZero();
    // After that it is tried again.
    nanos.addAndGet(1);
    assertThat(fight("u")).isEqualTo(Contention.Finding.CHANGED);
  }

  @Test
  void changesFarApartAreNoFight() {
    for (int i = 0; i < 20; i++) {
      assertThat(fight("u")).isEqualTo(Contention.Finding.CHANGED);
      nanos.addAndGet(INTERVAL.toNanos() + 1);
    }
    assertThat(contention.rest("u", "default")).isZero();
  }

  @Test
  @Behaviour("RT-087")
  void moreThanFiveContentionsStopEverythingUntilTheIntervalIsOver() {
    for (int i = 0; i < 6; i++) {
      assertThat(contention.isStopped()).isFalse();
      fight("u" + i);
      fight("u" + i);
    }
    assertThat(contention.isStopped()).isTrue();
    assertThat(contention.rest("untouched", "default")).isEqualTo(INTERVAL);
    nanos.addAndGet(INTERVAL.toNanos());
    assertThat(contention.isStopped()).isFalse();
    assertThat(contention.rest("untouched", "default")).isZero();
  }

  @Test
  void routeThatIsGoneIsForgotten() {
    fight("u");
    fight("u");
    contention.forget("u");
    assertThat(contention.rest("u", "default")).isZero();
  }
}
