package dev.causeway.controlplane.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.controlplane.routers.TestReplica;
import dev.causeway.controlplane.routers.TestRouter;
import dev.causeway.controlplane.status.GivenStatus;
import dev.causeway.controlplane.stream.TlsFiles;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.version.ContentHash;
import dev.causeway.testkit.tls.TestAuthority;
import dev.causeway.testkit.tls.TestAuthority.Identity;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas on real sockets, one of which leaves, refuses, or comes late. */
class RemoteSurveyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LONG = Duration.ofHours(1);
  private static final ResourceKey HOST = GivenStatus.host("www.example.com");

  @TempDir private Path folder;
  private TestAuthority authority;
  private TestReplica one;
  private TestReplica two;
  private final Map<Long, Integer> held = new ConcurrentHashMap<>();
  private final Set<InetSocketAddress> found = ConcurrentHashMap.newKeySet();
  private final AtomicInteger lookedUp = new AtomicInteger();
  private final AtomicInteger failing = new AtomicInteger();

  @BeforeEach
  void start() throws Exception {
    authority = new TestAuthority(folder);
    one = new TestReplica(authority);
    two = new TestReplica(authority);
    found.add(one.address());
    found.add(two.address());
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
  }

  private RouterSurvey survey(Duration unreachableAfter) {
    Identity own = authority.issue(TestReplica.ASKER);
    return RemoteSurvey.source(
            new SurveyOptions(
                () -> {
                  lookedUp.incrementAndGet();
                  if (failing.get() > 0) {
                    throw new UnknownHostException("failed by the test");
                  }
                  return Set.copyOf(found);
                },
                "control-plane.test",
                new TlsFiles(own.certificate(), own.key(), own.trust()),
                Duration.ofMillis(20),
                unreachableAfter))
        .begin(held::put);
  }

  private ContentHash publish(TestReplica replica, int version) {
    return Objects.requireNonNull(
        replica
            .shelf()
            .publish("default", GivenStatus.served("web", "u1", 1, "www.example.com", version))
            .snapshot()
            .hash(HOST));
  }

  private void ask(RouterSurvey survey, long token, ContentHash hash) {
    survey.ask(token, "default", Map.of(HOST, hash));
  }

  private void awaitHeld(long token, int routers) {
    await().atMost(PATIENCE).until(() -> held.getOrDefault(token, -1) == routers);
  }

  @Test
  void routersOfAllReplicasMustHoldIt() {
    publish(one, 1);
    publish(two, 1);
    one.router("a");
    TestRouter b = two.router("b");
    try (RouterSurvey survey = survey(LONG)) {
      b.holdBack();
      ContentHash second = publish(one, 2);
      publish(two, 2);
      ask(survey, 1, second);
      // Replicas are at different points of the way; both hold another question's version.
      ask(survey, 2, publish(one, 3));
      b.goOn();
      await().atMost(PATIENCE).until(() -> two.shelf().view().rejections() == 0);
      assertThat(held).doesNotContainEntry(1L, 2);
      publish(two, 3);
      awaitHeld(2, 2);
      // One more that holds it counts, and one that has yet to get it takes back what was said.
      TestRouter c = two.router("c");
      awaitHeld(2, 3);
      c.holdBack();
      publish(two, 4);
      awaitHeld(2, 0);
      survey.withdraw(2);
    }
  }

  @Test
  void replicaWithoutRoutersIsNoObstacleAndNoneAtAllIsNoAnswer() {
    ContentHash hash = publish(one, 1);
    publish(two, 1);
    try (RouterSurvey survey = survey(LONG)) {
      ask(survey, 1, hash);
      int before = lookedUp.get();
      await().atMost(PATIENCE).until(() -> lookedUp.get() > before + 2);
      assertThat(held).isEmpty();
      two.router("b");
      awaitHeld(1, 1);
    }
  }

  @Test
  void replicaThatCannotBeReachedIsGivenUp() {
    ContentHash hash = publish(one, 1);
    publish(two, 1);
    one.router("a");
    TestRouter b = two.router("b");
    b.holdBack();
    publish(two, 2);
    await().atMost(PATIENCE).until(() -> b.transactions() == 2);
    try (RouterSurvey survey = survey(Duration.ofMillis(50))) {
      ask(survey, 1, hash);
      await().atMost(PATIENCE).until(() -> lookedUp.get() > 1);
      two.stopInspection();
      awaitHeld(1, 1);
    }
  }

  @Test
  void replicaThatIsNotFoundAnyMoreIsNotAsked() {
    ContentHash hash = publish(one, 1);
    one.router("a");
    publish(two, 2);
    two.router("b");
    try (RouterSurvey survey = survey(LONG)) {
      ask(survey, 1, hash);
      int before = lookedUp.get();
      await().atMost(PATIENCE).until(() -> lookedUp.get() > before + 2);
      assertThat(held).isEmpty();
      found.remove(two.address());
      awaitHeld(1, 1);
      // What cannot be looked up is as it was.
      failing.set(1);
      int failed = lookedUp.get();
      await().atMost(PATIENCE).until(() -> lookedUp.get() > failed + 2);
      ask(survey, 2, hash);
      awaitHeld(2, 1);
    }
  }

  @Test
  void replicaThatComesBackIsAskedAgain() throws Exception {
    ContentHash hash = publish(one, 1);
    one.router("a");
    found.remove(two.address());
    try (RouterSurvey survey = survey(LONG)) {
      ask(survey, 1, hash);
      awaitHeld(1, 1);
      two.close();
      two = new TestReplica(authority);
      publish(two, 1);
      two.router("b");
      found.add(two.address());
      awaitHeld(1, 2);
    }
  }

  @Test
  void replicaThatRefusesIsWaitedFor() throws Exception {
    two.close();
    two = new TestReplica(authority, "somebody.else");
    found.clear();
    found.add(one.address());
    found.add(two.address());
    ContentHash hash = publish(one, 1);
    one.router("a");
    try (RouterSurvey survey = survey(Duration.ofNanos(1))) {
      ask(survey, 1, hash);
      // Refusals lead to another look, and so does time.
      await().atMost(PATIENCE).until(() -> lookedUp.get() > 5);
      assertThat(held.getOrDefault(1L, 0)).isZero();
    }
  }

  @Test
  void manyQuestionsTakeTurns() {
    int questions = 3 * RemoteSurvey.WINDOW;
    ContentHash hash = publish(one, 1);
    publish(two, 1);
    one.router("a");
    two.router("b");
    ContentHash nowhere = ContentHash.fromBytes(new byte[ContentHash.SIZE]);
    try (RouterSurvey survey = survey(LONG)) {
      // As many as are asked at a time will never be answered.
      for (long token = 1; token <= RemoteSurvey.WINDOW; token++) {
        ask(survey, token, nowhere);
      }
      for (long token = RemoteSurvey.WINDOW + 1; token <= questions; token++) {
        ask(survey, token, hash);
      }
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                held.keySet().forEach(survey::withdraw);
                return held.size() == questions - RemoteSurvey.WINDOW;
              });
    }
    assertThat(held.values()).containsOnly(2);
  }
}
