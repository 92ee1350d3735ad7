package dev.causeway.router.headers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.testkit.Behaviour;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors of OKD's rewrite. */
final class PathRewriteTest {
  private static String rewrite(String path, String target, String request) {
    return new PathRewrite(path, target).apply(request);
  }

  @Test
  @Behaviour({"AN-045", "AN-046", "AN-047"})
  void slashSwallowsOneSlash() {
    assertThat(rewrite("/foo", "/", "/foo")).isEqualTo("/");
    assertThat(rewrite("/foo", "/", "/foo/")).isEqualTo("/");
    assertThat(rewrite("/foo", "/", "/foo/bar")).isEqualTo("/bar");
  }

  @Test
  @Behaviour({"AN-048", "AN-054", "AN-055"})
  void slashKeepsTheRest() {
    assertThat(rewrite("/foo", "/", "/foo/bar/")).isEqualTo("/bar/");
    assertThat(rewrite("/foo/", "/", "/foo/")).isEqualTo("/");
    assertThat(rewrite("/foo/", "/", "/foo/bar")).isEqualTo("/bar");
  }

  @Test
  @Behaviour({"AN-049", "AN-050", "AN-051"})
  void otherTargetsAreConcatenated() {
    assertThat(rewrite("/foo", "/bar", "/foo")).isEqualTo("/bar");
    assertThat(rewrite("/foo", "/bar", "/foo/")).isEqualTo("/bar/");
    assertThat(rewrite("/foo", "/baz", "/foo/bar")).isEqualTo("/baz/bar");
  }

  @Test
  @Behaviour({"AN-056", "AN-057", "AN-058"})
  void emptyPathAndTrailingSlashes() {
    assertThat(rewrite("", "/", "/x/y")).isEqualTo("/x/y");
    assertThat(rewrite("", "/app", "/x")).isEqualTo("/app/x");
    assertThat(rewrite("/foo", "/a/", "/foo/bar")).isEqualTo("/a//bar");
  }

  @Test
  @Behaviour({"AN-044", "AN-052", "AN-059"})
  void queryStaysAndThePathIsLiteral() {
    assertThat(rewrite("/foo", "/baz", "/foo/bar/?q=1")).isEqualTo("/baz/bar/?q=1");
    assertThat(rewrite("/foo", "/", "/foo?q=1")).isEqualTo("/?q=1");
    assertThat(rewrite("/foo", "/", "/foo//bar")).as("one slash of two").isEqualTo("//bar");
    assertThat(rewrite("/a+b", "/c", "/a+b/d")).isEqualTo("/c/d");
  }

  @Test
  void absoluteFormKeepsItsAuthority() {
    assertThat(rewrite("/foo", "/", "http://h/foo/bar")).isEqualTo("http://h/bar");
    assertThat(rewrite("", "/", "*")).isEqualTo("*");
  }

  @Test
  void nothingInATargetCanBreakTheRequestLine() {
    assertThat(rewrite("", "/a b\r\nX: y#z", "/q")).isEqualTo("/a%20b%0D%0AX:%20y%23z/q");
  }

  @ParameterizedTest
  @CsvSource({"/foo/bar, /x", "/foo, /x", "/foo/bar?q=1, /x?q=1", "http://h/foo/bar, http://h/x"})
  void hashAtTheEndKeepsTheRestOfThePathOut(String target, String expected) {
    assertThat(new PathRewrite("/foo", "/x#").apply(target)).isEqualTo(expected);
  }

  @Test
  void questionMarkOfTheTargetStaysInFrontOfTheRest() {
    assertThat(rewrite("/foo", "/x?a=1", "/foo/bar?b=2")).isEqualTo("/x?a=1/bar?b=2");
  }
}
