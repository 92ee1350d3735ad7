package dev.causeway.controlplane.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causeway.manifests.ManifestProblem;
import dev.causeway.manifests.ingress.IngressOptions;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.input.ServiceInput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSourceTest {
  /** Longer than any test waits: what a test sees came by a notice of the file system. */
  private static final Duration NO_RESCAN = Duration.ofMinutes(10);

  private static final Duration GRACE = Duration.ofMillis(100);

  @TempDir private Path folder;
  private final Seen seen = new Seen();
  private final List<FolderSource> sources = new ArrayList<>();

  @AfterEach
  void stop() {
    sources.forEach(FolderSource::close);
  }

  private void start(Path watched, Duration rescan) throws IOException {
    FolderSource source = new FolderSource(watched, rescan, GRACE, IngressOptions.DEFAULT, seen);
    sources.add(source);
    source.start();
    seen.await(services -> seen.updates > 0);
  }

  private void write(String name, String... services) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text(services));
  }

  /** Writes Services as {@code name:port}. */
  private static String text(String... services) {
    StringBuilder text = new StringBuilder();
    for (String service : services) {
      String[] parts = service.split(":", 2);
      text.append("apiVersion: v1\nkind: Service\nmetadata: {name: ").append(parts[0]);
      text.append("}\nspec: {ports: [{port: ").append(parts[1]).append("}]}\n---\n");
    }
    return text.toString();
  }

  @Test
  void tellsWhatIsThereAndWhatChanges() throws IOException {
    write("a.yaml", "web:1");
    write("sub/deep/b.yml", "api:1");
    write("notes.txt", "none:1");
    write(".hidden/c.yaml", "hidden:1");
    write(".d.yaml", "hidden:2");
    start(folder, NO_RESCAN);
    seen.await("web:1 api:1");
    write("a.yaml", "web:2");
    seen.await("web:2 api:1");
    write("new/folder/e.yaml", "late:1");
    seen.await("web:2 api:1 late:1");
    write("new/folder/e.yaml", "late:2");
    seen.await("web:2 api:1 late:2");
    Files.delete(folder.resolve("a.yaml"));
    seen.await("api:1 late:2");
    Files.move(folder.resolve("new"), folder.resolve("moved"));
    write("moved/folder/e.yaml", "late:3");
    seen.await("api:1 late:3");
    Files.delete(folder.resolve("sub/deep/b.yml"));
    Files.delete(folder.resolve("sub/deep"));
    seen.await("late:3");
  }

  @Test
  void emptyFolderIsToldToo() throws IOException {
    start(folder, NO_RESCAN);
    assertThat(seen.services).isEmpty();
  }

  @Test
  void missingFolderIsOneSentence() {
    assertThatThrownBy(
            () ->
                new FolderSource(
                    folder.resolve("no"), NO_RESCAN, GRACE, IngressOptions.DEFAULT, seen))
        .hasMessage("the manifest folder " + folder.resolve("no") + " does not exist");
  }

  @Test
  void mountedConfigMapSwapsAtOnce() throws IOException {
    write("..2024_1/a.yaml", "web:1");
    write("..2024_1/b.yaml", "api:1");
    Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2024_1"));
    Files.createSymbolicLink(folder.resolve("a.yaml"), Path.of("..data/a.yaml"));
    Files.createSymbolicLink(folder.resolve("b.yaml"), Path.of("..data/b.yaml"));
    start(folder, NO_RESCAN);
    seen.await("web:1 api:1");
    for (int i = 2; i < 6; i++) {
      write("..2024_" + i + "/a.yaml", "web:" + i);
      write("..2024_" + i + "/b.yaml", "api:" + i);
      Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("..2024_" + i));
      Files.move(
          folder.resolve("..data_tmp"),
          folder.resolve("..data"),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      seen.await("web:" + i + " api:" + i);
    }
    assertThat(seen.problems).isEmpty();
  }

  @Test
  void folderBehindALinkMayBeSwapped() throws IOException {
    write("one/a.yaml", "web:1");
    write("two/a.yaml", "web:2");
    Path link = folder.resolve("current");
    Files.createSymbolicLink(link, Path.of("one"));
    start(link, NO_RESCAN);
    seen.await("web:1");
    Files.createSymbolicLink(folder.resolve("next"), Path.of("two"));
    Files.move(
        folder.resolve("next"),
        link,
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    seen.await("web:2");
    write("two/a.yaml", "web:3");
    seen.await("web:3");
  }

  @Test
  void linkedFileOutsideIsFollowed() throws IOException {
    write("outside/real.yaml", "web:1");
    write("in/other.yaml", "api:1");
    Files.createSymbolicLink(folder.resolve("in/web.yaml"), folder.resolve("outside/real.yaml"));
    start(folder.resolve("in"), NO_RESCAN);
    seen.await("web:1 api:1");
    write("outside/real.yaml", "web:2");
    seen.await("web:2 api:1");
  }

  @Test
  void savingEditorsNeverMakeObjectsVanish() throws IOException {
    write("a.yaml", "web:1");
    start(folder, NO_RESCAN);
    seen.await("web:1");
    Path file = folder.resolve("a.yaml");
    for (int i = 2; i < 30; i++) {
      switch (i % 3) {
        case 0 -> {
          Files.writeString(folder.resolve(".a.yaml.swp"), text("web:" + i));
          Files.move(file, folder.resolve("a.yaml~"), StandardCopyOption.REPLACE_EXISTING);
          write("a.yaml", "web:" + i);
          Files.delete(folder.resolve("a.yaml~"));
        }
        case 1 -> {
          Files.writeString(folder.resolve("a.yaml.tmp"), text("web:" + i));
          Files.move(folder.resolve("a.yaml.tmp"), file, StandardCopyOption.ATOMIC_MOVE);
        }
        default -> {
          try (OutputStream out = Files.newOutputStream(file)) {
            out.flush();
            out.write(text("web:" + i).getBytes(UTF_8));
          }
        }
      }
      seen.await("web:" + i);
    }
    assertThat(seen.removals).isZero();
  }

  @Test
  void halfWrittenFileKeepsItsObjectsAndIsReported() throws IOException {
    write("a.yaml", "web:1", "api:1");
    start(folder, NO_RESCAN);
    seen.await("web:1 api:1");
    Files.writeString(folder.resolve("a.yaml"), text("web:2") + "kind: [\n");
    seen.await("web:2 api:1");
    seen.await(services -> !seen.problems.isEmpty());
    assertThat(seen.problems.getFirst().text()).startsWith("a.yaml:");
    write("a.yaml", "web:2");
    seen.await("web:2");
    seen.await(services -> seen.problems.isEmpty());
  }

  @Test
  void emptiedFileIsBelievedAfterAWhile() throws IOException {
    write("a.yaml", "web:1");
    write("b.yaml", "api:1");
    start(folder, NO_RESCAN);
    seen.await("web:1 api:1");
    Files.writeString(folder.resolve("a.yaml"), "\n");
    seen.await("api:1");
    write("a.yaml", "web:3");
    seen.await("web:3 api:1");
  }

  @Test
  void vanishedFolderKeepsItsContentUntilItIsBack() throws IOException {
    write("in/a.yaml", "web:1");
    start(folder.resolve("in"), NO_RESCAN);
    seen.await("web:1");
    Files.move(folder.resolve("in"), folder.resolve("away"));
    seen.await(services -> seen.unreadable > 0);
    assertThat(seen.services).containsOnlyKeys("web");
    write("next/a.yaml", "web:2");
    Files.move(folder.resolve("next"), folder.resolve("in"));
    seen.await("web:2");
  }

  @Test
  void rescanFindsWhatNoNoticeTold() throws IOException {
    write("real/x/a.yaml", "web:1");
    Files.createSymbolicLink(folder.resolve("mid"), Path.of("real"));
    Files.createDirectories(folder.resolve("in"));
    Files.createSymbolicLink(folder.resolve("in/a.yaml"), folder.resolve("mid/x/a.yaml"));
    start(folder.resolve("in"), Duration.ofMillis(50));
    seen.await("web:1");
    write("other/x/a.yaml", "web:22");
    Files.createSymbolicLink(folder.resolve("tmp"), Path.of("other"));
    Files.move(
        folder.resolve("tmp"),
        folder.resolve("mid"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    seen.await("web:22");
  }

  @Test
  void manyEditsAreNeverLost() throws IOException {
    Random random = new Random(7);
    Map<String, String> expected = new TreeMap<>();
    start(folder, NO_RESCAN);
    for (int i = 1; i <= 2_000; i++) {
      int file = random.nextInt(20);
      String folderName = "d" + file % 4;
      write(folderName + "/f" + file + ".yaml", "s" + file + ":" + i);
      expected.put("s" + file, String.valueOf(i));
    }
    seen.await(services -> services.equals(expected));
  }

  @Test
  void failureWhileTellingLosesNeitherTheChangeNorTheWatch() throws IOException {
    write("a.yaml", "web:1");
    start(folder, NO_RESCAN);
    seen.await("web:1");
    seen.failNext();
    write("a.yaml", "web:2");
    seen.await("web:2");
    write("a.yaml", "web:3");
    seen.await("web:3");
  }

  /** What a listener knows, with ways to wait for it. */
  private static final class Seen implements SourceListener {
    private final Map<String, String> services = new TreeMap<>();
    private List<ManifestProblem> problems = List.of();
    private int updates;
    private int removals;
    private int unreadable;
    private boolean failsNext;

    synchronized void failNext() {
      failsNext = true;
    }

    @Override
    public synchronized void changed(SourceUpdate update) {
      if (failsNext) {
        failsNext = false;
        throw new IllegalStateException("failed by the test");
      }
      for (InputChange change : update.changes()) {
        switch (change) {
          case InputChange.Put put ->
              services.put(
                  put.key().name(),
                  String.valueOf(((ServiceInput) put.input()).ports().getFirst().port()));
          case InputChange.Remove remove -> {
            services.remove(remove.key().name());
            removals++;
          }
        }
      }
      problems = update.problems();
      updates++;
      notifyAll();
    }

    @Override
    public void current() {}

    @Override
    public synchronized void unreadable(String reason) {
      unreadable++;
      notifyAll();
    }

    void await(String expected) {
      Map<String, String> wanted = new TreeMap<>();
      for (String each : expected.split(" ", -1)) {
        wanted.put(each.substring(0, each.indexOf(':')), each.substring(each.indexOf(':') + 1));
      }
      await(wanted::equals);
    }

    synchronized void await(Predicate<Map<String, String>> condition) {
      long deadline = System.nanoTime() + 20_000_000_000L;
      while (!condition.test(services)) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        assertThat(left).as("time left; seen %s, %s", services, problems).isPositive();
        try {
          wait(left);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }
}
