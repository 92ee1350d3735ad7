package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.RateLimits;
import dev.causeway.routing.model.Termination;
import dev.causeway.testkit.Behaviour;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who has used up what a Route allows stays refused, whatever else changes meanwhile. */
final class LimitsOverCommitsTest extends OriginHarness {
  private static final String HOST = "limited.test";
  private static final String OTHER = "other.test";

  private Routes routes(int requests) {
    Routes routes = new Routes().upstream("one", origin());
    limited(routes, HOST, requests);
    limited(routes, OTHER, 2);
    return routes;
  }

  private static void limited(Routes routes, String host, int requests) {
    RateLimits limits = new RateLimits(null, null, requests, true);
    routes.rule(
        host,
        "",
        Termination.EDGE,
        InsecurePolicy.ALLOW,
        Routes.policies(null, null, limits),
        List.of(),
        "one");
  }

  private static int status(TestRouter router, String host) throws Exception {
    try (TestClient client = Http1Client.plain(router.httpPort())) {
      return client.get(host, "/").status();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"on", "off"})
  @Behaviour({"AN-039", "LIM-003"})
  void whatIsUsedUpStaysUsedUp(String express) throws Exception {
    try (TestRouter router = TestRouter.start(List.of(), "causeway.router.express=" + express)) {
      router.apply(routes(2));
      assertThat(List.of(status(router, HOST), status(router, HOST))).containsOnly(200);
      assertThat(status(router, HOST)).isEqualTo(429);
      assertThat(status(router, OTHER)).as("another Route's table").isEqualTo(200);

      router.apply(routes(2).both("unrelated.test", "", "one"));
      assertThat(status(router, "unrelated.test")).isEqualTo(200);
      assertThat(status(router, HOST)).as("after an unrelated change").isEqualTo(429);

      router.apply(routes(3));
      assertThat(status(router, HOST)).as("after a change of the rule").isEqualTo(429);
      assertThat(status(router, OTHER)).isEqualTo(200);
      assertThat(status(router, OTHER)).isEqualTo(429);

      router.apply(routes(100));
      assertThat(status(router, HOST)).as("by a limit that is not used up").isEqualTo(200);
    }
  }
}
