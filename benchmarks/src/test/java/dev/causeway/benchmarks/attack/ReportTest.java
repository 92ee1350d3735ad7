package dev.causeway.benchmarks.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causeway.benchmarks.attack.RouterMeters.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportTest {
  private static final long MB = 1 << 20;

  @TempDir Path folder;

  @Test
  void resultsReplaceThoseOfThePage() throws IOException {
    Path page = folder.resolve("page.md");
    Files.writeString(page, "a\n<!-- generated: attack run -->\nold\n<!-- end -->\nb\n");
    Report report = new Report();
    report.text("new");

    report.writeInto(page);
    report.writeInto(page);

    assertThat(page)
        .content()
        .isEqualTo("a\n<!-- generated: attack run -->\nnew\n<!-- end -->\nb\n");
    Files.writeString(page, "nothing");
    assertThatThrownBy(() -> report.writeInto(page)).isInstanceOf(IOException.class);
  }

  @Test
  void aRowSaysWhatABystanderNoticed() {
    Attack attack = new Attack("ping", "PING", 5000, "frames", (target, pace) -> {});
    Report report = new Report();
    report.outcomes(
        List.of(
            new Outcome(
                attack,
                7,
                3,
                latencies(1000, 0),
                latencies(2000, 2),
                new Memory(1 * MB, 2 * MB, 3 * MB),
                new Memory(4 * MB, 5 * MB, 6 * MB),
                new Memory(7 * MB, 8 * MB, 9 * MB),
                Map.of("overhead_flood", 3L),
                0.5,
                0.25)));

    assertThat(report.markdown().lines().toList().getLast())
        .isEqualTo(
            "| PING | 5000 frames | 0.5 -> 1.0 | 1.0 -> 2.0 | 2.0 | 2 of 1000 | 1 / 4 / 7 |"
                + " 2 / 5 / 8 | 3 / 6 / 9 | 0.50, 0.25 | overhead_flood 3, closed 3 |");
  }

  @Test
  void whatAnAttackerDidIsOneLineAndAddsUp() {
    AttackerProcess.Score one = new AttackerProcess.Score(7, 3, "");
    AttackerProcess.Score other =
        AttackerProcess.Score.of(new AttackerProcess.Score(5, 2, "a: b c\nd").line());

    assertThat(other).isEqualTo(new AttackerProcess.Score(5, 2, "a: b c"));
    assertThat(AttackerProcess.Score.of(one.line())).isEqualTo(one);
    assertThat(one.and(other)).isEqualTo(new AttackerProcess.Score(12, 5, "a: b c"));
    assertThat(latencies(1000, 1).and(latencies(2000, 2)).count()).isEqualTo(2000);
    assertThat(latencies(1000, 1).and(latencies(2000, 2)).failures()).isEqualTo(3);
    assertThat(Latencies.NONE.and(latencies(2000, 2)).millis(0.5)).isEqualTo(1.002);
  }

  @Test
  void whatABystanderSawIsOneLine() {
    Latencies latencies = Latencies.of(latencies(7000, 3).line());

    assertThat(latencies.failures()).isEqualTo(3);
    assertThat(latencies.count()).isEqualTo(1000);
    assertThat(latencies.millis(0.99)).isEqualTo(latencies(7000, 3).millis(0.99));
    assertThat(Latencies.of(Latencies.NONE.line()).count()).isZero();
  }

  /** A thousand requests of which the slowest took that long, microseconds. */
  private static Latencies latencies(long slowest, int failures) {
    return new Latencies(
        LongStream.rangeClosed(1, 1000).map(i -> i * slowest / 1000).toArray(), failures);
  }

  @Test
  void findingsOfTestsslAreReadFromItsFile() {
    String json =
        """
        [ { "id" : "cert_notAfter", "severity" : "HIGH", "finding" : "tomorrow" },
          { "id" : "TLS1", "ip" : "a/127.0.0.1", "port" : "1", "severity" : "LOW",
            "finding" : "offered (deprecated)" },
          { "id" : "TLS1_2", "ip" : "a", "port" : "1", "severity" : "OK", "finding" : "offered" },
          { "id" : "TLS1_3", "ip" : "a", "port" : "1", "severity" : "OK", "finding" : "not offered" }
        ]
        """;

    assertThat(TlsProfiles.verdict("Old", json))
        .isEqualTo(
            new TlsProfiles.Verdict(
                "Old", List.of("TLS 1.0", "TLS 1.2"), List.of("LOW TLS1: offered (deprecated)")));
  }
}
