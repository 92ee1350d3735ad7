package dev.causeway.router.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.testkit.Behaviour;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What health checks mean for traffic; their time passes by hand. */
final class HealthCheckTrafficTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: app.test\r\n\r\n";

  /** Long enough for every endpoint to fall, and for every one to rise. */
  private static final long SOME_CHECKS_MILLIS = 20_000;

  private final TestRouter router = new TestRouter();
  private Origin one = serving(0, "one");
  private Origin two = serving(0, "two");

  private static Origin serving(int port, String body) {
    return new Origin(port)
        .serving(
            wire -> {
              wire.head();
              wire.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 3\r\n\r\n" + body);
            });
  }

  @AfterEach
  void close() {
    router.close();
    one.close();
    two.close();
  }

  private Set<String> answers() {
    Set<String> answers = new HashSet<>();
    for (int i = 0; i < 8; i++) {
      try (Wire client = router.client()) {
        client.send(GET);
        String answer = client.message();
        answers.add(answer.contains(" 503 ") ? "503" : answer.substring(answer.length() - 3));
      }
    }
    return answers;
  }

  @Test
  @Behaviour("RO-069")
  void endpointThatIsDownGetsNoRequestsUntilItIsUpAgain() {
    router.serving(one.endpoint(), two.endpoint());
    router.time.pass(SOME_CHECKS_MILLIS);
    assertThat(answers()).containsExactlyInAnyOrder("one", "two");

    int port = two.port();
    two.close();
    router.time.pass(SOME_CHECKS_MILLIS);
    assertThat(answers()).containsExactly("one");
    assertThat(router.upstreams.failedConnects()).isZero();

    two = serving(port, "two");
    router.time.pass(SOME_CHECKS_MILLIS);
    assertThat(answers()).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  @Behaviour("RO-072")
  void allEndpointsDownIs503WithoutAnAttempt() {
    router.serving(one.endpoint(), two.endpoint());
    one.close();
    two.close();
    router.time.pass(SOME_CHECKS_MILLIS);
    assertThat(answers()).containsExactly("503");
    assertThat(router.upstreams.failedConnects()).isZero();
  }

  @Test
  @Behaviour("RO-070")
  void onlyEndpointIsTriedWhateverItsState() {
    router.serving(one.endpoint());
    int port = one.port();
    one.close();
    router.time.pass(SOME_CHECKS_MILLIS);
    try (Wire client = router.client()) {
      client.send(GET);
      assertThat(client.message()).contains(" 503 ");
    }
    assertThat(router.upstreams.failedConnects()).isEqualTo(4);
    one = serving(port, "one");
    assertThat(answers()).containsExactly("one");
  }
}
