package dev.causeway.router.headers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathRewriteTest {

  @ParameterizedTest
  @CsvSource({
    "/foo, /, /foo, /",
    "/foo, /, /foo/, /",
    "/foo, /, /foo/bar, /bar",
    "/foo, /, /foo/bar/, /bar/",
    "/foo, /bar, /foo, /bar",
    "/foo, /bar, /foo/, /bar/",
    "/foo, /baz, /foo/bar/?q=1, /baz/bar/?q=1",
    "/foo/, /, /foo/bar, /bar",
    "'', /, /x/y, /x/y",
    "'', /app, /x, /app/x",
    "/foo, /a/, /foo/bar, /a//bar",
    "/foo, /x?a=1, /foo/bar?b=2, /x?a=1/bar?b=2",
    "/a+b, /x, /a+b/c, /x/c"
  })
  void matchedPartIsReplacedAndTheRestKept(
      String path, String replacement, String target, String expected) {
    assertThat(new PathRewrite(path, replacement).apply(target)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"/foo/bar, /x", "/foo, /x", "/foo/bar?q=1, /x?q=1", "http://h/foo/bar, http://h/x"})
  void hashAtTheEndKeepsTheRestOfThePathOut(String target, String expected) {
    assertThat(new PathRewrite("/foo", "/x#").apply(target)).isEqualTo(expected);
  }
}
