package dev.causeway.controlplane.source;

import dev.causeway.manifests.ManifestProblem;
import dev.causeway.manifests.folder.FolderScan;
import dev.causeway.manifests.ingress.IngressOptions;
import dev.causeway.routing.input.InputChange;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a folder of manifests and tells what changes in it.
 *
 * <p>Notices of the file system say where to look; what counts is the content that is found there.
 * Every notice is acknowledged before the file is read, so a later write brings a new one. Where
 * notices were lost, and every {@code rescan} in case the file system gives none, the whole folder
 * is looked through.
 */
public final class FolderSource implements ClusterSource {
  private static final Logger LOG = LoggerFactory.getLogger(FolderSource.class);
  private static final long RETRY_MILLIS = 1_000;

  private final Path folder;
  private final Duration rescan;
  private final SourceListener listener;
  private final FolderFiles files;
  private final FolderWatch watch;
  private final Thread thread;
  private volatile boolean closed;

  // Below: the thread of this source only.
  private FolderScan layout = new FolderScan(List.of(), Set.of(), Map.of(), Set.of());
  private List<ManifestProblem> problemsTold = List.of();
  private final List<InputChange> untold = new ArrayList<>();
  private boolean told;
  private boolean readable = true;

  /**
   * Makes a source; {@link #start} begins to watch.
   *
   * @param folder the folder, which must exist
   * @param rescan how often everything is looked through, above zero
   * @param grace how long a file must be gone or empty before that is believed
   * @param ingresses which Ingresses of the folder become Routes
   * @param listener hears of changes
   * @throws IOException if the folder cannot be watched; the message is a sentence for people
   */
  public FolderSource(
      Path folder,
      Duration rescan,
      Duration grace,
      IngressOptions ingresses,
      SourceListener listener)
      throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          "the manifest folder "
              + folder
              + (Files.exists(folder) ? " is no folder" : " does not exist"));
    }
    this.folder = folder.toAbsolutePath().normalize();
    this.rescan = rescan;
    this.listener = listener;
    this.files = new FolderFiles(this.folder, grace.toNanos(), ingresses);
    this.watch = new FolderWatch();
    this.thread = Thread.ofPlatform().name("folder-source").daemon().unstarted(this::run);
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public String description() {
    return folder.toString();
  }

  private void run() {
    try {
      boolean everything = true;
      long lastScan = System.nanoTime();
      while (!closed) {
        try {
          if (everything) {
            lookThrough(false);
            lastScan = System.nanoTime();
            everything = false;
          } else {
            long sinceScan = (System.nanoTime() - lastScan) / 1_000_000;
            Set<Path> touched =
                watch.await(files.waitMillis(Math.max(1, rescan.toMillis() - sinceScan)));
            boolean due = System.nanoTime() - lastScan >= rescan.toNanos();
            if (touched == null || due || touched.stream().anyMatch(this::changesLayout)) {
              lookThrough(due && touched != null && touched.isEmpty());
              lastScan = System.nanoTime();
            } else {
              look(touched);
            }
          }
          tell();
        } catch (ClosedWatchServiceException e) {
          return;
        } catch (RuntimeException | StackOverflowError e) {
          // A thread that died here would leave the folder unwatched without anybody knowing.
          LOG.error("looking at {} failed, which is a bug; it is looked through again", folder, e);
          watch.await(RETRY_MILLIS);
          everything = true;
        }
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      // Closed while waiting.
    }
  }

  /** Looks at the manifests among {@code touched}, reached directly or as what a link points to. */
  private void look(Set<Path> touched) {
    for (Path path : touched) {
      if (isVisible(path) && FolderScan.isManifest(path)) {
        untold.addAll(files.look(path, false));
      }
      for (Path link : layout.targets().getOrDefault(path, Set.of())) {
        untold.addAll(files.look(link, false));
      }
    }
    untold.addAll(files.believeVanished());
  }

  /** Returns whether something other than one manifest file may have come, gone or moved. */
  private boolean changesLayout(Path path) {
    if (layout.links().contains(path)) {
      return true;
    }
    if (!path.startsWith(folder) || layout.targets().containsKey(path)) {
      return false;
    }
    Path name = folder.relativize(path).getName(0);
    if (!isVisible(path)) {
      // A mounted ConfigMap changes by moving a link named "..data"; other hidden names are
      // editors'.
      return name.toString().startsWith("..");
    }
    if (files.paths().contains(path) && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    return Files.isDirectory(path)
        || (Files.isSymbolicLink(path) && FolderScan.isManifest(path))
        || files.paths().stream().anyMatch(file -> !file.equals(path) && file.startsWith(path));
  }

  private boolean isVisible(Path path) {
    if (!path.startsWith(folder) || path.equals(folder)) {
      return false;
    }
    for (Path name : folder.relativize(path)) {
      if (FolderScan.isHidden(name)) {
        return false;
      }
    }
    return true;
  }

  private void lookThrough(boolean trustAttributes) {
    try {
      layout = FolderScan.of(folder, watch::add);
    } catch (IOException e) {
      if (readable) {
        readable = false;
        listener.unreadable(
            "the manifest folder " + folder + " cannot be read; its former content is kept");
      }
      return;
    }
    readable = true;
    watch.retain(layout.directories());
    for (Path file : layout.files()) {
      untold.addAll(files.look(file, trustAttributes));
    }
    for (Path file : files.missing(layout.files())) {
      untold.addAll(files.look(file, false));
    }
    untold.addAll(files.believeVanished());
  }

  private void tell() {
    List<InputChange> changes = List.copyOf(untold);
    if (!readable && changes.isEmpty()) {
      return;
    }
    List<ManifestProblem> problems = files.set().problems();
    if (told && changes.isEmpty() && problems.equals(problemsTold)) {
      listener.current();
      return;
    }
    listener.changed(
        new SourceUpdate(changes, problems, files.set().ignored(), files.paths().size()));
    told = true;
    problemsTold = problems;
    untold.clear();
  }

  /** Stops watching and waits for the thread to end. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      watch.close();
      if (thread.isAlive() && !Thread.currentThread().equals(thread)) {
        thread.join();
      }
    } catch (IOException e) {
      // Nothing is read any more; there is nothing to save.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
