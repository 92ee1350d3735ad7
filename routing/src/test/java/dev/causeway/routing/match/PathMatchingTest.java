package dev.causeway.routing.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.model.Rule;
import dev.causeway.testkit.Behaviour;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths of routes against paths of requests, on one host. */
class PathMatchingTest {

  private static boolean matches(String routePath, String target) {
    return Hosts.index(Hosts.host("www.example.com", Hosts.plain("r", routePath)))
            .match(false, "www.example.com", target)
        instanceof Match.Proxy;
  }

  private static String served(String target, String... routePaths) {
    Rule[] rules =
        Arrays.stream(routePaths).map(path -> Hosts.plain(path, path)).toArray(Rule[]::new);
    String answer = Hosts.text(Hosts.index(Hosts.host("h.d", rules)).match(false, "h.d", target));
    return answer.startsWith("h.d#") ? answer.substring(4) : answer;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/x", "/x/y?z", "*", "http://www.example.com", "?q"})
  @Behaviour({"HO-025", "HO-027"})
  void emptyPathMatchesEverything(String target) {
    assertThat(matches("", target)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/x", "//", "*", "http://www.example.com"})
  @Behaviour({"HO-025", "HO-028"})
  void slashesOnlyMatchEverything(String target) {
    assertThat(matches("/", target)).isTrue();
    assertThat(matches("//", target)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/foo", "/foo/", "/foo/bar", "/foo?x=1", "/foo//"})
  @Behaviour({"HO-025", "HO-029"})
  void segmentMatchesItselfAndBelow(String target) {
    assertThat(matches("/foo", target)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/foobar",
        "/foo-bar",
        "/foo.html",
        "/Foo",
        "/foo;v=1",
        "/foo%2Fbar",
        "//foo",
        "/",
        "/fo",
        "*",
        "/bar?/foo"
      })
  @Behaviour({"HO-025", "HO-030", "HO-022"})
  void segmentMatchesNothingElse(String target) {
    assertThat(matches("/foo", target)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/foo/", "/foo/bar", "/foo//bar"})
  @Behaviour({"HO-025", "HO-031"})
  void trailingSlashIsPlainPrefix(String target) {
    assertThat(matches("/foo/", target)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/foo", "/foobar", "*"})
  @Behaviour({"HO-025", "HO-032"})
  void trailingSlashIsRequired(String target) {
    assertThat(matches("/foo/", target)).isFalse();
  }

  @Test
  @Behaviour("HO-033")
  void metacharactersAreLiteral() {
    assertThat(matches("/a.b", "/a.b")).isTrue();
    assertThat(matches("/a.b", "/axb")).isFalse();
  }

  @Test
  @Behaviour("HO-026")
  void nothingIsDecodedOrNormalised() {
    assertThat(matches("/a/b", "/a%2Fb")).isFalse();
    assertThat(matches("/a/b", "/a/x/../b")).isFalse();
    assertThat(matches("/a/b", "/a//b")).isFalse();
    assertThat(matches("/%2F", "/%2f")).isFalse();
    assertThat(matches("/a//b", "/a//b/c")).isTrue();
  }

  @Test
  @Behaviour("HO-023")
  void pathsAreCaseSensitive() {
    assertThat(matches("/Foo", "/Foo")).isTrue();
    assertThat(matches("/Foo", "/foo")).isFalse();
  }

  @Test
  @Behaviour("HO-022")
  void queryTakesNoPart() {
    assertThat(matches("/foo?x", "/foo?x")).isFalse();
    assertThat(matches("/foo", "/foo?/bar")).isTrue();
    assertThat(matches("/foo", "/?/foo")).isFalse();
  }

  @Test
  @Behaviour({"HO-039", "HO-041"})
  void longestPathWins() {
    assertThat(served("/a/b/c", "", "/a", "/a/b", "/a/bc")).isEqualTo("/a/b");
    assertThat(served("/a/bcd", "", "/a", "/a/b", "/a/bc")).isEqualTo("/a");
    assertThat(served("/ab", "", "/a", "/a/b")).isEqualTo("");
    assertThat(served("/a/", "/a", "/a/")).isEqualTo("/a/");
    assertThat(served("/a", "/a", "/a/")).isEqualTo("/a");
  }

  @Test
  @Behaviour("HO-042")
  void longestPathWinsBelowTrailingSlashWhateverTheNextCharacter() {
    for (String next : new String[] {"!", "\"", "#", "$", "%", "&", "'", "(", "x"}) {
      assertThat(served("/foo/" + next + "x/1", "/foo/", "/foo/" + next + "x"))
          .isEqualTo("/foo/" + next + "x");
    }
  }

  @Test
  void slashServesWhereAnEmptyPathStandsBesideIt() {
    assertThat(served("/x", "", "/")).isEqualTo("/");
    assertThat(served("/x", "/", "", "//")).isEqualTo("//");
    assertThat(served("/a", "//", "/a")).isEqualTo("/a");
  }

  @Test
  void absoluteFormIsReducedForMatching() {
    assertThat(matches("/foo", "http://other.example.com:80/foo/bar?x=1")).isTrue();
    assertThat(matches("/foo", "http://www.example.com/bar")).isFalse();
    assertThat(matches("/foo", "http://www.example.com?/foo")).isFalse();
    assertThat(matches("/foo", "https://h/foo")).isTrue();
    assertThat(matches("/x", "/foo://h/x")).isFalse();
  }

  @Test
  void pathsOutsideAsciiMatchByTheirBytes() {
    assertThat(matches("/é", "/\u00c3\u00a9/x")).isTrue();
    assertThat(matches("/é", "/\u00e9")).isFalse();
  }

  @Test
  void manyPathsOfOneHostAreFoundInFewSteps() {
    Rule[] rules = new Rule[10_000];
    for (int i = 0; i < rules.length; i++) {
      rules[i] = Hosts.plain("r" + i, "/tenant-" + i + "/api");
    }
    RouteIndex<String> index = Hosts.index(Hosts.host("h.d", rules));
    for (int i = 0; i < rules.length; i++) {
      ProbeCounter probes = new ProbeCounter();
      Match<String> match = index.match(false, "h.d", "/tenant-" + i + "/api/x", probes);
      assertThat(Hosts.text(match)).isEqualTo("h.d#r" + i);
      assertThat(probes.nodes()).isLessThanOrEqualTo(8);
    }
  }
}
