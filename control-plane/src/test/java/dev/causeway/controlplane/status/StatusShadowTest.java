package dev.causeway.controlplane.status;

import static dev.causeway.controlplane.status.GivenStatus.admitted;
import static dev.causeway.controlplane.status.GivenStatus.decided;
import static dev.causeway.controlplane.status.GivenStatus.forgotten;
import static dev.causeway.controlplane.status.GivenStatus.rejected;
import static dev.causeway.controlplane.status.ShadowComparisonTest.theirs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.controlplane.status.ShadowDifference.Kind;
import dev.causeway.routing.admission.Reason;
import dev.causeway.routing.admission.Verdict;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The comparison beside another router that writes status, against an API server on a socket. */
@ExtendWith(OutputCaptureExtension.class)
class StatusShadowTest extends StatusReplicas {
  private static final String HOST = "www.example.com";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final CompletableFuture<Void> published = new CompletableFuture<>();
  private final StatusBoard board =
      new StatusBoard(
          new StatusOptions("", Map.of(), 1, 1, 1, Duration.ofHours(1), Duration.ofHours(1)));
  private StatusShadow shadow;

  @BeforeEach
  void shadow() {
    shadow = new StatusShadow(api.client("shadow"), board, published, Clock.systemUTC(), meters);
  }

  /** Starts, and waits for the watch: this API server does not tell what happened before. */
  private void start() {
    shadow.start();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                api.asked("GET", "watch=true").stream()
                    .anyMatch(asked -> asked.client().equals("shadow")));
  }

  @AfterEach
  void nothingWasWritten() {
    shadow.close();
    assertThat(
            Stream.of("POST", "PUT", "PATCH", "DELETE")
                .flatMap(method -> api.asked(method, "/").stream())
                .filter(asked -> asked.client().equals("shadow")))
        .isEmpty();
  }

  private List<Kind> kinds() {
    return shadow.report().differences().stream()
        .map(standing -> standing.difference().kind())
        .toList();
  }

  private void awaitKinds(Kind... kinds) {
    await().atMost(PATIENCE).until(this::kinds, List.of(kinds)::equals);
  }

  private void awaitSettled() {
    await().atMost(PATIENCE).until(() -> shadow.report().settled());
  }

  private double gauge(Kind kind) {
    return meters.get("causeway.shadow.differences").tag("kind", kind.text()).gauge().value();
  }

  private double routes() {
    return meters.get("causeway.shadow.routes").gauge().value();
  }

  @Test
  void differencesComeAndGoAsEitherSideChanges() {
    String web = create("web", HOST);
    writeAsAnother("web", theirs(HOST, "True", "", ""));
    board.publish("default", decided(admitted("web", web, HOST)));
    published.complete(null);
    start();
    awaitSettled();
    assertThat(kinds()).isEmpty();
    assertThat(shadow.report().routers()).containsExactly("default");
    assertThat(routes()).isEqualTo(1);

    writeAsAnother("web", theirs(HOST, "False", "RouteNotAdmitted", "no"));
    awaitKinds(Kind.ONLY_OURS);
    assertThat(gauge(Kind.ONLY_OURS)).isEqualTo(1);
    board.publish(
        "default",
        decided(rejected("web", web, HOST, Reason.HOST_ALREADY_CLAIMED, "taken by shop/a")));
    awaitKinds(Kind.REASON);
    assertThat(gauge(Kind.ONLY_OURS)).isZero();
    assertThat(shadow.report().differences().getFirst().difference().theirMessage())
        .isEqualTo("no");
    writeAsAnother("web", theirs(HOST, "True", "", ""));
    awaitKinds(Kind.ONLY_THEIRS);
    board.publish("default", forgotten("web"));
    awaitKinds(Kind.NOT_SELECTED);

    // A new Route: we are first, until their router has caught up.
    String api = create("api", "api.example.com");
    board.publish(
        "default", decided(admitted("web", web, HOST), admitted("api", api, "api.example.com")));
    awaitKinds(Kind.NO_ENTRY);
    writeAsAnother("api", theirs("old.example.com", "True", "", ""));
    awaitKinds(Kind.HOST);
    writeAsAnother("api", theirs("api.example.com", "True", "", ""));
    awaitKinds();
    await().atMost(PATIENCE).until(() -> routes() == 2);
    writeAsAnother("api", theirs("old.example.com", "True", "", ""));
    awaitKinds(Kind.HOST);
    admin.resource(get("api")).delete();
    awaitKinds();
    await().atMost(PATIENCE).until(() -> routes() == 1);
  }

  @Test
  void nothingIsToldBeforeEverythingWasRead() {
    create("web", HOST);
    writeAsAnother("web", theirs(HOST, "True", "", ""));
    board.publish("internal", decided());
    start();
    String other = create("other", HOST);
    board.publish("internal", decided(admitted("other", other, HOST)));
    assertThat(shadow.report().settled()).isFalse();
    assertThat(shadow.report().differences()).isEmpty();
    assertThat(routes()).isNaN();
    assertThat(gauge(Kind.NO_ENTRY)).isNaN();

    published.complete(null);
    awaitSettled();
    awaitKinds(Kind.NO_ENTRY);
    assertThat(gauge(Kind.NO_ENTRY)).isEqualTo(1);
  }

  @Test
  void standingDifferenceKeepsItsTimeAndManyAreOneLine(CapturedOutput output) {
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String name = "web" + i;
      verdicts.add(admitted(name, create(name, name + ".test"), name + ".test"));
    }
    board.publish("default", decided(verdicts));
    published.complete(null);
    start();
    awaitSettled();
    await().atMost(PATIENCE).until(() -> output.getOut().contains("shadow: 50 differences"));
    ShadowReport.Standing first = shadow.report().differences().getFirst();
    for (int i = 1; i < 50; i++) {
      writeAsAnother("web" + i, theirs("web" + i + ".test", "True", "", ""));
    }
    board.publish("default", decided(verdicts));
    awaitKinds(Kind.NO_ENTRY);
    await().atMost(PATIENCE).until(() -> output.getOut().contains("shadow: 1 differences"));
    assertThat(shadow.report().differences()).containsExactly(first);
    assertThat(output.getOut().split("shadow: 50 differences", -1)).hasSize(2);
  }

  @Test
  void verdictAboutANamesakeIsNotCompared() {
    String first = create("web", HOST);
    board.publish("default", decided(admitted("web", first, HOST)));
    published.complete(null);
    start();
    awaitSettled();
    awaitKinds(Kind.NO_ENTRY);
    admin.resource(get("web")).delete();
    String second = create("web", HOST);
    awaitKinds();
    board.publish("default", decided(admitted("web", second, HOST)));
    awaitKinds(Kind.NO_ENTRY);
  }
}
