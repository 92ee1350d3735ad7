package dev.causeway.systemtests.docs;

import dev.causeway.testkit.cluster.ClusterRecord;
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
 * <p>Read from the test sources: a row is proved by the tests that carry its ID. Where Causeway
 * differs on purpose, or a behaviour has nothing to apply to, {@link Decision} says so and why;
 * every other row is open. A test that needs a real API server proves what it did on the server
 * that {@link ClusterRecord} names, and nothing if it is not in there.
 */
final class CompatibilityPage {

  private static final Pattern PROOF =
      Pattern.compile(
          "@Behaviour\\(\\{?([^)}]*)\\}?\\)(?:(?!@Behaviour|[;}]\\n|(?<!\\(|= )\\{\\n).)*?void (\\w+)\\(",
          Pattern.DOTALL);
  private static final Pattern ID = Pattern.compile("\"([A-Z]{2,3}-\\d{3})\"");

  private final Map<String, String> classes;
  private final NavigableMap<String, Set<String>> proofs;
  private final Map<String, Decision> decisions;
  private final Map<String, String> servers;

  private CompatibilityPage(
      Map<String, String> classes,
      NavigableMap<String, Set<String>> proofs,
      Map<String, Decision> decisions,
      Map<String, String> servers) {
    this.classes = classes;
    this.proofs = proofs;
    this.decisions = decisions;
    this.servers = servers;
  }

  /** Reads the list of behaviours, the decisions and the test sources of every module. */
  static CompatibilityPage of(List<String> behaviours, List<Decision> decisions, Path repository)
      throws IOException {
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
    return new CompatibilityPage(
        classes,
        proofs,
        decisions.stream().collect(Collectors.toMap(Decision::id, it -> it)),
        ClusterRecord.read(repository));
  }

  /** Returns the IDs that tests carry and no behaviour has. */
  Set<String> unknownIds() {
    Set<String> unknown = new TreeSet<>(proofs.keySet());
    unknown.removeAll(classes.keySet());
    return unknown;
  }

  /** Returns the IDs that somebody decided about and no behaviour has. */
  Set<String> unknownDecisions() {
    Set<String> unknown = new TreeSet<>(decisions.keySet());
    unknown.removeAll(classes.keySet());
    return unknown;
  }

  /** Returns the IDs of contracts that are decided about without a record of the decision. */
  Set<String> undocumentedContracts() {
    return decisions.values().stream()
        .filter(decision -> decision.adr().isEmpty())
        .map(Decision::id)
        .filter(id -> "contract".equals(classes.get(id)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the IDs that are said not to apply and that a test proves all the same. */
  Set<String> provedThoughNotApplicable() {
    return decisions.values().stream()
        .filter(decision -> decision.kind() == Decision.Kind.NOT_APPLICABLE)
        .map(Decision::id)
        .filter(proofs::containsKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the tests that a run on a server recorded and whose class is gone. */
  Set<String> recordedAndGone(Path repository) throws IOException {
    Set<String> classes =
        testSources(repository).stream()
            .map(source -> source.getFileName().toString().replace(".java", ""))
            .collect(Collectors.toSet());
    return servers.keySet().stream()
        .filter(test -> !classes.contains(test.substring(0, test.indexOf('.'))))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the page as Markdown. */
  String render() {
    long deviating = count(Decision.Kind.DEVIATES);
    long notApplicable = count(Decision.Kind.NOT_APPLICABLE);
    long proved =
        classes.keySet().stream().filter(id -> isProved(id) && !decisions.containsKey(id)).count();
    long open = classes.size() - proved - deviating - notApplicable;
    StringBuilder page =
        new StringBuilder(
            """
            # Compatibility with OKD

            Generated from the tests. One row per numbered behaviour of OKD's router, Route API and
            operator. *Proved* means that the named tests assert it; *deviates* that Causeway
            does something else on purpose, as the reason says (tests named there assert what it
            does instead); *n/a* that there is nothing here for it to apply to; *open* that no
            test proves it yet, whether or not it works. Classes: a contract must hold exactly; a
            kept quirk too; a quirk to fix may differ; *same outcome* leaves the means open.
            A test that is followed by a server needs a real one, and last passed on that one.

            """);
    page.append(
        "Of %d: %d proved, %d deviating, %d not applicable, %d open.\n\n"
            .formatted(classes.size(), proved, deviating, notApplicable, open));
    page.append("| ID | class | status | tests and reasons |\n|---|---|---|---|\n");
    classes.forEach((id, kind) -> page.append(row(id, kind)).append('\n'));
    return page.toString();
  }

  private long count(Decision.Kind kind) {
    return decisions.values().stream().filter(decision -> decision.kind() == kind).count();
  }

  private String row(String id, String kind) {
    String tests =
        proofs.getOrDefault(id, Set.of()).stream()
            .map(this::test)
            .collect(Collectors.joining("<br>"));
    Decision decision = decisions.get(id);
    if (decision != null) {
      String because = tests.isEmpty() ? decision.text() : decision.text() + "<br>" + tests;
      return "| %s | %s | %s | %s |".formatted(id, kind, decision.kind().text(), because);
    }
    return tests.isEmpty()
        ? "| %s | %s | open | |".formatted(id, kind)
        : "| %s | %s | %s | %s |".formatted(id, kind, isProved(id) ? "proved" : "open", tests);
  }

  private boolean isProved(String id) {
    return proofs.getOrDefault(id, Set.of()).stream()
        .anyMatch(test -> !isOnCluster(test) || servers.containsKey(test));
  }

  private String test(String name) {
    String link = "`" + name + "`";
    return isOnCluster(name)
        ? link + " (" + servers.getOrDefault(name, "passed on no server yet") + ")"
        : link;
  }

  private static boolean isOnCluster(String test) {
    return test.contains("ClusterTest.");
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
