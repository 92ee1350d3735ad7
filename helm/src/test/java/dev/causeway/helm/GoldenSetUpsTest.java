package dev.causeway.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Set-ups with what they render to, compared as text.
 *
 * <p>With {@code -Dcauseway.golden.update=true} the expectations are written anew and the run ends
 * red, so that nobody updates them unseen. Generated certificates differ each time and are masked.
 */
final class GoldenSetUpsTest {
  private static final boolean UPDATE = Boolean.getBoolean("causeway.golden.update");

  @TestFactory
  Stream<DynamicTest> setUps() {
    return SetUp.all().stream()
        .map(setUp -> DynamicTest.dynamicTest(setUp.toString(), () -> check(setUp)));
  }

  private static void check(SetUp setUp) throws IOException {
    String actual;
    try (Charts charts = new Charts()) {
      actual = masked(setUp.render(charts).text());
    }
    Path expected = setUp.folder().resolve("out.yaml");
    if (UPDATE) {
      Files.writeString(expected, actual);
      fail("%s was written anew; look at it and run without the property", expected);
    }
    assertThat(actual).isEqualTo(Files.readString(expected));
    try (Stream<Path> files = Files.list(setUp.folder())) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .containsExactlyInAnyOrder("case.yaml", "values.yaml", "out.yaml");
    }
  }

  private static String masked(String text) {
    return text.replaceAll(
        "(?m)^(  (?:ca\\.crt|tls\\.crt|tls\\.key|key)): \\S{40,}$", "$1: (made)");
  }
}
