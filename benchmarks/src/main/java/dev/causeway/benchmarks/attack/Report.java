package dev.causeway.benchmarks.attack;

import dev.causeway.benchmarks.attack.RouterMeters.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** The results as tables of Markdown. */
final class Report {
  private static final String BEGIN = "<!-- generated: attack run -->\n";
  private static final String END = "<!-- end -->";
  private static final long MEGABYTE = 1024 * 1024;

  private final List<String> lines = new ArrayList<>();

  /** Adds a line of text. */
  void text(String line) {
    lines.add(line);
  }

  /** Adds the table of attacks. */
  void outcomes(List<Outcome> outcomes) {
    lines.add("");
    lines.add(
        "| attack | a second | bystander p50, ms | p99, ms | p99 ratio | failed | heap, MB | direct,"
            + " MB | RSS, MB | processors: router, attacker | what the router did |");
    lines.add("|---|---|---|---|---|---|---|---|---|---|---|");
    outcomes.forEach(outcome -> lines.add(row(outcome)));
    lines.add("");
  }

  /** Adds the table of TLS profiles. */
  void profiles(List<TlsProfiles.Verdict> verdicts) {
    if (verdicts.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add("| TLS profile | protocols offered | what testssl.sh rates LOW or worse |");
    lines.add("|---|---|---|");
    for (TlsProfiles.Verdict verdict : verdicts) {
      lines.add(
          "| %s | %s | %s |"
              .formatted(
                  verdict.profile(),
                  String.join(", ", verdict.protocols()),
                  verdict.findings().isEmpty()
                      ? "nothing"
                      : String.join("; ", verdict.findings())));
    }
    lines.add("");
  }

  private static String row(Outcome outcome) {
    List<String> did = new ArrayList<>();
    new TreeMap<>(outcome.refused()).forEach((reason, count) -> did.add(reason + " " + count));
    if (outcome.connectionsLost() > 0) {
      did.add("closed " + outcome.connectionsLost());
    }
    Attack attack = outcome.attack();
    return String.format(
        Locale.ROOT,
        "| %s | %d %s | %.1f -> %.1f | %.1f -> %.1f | %.1f | %d of %d | %s | %s | %s | %.2f, %.2f |"
            + " %s |",
        attack.title(),
        attack.perSecond(),
        attack.event(),
        outcome.quiet().millis(0.5),
        outcome.under().millis(0.5),
        outcome.quiet().millis(0.99),
        outcome.under().millis(0.99),
        outcome.ratio(),
        outcome.under().failures(),
        outcome.under().count(),
        megabytes(outcome, Memory::heap),
        megabytes(outcome, Memory::direct),
        megabytes(outcome, Memory::rss),
        outcome.routerCpu(),
        outcome.attackerCpu(),
        did.isEmpty() ? "-" : String.join(", ", did));
  }

  private static String megabytes(Outcome outcome, ToLongFunction<Memory> part) {
    return part.applyAsLong(outcome.before()) / MEGABYTE
        + " / "
        + part.applyAsLong(outcome.peak()) / MEGABYTE
        + " / "
        + part.applyAsLong(outcome.after()) / MEGABYTE;
  }

  /** Returns the text. */
  String markdown() {
    return String.join("\n", lines).strip() + "\n";
  }

  /** Replaces the results in a page. */
  void writeInto(Path page) throws IOException {
    String text = Files.readString(page);
    int from = text.indexOf(BEGIN);
    int to = text.indexOf(END, Math.max(from, 0));
    if (from < 0 || to < 0) {
      throw new IOException(page + " has no part for the results of a run");
    }
    Files.writeString(
        page, text.substring(0, from + BEGIN.length()) + markdown() + text.substring(to));
  }
}
