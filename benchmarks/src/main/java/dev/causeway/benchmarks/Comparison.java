package dev.causeway.benchmarks;

import dev.causeway.benchmarks.load.LoadGenerator;
import dev.causeway.benchmarks.load.Sample;
import dev.causeway.benchmarks.load.Subject;
import dev.causeway.benchmarks.load.Workload;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One interleaved run: in every round every workload goes to every subject in turn, so that what
 * disturbs the machine disturbs all of them. The first subject is the peer that ratios refer to.
 */
final class Comparison {

  private final List<Subject> subjects;
  private final LoadGenerator generator = new LoadGenerator();
  private final Map<Workload, Map<Subject, List<Sample>>> samples = new EnumMap<>(Workload.class);
  private final List<String> raw = new ArrayList<>();

  Comparison(List<Subject> subjects) {
    this.subjects = subjects;
    raw.add("round,workload,subject,requests,failures,cpu_us,wall_us");
  }

  /** Runs one round; a warm-up round is recorded in the raw data only. */
  void round(String name, boolean warmUp, int seconds) throws IOException, InterruptedException {
    for (Workload workload : Workload.values()) {
      for (Subject subject : subjects) {
        Sample sample = generator.run(workload, subject, seconds);
        raw.add(
            String.join(
                ",",
                name,
                workload.name(),
                subject.name(),
                Long.toString(sample.requests()),
                Long.toString(sample.failures()),
                Long.toString(sample.cpuMicros()),
                Long.toString(sample.wallMicros())));
        if (!warmUp) {
          samples
              .computeIfAbsent(workload, key -> new LinkedHashMap<>())
              .computeIfAbsent(subject, key -> new ArrayList<>())
              .add(sample);
        }
      }
    }
  }

  /** Returns every sample as CSV lines, header first. */
  List<String> raw() {
    return raw;
  }

  /** Returns whether any request failed in a measured round. */
  boolean anyFailure() {
    return samples.values().stream()
        .flatMap(bySubject -> bySubject.values().stream())
        .flatMap(List::stream)
        .anyMatch(sample -> sample.failures() > 0 || sample.requests() == 0);
  }

  /** Prints medians and ratios. */
  void print(PrintStream out) {
    out.printf(
        "%-18s %-18s %12s %8s %10s %9s%n",
        "workload", "subject", "CPU us/req", "ratio", "req/s", "failures");
    samples.forEach(
        (workload, bySubject) -> {
          double peer = median(bySubject.values().iterator().next()).cpuPerRequest();
          bySubject.forEach(
              (subject, measured) -> {
                Sample median = median(measured);
                out.printf(
                    Locale.ROOT,
                    "%-18s %-18s %12.1f %8.2f %10.0f %9d%n",
                    workload.title(),
                    subject.name(),
                    median.cpuPerRequest(),
                    median.cpuPerRequest() / peer,
                    median.rate(),
                    measured.stream().mapToLong(Sample::failures).sum());
              });
        });
  }

  private static Sample median(List<Sample> measured) {
    List<Sample> sorted =
        measured.stream().sorted(Comparator.comparingDouble(Sample::cpuPerRequest)).toList();
    return sorted.get(sorted.size() / 2);
  }
}
