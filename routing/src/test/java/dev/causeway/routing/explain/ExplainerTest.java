package dev.causeway.routing.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causeway.routing.admission.Reason;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.routing.compile.ShardCompiler;
import dev.causeway.routing.explain.Candidate.Standing;
import dev.causeway.routing.given.Given;
import dev.causeway.routing.given.GivenRoute;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.Origin;
import dev.causeway.routing.match.Match;
import dev.causeway.routing.match.RandomRouting;
import dev.causeway.routing.match.RouteIndex;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.VirtualHost;
import dev.causeway.testkit.Behaviour;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Explanations against the live answers of the same index. */
class ExplainerTest {

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15})
  void agreesWithTheMatcher(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      List<VirtualHost> hosts = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        hosts.add(RandomRouting.host(random, RandomRouting.hostName(random)));
      }
      RouteIndex<Rule> index =
          RouteIndex.<Rule>empty().with(hosts, List.of(), (host, rule) -> rule);
      if (random.nextInt(4) == 0) {
        index = index.rejecting(Set.of(hosts.getFirst().name()));
      }
      Explainer explainer = new Explainer(index, List.of());
      for (int i = 0; i < 50; i++) {
        String authority = RandomRouting.authority(random, RandomRouting.name(random));
        boolean secure = random.nextBoolean();
        String target = RandomRouting.target(random);
        Explanation told =
            explainer.explain(
                new ExplainRequest("GET", secure, authority, target, null, random.nextBoolean()));
        check(told, index.match(secure, authority, target));
      }
    }
  }

  /** The outcome is the matcher's, and the reasons alone lead to the same winner. */
  private static void check(Explanation told, Match<Rule> live) {
    Optional<Candidate> winner =
        told.candidates().stream().filter(c -> c.standing() == Standing.WINNER).findFirst();
    switch (live) {
      case Match.NoRoute<Rule> none -> {
        if (told.outcome() != Outcome.MISDIRECTED) {
          assertThat(told.outcome()).isEqualTo(Outcome.NO_ROUTE);
          assertThat(told.candidates())
              .allMatch(
                  c ->
                      c.standing() == Standing.PATH_DIFFERS || c.standing() == Standing.OTHER_SIDE);
        }
      }
      case Match.HostRejected<Rule> rejected -> {
        if (told.outcome() != Outcome.MISDIRECTED) {
          assertThat(told.outcome()).isEqualTo(Outcome.HOST_REJECTED);
          assertThat(told.winnerHost()).isEqualTo(rejected.host());
        }
      }
      case Match.Proxy<Rule> proxy -> {
        if (told.outcome() != Outcome.MISDIRECTED) {
          assertThat(told.outcome()).isEqualTo(Outcome.PROXY);
          assertThat(told.winner()).isEqualTo(proxy.rule());
          assertThat(
                  told.candidates().stream()
                      .filter(
                          c -> c.standing() == Standing.WINNER || c.standing() == Standing.SHADOWED)
                      .findFirst())
              .isEqualTo(winner);
          assertThat(winner).map(Candidate::rule).contains(proxy.plan());
        }
      }
      case Match.Redirect<Rule> redirect -> {
        assertThat(told.outcome()).isEqualTo(Outcome.REDIRECT);
        assertThat(winner).map(Candidate::rule).contains(redirect.plan());
        assertThat(
                told.candidates().stream()
                    .filter(c -> c.standing() != Standing.PATH_DIFFERS)
                    .findFirst())
            .isEqualTo(winner);
      }
    }
  }

  @Test
  @Behaviour("LIM-017")
  void namesRefusedRoutesThatAskedForTheHost() {
    Verdict refused =
        new Verdict(
            new ObjectKey(InputKind.ROUTE, "other", "thief"),
            "",
            0,
            new Origin("thief.yaml", 3),
            "default",
            "a.d",
            false,
            Reason.HOST_ALREADY_CLAIMED,
            "spec.host",
            "Route shop/web is older");
    Explanation told =
        new Explainer(RouteIndex.<Rule>empty(), List.of(refused))
            .explain(ExplainRequest.of("get", "https://A.d:8443/x?y"));
    assertThat(told.rejectedRoutes()).containsExactly(refused);
    assertThat(told.host()).isEqualTo("a.d");
    assertThat(told.path()).isEqualTo("/x");
    assertThat(told.hosts()).containsExactly("a.d", "*.d");
    assertThat(told.lines())
        .anyMatch(line -> line.contains("thief.yaml:3") && line.contains("HostAlreadyClaimed"));
  }

  /** Both claims as the compiler judges them; the answer tells who holds the host and who asks. */
  @Test
  @Behaviour("LIM-017")
  void namesWhoHoldsTheHostAndWhoWasRefused() {
    ShardCompiler compiler = new ShardCompiler(Given.OPTIONS);
    compiler.apply(
        List.of(
            GivenRoute.route("shop", "web").age(1).host("a.test").put(),
            GivenRoute.route("other", "thief").age(2).host("a.test").put()));
    List<VirtualHost> hosts =
        compiler.resources().stream()
            .filter(VirtualHost.class::isInstance)
            .map(VirtualHost.class::cast)
            .toList();

    Explanation told =
        new Explainer(
                RouteIndex.<Rule>empty().with(hosts, List.of(), (host, rule) -> rule),
                List.copyOf(compiler.verdicts().values()))
            .explain(ExplainRequest.of("GET", "http://a.test/x"));

    assertThat(told.lines())
        .anyMatch(line -> line.contains("served by Route shop/web"))
        .anyMatch(line -> line.contains("other/thief") && line.contains("HostAlreadyClaimed"));
  }

  @Test
  void urlIsTakenApartAsWritten() {
    ExplainRequest request =
        ExplainRequest.of("get", "https://h.d:8443/a%2Fb/..//c;p|?q=http://x#f");
    assertThat(request)
        .isEqualTo(
            new ExplainRequest(
                "GET", true, "h.d:8443", "/a%2Fb/..//c;p|?q=http://x", "h.d", false));
    assertThat(ExplainRequest.of("GET", "h.d").target()).isEqualTo("/");
    assertThat(ExplainRequest.of("GET", "http://h.d?q").target()).isEqualTo("/?q");
    assertThatThrownBy(() -> ExplainRequest.of("GET", "ftp://h.d/"))
        .hasMessageContaining("use http:// or https://");
    assertThatThrownBy(() -> ExplainRequest.of("GET", "https:///x"))
        .hasMessageContaining("no host");
  }
}
