package dev.causeway.controlplane.source;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The file system's notices about a set of directories. Used by one thread, but for closing.
 *
 * <p>A notice belongs to the directory itself, not to the path it was registered by: one directory
 * may have several paths, and a path may lead to another directory later.
 */
final class FolderWatch implements AutoCloseable {
  private final WatchService service;
  private final Map<Path, WatchKey> keys = new HashMap<>();
  private final Map<WatchKey, Set<Path>> paths = new HashMap<>();

  FolderWatch() throws IOException {
    service = FileSystems.getDefault().newWatchService();
  }

  /** Watches the directory that {@code path} leads to now. */
  void add(Path path) throws IOException {
    WatchKey key =
        path.register(
            service,
            StandardWatchEventKinds.ENTRY_CREATE,
            StandardWatchEventKinds.ENTRY_MODIFY,
            StandardWatchEventKinds.ENTRY_DELETE);
    WatchKey previous = keys.put(path, key);
    if (previous != null && !previous.equals(key)) {
      forget(previous, path);
    }
    paths.computeIfAbsent(key, k -> new HashSet<>()).add(path);
  }

  /** Stops watching everything but {@code wanted}. */
  void retain(Set<Path> wanted) {
    for (Path path : Set.copyOf(keys.keySet())) {
      if (!wanted.contains(path)) {
        WatchKey key = keys.remove(path);
        if (key != null) {
          forget(key, path);
        }
      }
    }
  }

  private void forget(WatchKey key, Path path) {
    Set<Path> others = paths.getOrDefault(key, new HashSet<>());
    others.remove(path);
    if (others.isEmpty()) {
      paths.remove(key);
      key.cancel();
    }
  }

  /**
   * Waits for notices and takes all there are.
   *
   * @return paths that were touched, none after the time is over; null where notices were lost or a
   *     directory is gone, so that everything has to be looked at
   */
  @Nullable Set<Path> await(long millis) throws InterruptedException {
    WatchKey key = service.poll(millis, TimeUnit.MILLISECONDS);
    Set<Path> touched = new HashSet<>();
    boolean lost = false;
    while (key != null) {
      Set<Path> directories = paths.getOrDefault(key, Set.of());
      for (WatchEvent<?> event : key.pollEvents()) {
        if (event.context() instanceof Path name) {
          directories.forEach(directory -> touched.add(directory.resolve(name)));
        } else {
          lost = true;
        }
      }
      if (!key.reset() && paths.remove(key) != null) {
        directories.forEach(keys::remove);
        lost = true;
      }
      key = service.poll();
    }
    return lost ? null : touched;
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
