package dev.causeway.systemtests.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page that says, for every numbered behaviour of OKD, which tests prove it.
 *
 * <p>Read from the test sources: a row is proved by the tests that carry its ID, and open
 * otherwise.
 */
final class CompatibilityPage {

  private static final Pattern PROOF =
      Pattern.compile(
          "@Behaviour\\(\\{?([^)}]*)\\}?\\)(?:(?!@Behaviour|[;{}]\\n).)*?void (\\w+)\\(",
          Pattern.DOTALL);
  private static final Pattern ID = Pattern.compile("\"([A-Z]{2,3}-\\d{3})\"");

  private final Map<String, String> classes;
  private final NavigableMap<String, Set<String>> proofs;

  private CompatibilityPage(Map<String, String> classes, NavigableMap<String, Set<String>> proofs) {
    this.classes = classes;
    this.proofs = proofs;
  }

  /** Reads the list of behaviours and the test sources of every module. */
  static CompatibilityPage of(List<String> behaviours, Path repository) throws IOException {
    Map<String, String> classes = new LinkedHashMap<>();
    for (String line : behaviours.subList(1, behaviours.size())) {
      String[] cells = line.split(",", 2);
      classes.put(cells[0], cells[1]);
    }
    NavigableMap<String, Set<String>> proofs = new TreeMap<>();
    for (Path source : testSources(repository)) {
      Matcher matcher = PROOF.matcher(Files.readString(source));
      String test = source.getFileName().toString().replace(".java", "");
      while (matcher.find()) {
        String method = matcher.group(2);
        ID.matcher(matcher.group(1))
            .results()
            .forEach(
                id ->
                    proofs
                        .computeIfAbsent(id.group(1), key -> new TreeSet<>())
                        .add(test + "." + method));
      }
    }
    return new CompatibilityPage(classes, proofs);
  }

  /** Returns the IDs that tests carry and no behaviour has. */
  Set<String> unknownIds() {
    Set<String> unknown = new TreeSet<>(proofs.keySet());
    unknown.removeAll(classes.keySet());
    return unknown;
  }

  /** Returns the page as Markdown. */
  String render() {
    long proved = classes.keySet().stream().filter(proofs::containsKey).count();
    StringBuilder page =
        new StringBuilder(
            """
            # Compatibility with OKD

            Generated from the tests. One row per numbered behaviour of OKD's router, Route API and
            operator. *Proved* means that the named tests assert it; *open* means that no
            test proves it yet, whether or not it works. Classes: a contract must hold exactly; a
            kept quirk too; a quirk to fix may differ; *same outcome* leaves the means open.

            """);
    page.append("Proved: ").append(proved).append(" of ").append(classes.size()).append(".\n\n");
    page.append("| ID | class | status | tests |\n|---|---|---|---|\n");
    classes.forEach((id, kind) -> page.append(row(id, kind)).append('\n'));
    return page.toString();
  }

  private String row(String id, String kind) {
    Set<String> tests = proofs.get(id);
    return tests == null
        ? "| %s | %s | open | |".formatted(id, kind)
        : "| %s | %s | proved | %s |"
            .formatted(
                id,
                kind,
                tests.stream().map(test -> "`" + test + "`").collect(Collectors.joining("<br>")));
  }

  private static List<Path> testSources(Path repository) throws IOException {
    try (Stream<Path> modules = Files.list(repository)) {
      return modules
          .map(module -> module.resolve("src/test/java"))
          .filter(Files::isDirectory)
          .flatMap(CompatibilityPage::javaFiles)
          .sorted()
          .toList();
    }
  }

  private static Stream<Path> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
