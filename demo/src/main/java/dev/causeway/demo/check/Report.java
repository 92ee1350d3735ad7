package dev.causeway.demo.check;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the self-check prints, and whether anything failed. */
final class Report {
  private static final String ROW = "  %-66s %5s %9s %9s  %s%n";

  private final PrintWriter out;
  private final List<String> problems = new ArrayList<>();

  Report(PrintWriter out) {
    this.out = out;
  }

  void heading(String text) {
    out.println();
    out.println(text);
    out.flush();
  }

  void note(String text) {
    out.println("  " + text);
    out.flush();
  }

  void columns() {
    out.printf(ROW, "step", "times", "p50 ms", "max ms", "");
    out.flush();
  }

  void step(StepResult result) {
    if (!result.held()) {
      problems.add(result.name() + ": " + result.problem());
    }
    out.printf(
        ROW,
        result.name(),
        result.times(),
        result.median() == 0 ? "" : millis(result.median()),
        result.max() == 0 ? "" : millis(result.max()),
        result.held() ? "ok" : "FAILED: " + result.problem());
    out.flush();
  }

  void load(List<Tally> tallies) {
    heading("Load, open loop, no retries");
    out.printf(
        "  %-36s %9s %9s %9s %9s %9s %9s%n",
        "", "answered", "failed", "lost", "p50 ms", "p99 ms", "max ms");
    long ok = 0;
    long failed = 0;
    long lost = 0;
    for (Tally tally : tallies) {
      ok += tally.ok();
      failed += tally.failed();
      lost += tally.lost();
      out.printf(
          "  %-36s %9d %9d %9d %9s %9s %9s%n",
          tally.name(),
          tally.ok(),
          tally.failed(),
          tally.lost(),
          millis(tally.durations().percentile(50)),
          millis(tally.durations().percentile(99)),
          millis(tally.durations().percentile(100)));
      if (tally.ok() == 0) {
        problems.add(tally.name() + ": no request was answered");
      }
      if (tally.failed() > 0) {
        problems.add(tally.name() + ": " + tally.failed() + " requests failed");
      }
      if (tally.lost() > 0) {
        problems.add(tally.name() + ": " + tally.lost() + " connections were ended");
      }
      tally.examples().forEach(example -> out.println("      " + example));
    }
    out.printf("  %-36s %9d %9d %9d%n", "all", ok, failed, lost);
    out.flush();
  }

  private static String millis(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%.0f", value);
  }

  /** Prints the verdict and returns the exit status. */
  int verdict() {
    out.println();
    if (problems.isEmpty()) {
      out.println("Nothing failed.");
    } else {
      out.println(problems.size() + " things failed:");
      problems.forEach(problem -> out.println("  " + problem));
    }
    out.flush();
    return problems.isEmpty() ? 0 : 1;
  }

  boolean isClean() {
    return problems.isEmpty();
  }
}
