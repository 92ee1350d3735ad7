package dev.causeway.systemtests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.testkit.docs.GeneratedPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/compatibility.md} to what the tests say. */
class CompatibilityPageTest {

  private final CompatibilityPage page;

  CompatibilityPageTest() throws IOException {
    Path repository = GeneratedPage.repository();
    List<String> behaviours =
        Files.readAllLines(repository.resolve("system-tests/src/test/resources/behaviours.csv"));
    page = CompatibilityPage.of(behaviours, repository);
  }

  @Test
  void everyIdOnATestIsOneOfTheReference() {
    assertThat(page.unknownIds()).isEmpty();
  }

  @Test
  void pageSaysWhatTheTestsProve() {
    GeneratedPage.check("compatibility.md", page.render());
  }
}
