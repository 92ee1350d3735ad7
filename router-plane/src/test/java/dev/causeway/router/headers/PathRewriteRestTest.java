package dev.causeway.router.headers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathRewriteRestTest {

  @ParameterizedTest
  @CsvSource({"/foo/bar, /x", "/foo, /x", "/foo/bar?q=1, /x?q=1", "http://h/foo/bar, http://h/x"})
  void hashAtTheEndKeepsTheRestOfThePathOut(String target, String expected) {
    assertThat(new PathRewrite("/foo", "/x#").apply(target)).isEqualTo(expected);
  }
}
