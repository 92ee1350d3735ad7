package dev.causeway.systemtests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.testkit.docs.GeneratedPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/compatibility.md} to what the tests say. */
class CompatibilityPageTest {

  private final Path repository = GeneratedPage.repository();
  private final List<Decision> decisions;
  private final CompatibilityPage page;

  CompatibilityPageTest() throws IOException {
    List<String> behaviours =
        Files.readAllLines(repository.resolve("system-tests/src/test/resources/behaviours.csv"));
    decisions = Decision.read(repository.resolve("docs/deviations.md"));
    page = CompatibilityPage.of(behaviours, decisions, repository);
  }

  @Test
  void everyIdOnATestIsOneOfTheReference() {
    assertThat(page.unknownIds()).isEmpty();
  }

  @Test
  void everyDecisionIsAboutOneBehaviourOfTheReference() {
    assertThat(page.unknownDecisions()).isEmpty();
    assertThat(decisions).extracting(Decision::id).doesNotHaveDuplicates();
    assertThat(page.provedThoughNotApplicable()).isEmpty();
  }

  @Test
  void everyRecordOfAServerIsAboutATestThatIsThere() throws IOException {
    assertThat(page.recordedAndGone(repository)).isEmpty();
  }

  @Test
  void contractsAreLeftByRecordedDecisionsOnly() throws IOException {
    assertThat(page.undocumentedContracts()).isEmpty();
    Set<String> records;
    try (Stream<Path> files = Files.list(repository.resolve("docs/adr"))) {
      records =
          files
              .map(file -> file.getFileName().toString().substring(0, 4))
              .collect(Collectors.toSet());
    }
    assertThat(decisions.stream().map(Decision::adr).filter(adr -> !adr.isEmpty()))
        .allMatch(records::contains);
  }

  @Test
  void pageSaysWhatTheTestsProve() {
    GeneratedPage.check("compatibility.md", page.render());
  }
}
