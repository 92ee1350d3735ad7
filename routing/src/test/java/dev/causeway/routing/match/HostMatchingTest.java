package dev.causeway.routing.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.Termination;
import dev.causeway.testkit.Behaviour;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts of requests and SNI names against exact hosts and wildcards. */
class HostMatchingTest {
  private static final RouteIndex<String> EXACT =
      Hosts.index(Hosts.host("www.example.com", Hosts.plain("r", "")));
  private static final RouteIndex<String> WILDCARD =
      Hosts.index(Hosts.host("*.apps.test", Hosts.plain("r", "")));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "www.example.com",
        "WWW.Example.COM",
        "www.example.com.",
        "www.example.com:8443",
        "www.example.com.:80"
      })
  @Behaviour({"HO-024", "HO-034", "HO-023"})
  void exactHostMatchesWhateverCaseDotAndPort(String authority) {
    assertThat(EXACT.match(false, authority, "/")).isInstanceOf(Match.Proxy.class);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "example.com",
        "a.www.example.com",
        "xwww.example.com",
        "www.example.com:",
        "www.example.com:abc",
        "www.example.com:80a",
        "www.example.com..",
        "",
        ".",
        ":80",
        "[::1]:80"
      })
  @Behaviour({"HO-024", "HO-035"})
  void otherHostsDoNotMatch(@Nullable String authority) {
    assertThat(EXACT.match(false, authority, "/")).isInstanceOf(Match.NoRoute.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.apps.test", "A.APPS.TEST", "a.apps.test:443", "a.apps.test."})
  @Behaviour("HO-036")
  void wildcardMatchesOneLabel(String authority) {
    assertThat(WILDCARD.match(false, authority, "/")).isInstanceOf(Match.Proxy.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b.apps.test", "apps.test", "*.a.apps.test", "a.apps.test:"})
  @Behaviour("HO-037")
  void wildcardMatchesNothingElse(String authority) {
    assertThat(WILDCARD.match(false, authority, "/")).isInstanceOf(Match.NoRoute.class);
  }

  @Test
  @Behaviour("HO-038")
  void wildcardMatchesAnEmptyFirstLabel() {
    assertThat(WILDCARD.match(false, ".apps.test", "/")).isInstanceOf(Match.Proxy.class);
  }

  @Test
  @Behaviour({"HO-039", "HO-040"})
  void exactHostComesFirstAndFallsThroughToTheWildcard() {
    RouteIndex<String> index =
        Hosts.index(
            Hosts.host("a.d", Hosts.plain("api", "/api")),
            Hosts.host("*.d", Hosts.plain("any", ""), Hosts.plain("deep", "/api/deep")));
    assertThat(Hosts.text(index.match(false, "a.d", "/api/deep"))).isEqualTo("a.d#api");
    assertThat(Hosts.text(index.match(false, "a.d", "/other"))).isEqualTo("*.d#any");
    assertThat(Hosts.text(index.match(false, "b.d", "/api/deep"))).isEqualTo("*.d#deep");
  }

  @Test
  @Behaviour({"HO-060", "HO-061", "HO-062"})
  void passthroughIsSelectedByTheSniNameAlone() {
    RouteIndex<String> index =
        Hosts.index(
            Hosts.host(
                "a.d",
                Hosts.rule("tcp", "", Termination.PASSTHROUGH, InsecurePolicy.NONE),
                Hosts.plain("web", "/")),
            Hosts.host(
                "*.p.d", Hosts.rule("any", "", Termination.PASSTHROUGH, InsecurePolicy.NONE)),
            Hosts.host("own.p.d", Hosts.plain("web", "")),
            Hosts.withCertificate(
                Hosts.host("edge.p.d", Hosts.edge("web", "", InsecurePolicy.NONE)), "1"),
            Hosts.withCertificate(
                Hosts.host(
                    "re.p.d", Hosts.rule("web", "", Termination.REENCRYPT, InsecurePolicy.NONE)),
                "2"));
    assertThat(Hosts.text(index.sni("A.d"))).isEqualTo("relay a.d#tcp");
    assertThat(Hosts.text(index.sni("x.p.d"))).isEqualTo("relay *.p.d#any");
    for (String below : List.of("own.p.d", "edge.p.d", "re.p.d")) {
      assertThat(Hosts.text(index.sni(below))).as(below).isEqualTo("relay *.p.d#any");
    }
    for (String other : new String[] {"a.d.", "a.d:443", "b.d", "y.x.p.d", "x.p.d.", "p.d", ""}) {
      assertThat(Hosts.text(index.sni(other))).as(other).isEqualTo("default");
    }
    assertThat(Hosts.text(index.sni(null))).isEqualTo("default");
    assertThat(Hosts.text(index.sniOfAuthority("A.d.:8443"))).isEqualTo("relay a.d#tcp");
    assertThat(Hosts.text(index.sniOfAuthority("a.d:"))).isEqualTo("default");
  }

  @Test
  @Behaviour({"TLS-007", "TLS-008"})
  void certificatesOfTheExactHostBeatThoseOfTheWildcard() {
    RouteIndex<String> index =
        Hosts.index(
            Hosts.withCertificate(
                Hosts.host("a.d", Hosts.edge("own", "", InsecurePolicy.NONE)), "1"),
            Hosts.host("b.d", Hosts.edge("bare", "", InsecurePolicy.NONE)),
            Hosts.withCertificate(
                Hosts.host("*.d", Hosts.edge("any", "", InsecurePolicy.NONE)), "2"));
    assertThat(Hosts.text(index.sni("a.d"))).isEqualTo("certificates a.d");
    assertThat(Hosts.text(index.sni("b.d"))).isEqualTo("certificates *.d");
    assertThat(Hosts.text(index.sni("c.d"))).isEqualTo("certificates *.d");
    assertThat(Hosts.text(index.sni("c.e"))).isEqualTo("default");
  }

  @Test
  void rejectedHostAnswersSoAndNeverFallsThrough() {
    RouteIndex<String> index =
        Hosts.index(
                Hosts.host("a.d", Hosts.plain("web", "")),
                Hosts.host(
                    "*.d", Hosts.rule("tcp", "", Termination.PASSTHROUGH, InsecurePolicy.REDIRECT)))
            .rejecting(Set.of("a.d", "new.d", "*.e"));
    assertThat(Hosts.text(index.match(false, "a.d", "/"))).isEqualTo("rejected a.d");
    assertThat(Hosts.text(index.match(true, "new.d", "/x"))).isEqualTo("rejected new.d");
    assertThat(Hosts.text(index.match(false, "x.e", "/"))).isEqualTo("rejected *.e");
    assertThat(Hosts.text(index.match(false, "x.d", "/"))).isEqualTo("302 *.d#tcp");
    assertThat(Hosts.text(index.sni("new.d"))).isEqualTo("default");

    RouteIndex<String> healed = index.rejecting(Set.of());
    assertThat(Hosts.text(healed.match(false, "a.d", "/"))).isEqualTo("a.d#web");
    assertThat(Hosts.text(healed.match(false, "new.d", "/"))).isEqualTo("302 *.d#tcp");
    assertThat(healed.size()).isEqualTo(2);
  }

  @Test
  void rejectionOutlivesChangesOfTheHost() {
    RouteIndex<String> index =
        RouteIndex.<String>empty()
            .rejecting(Set.of("a.d"))
            .with(List.of(Hosts.host("a.d", Hosts.plain("web", ""))), List.of(), Hosts::plan);
    assertThat(Hosts.text(index.match(false, "a.d", "/"))).isEqualTo("rejected a.d");
    RouteIndex<String> gone = index.with(List.of(), List.of("a.d"), Hosts::plan);
    assertThat(Hosts.text(gone.match(false, "a.d", "/"))).isEqualTo("rejected a.d");
  }
}
