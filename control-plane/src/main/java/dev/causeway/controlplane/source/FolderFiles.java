package dev.causeway.controlplane.source;

import dev.causeway.manifests.ManifestReader;
import dev.causeway.manifests.ManifestSet;
import dev.causeway.manifests.folder.ManifestFolder;
import dev.causeway.manifests.ingress.IngressOptions;
import dev.causeway.routing.input.InputChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The manifest files of a folder and what they say; compares by content. Not thread-safe.
 *
 * <p>Editors replace a file by moving it away or emptying it first. A file that is gone or empty is
 * therefore believed only after a grace, unless all its objects stand in other files by then.
 */
final class FolderFiles {
  private static final int READ_ATTEMPTS = 3;

  private final Path folder;
  private final long graceNanos;
  private final ManifestReader reader = new ManifestReader();
  private final ManifestSet set;
  private final Map<Path, Known> known = new HashMap<>();
  private final Map<Path, Long> vanishing = new LinkedHashMap<>();

  FolderFiles(Path folder, long graceNanos, IngressOptions ingresses) {
    this.folder = folder;
    this.set = new ManifestSet(ingresses);
    this.graceNanos = graceNanos;
  }

  ManifestSet set() {
    return set;
  }

  Set<Path> paths() {
    return Collections.unmodifiableSet(known.keySet());
  }

  /**
   * Looks at one file.
   *
   * @param trustAttributes whether a file of the same size and time counts as unchanged
   */
  List<InputChange> look(Path file, boolean trustAttributes) {
    Known before = known.get(file);
    Known now;
    try {
      now = read(file, before, trustAttributes);
    } catch (NoSuchFileException e) {
      now = null;
    } catch (IOException e) {
      return unreadable(file, e);
    }
    boolean gone = now == null || isBlank(now.content);
    if (gone && before == null) {
      return List.of();
    }
    if (gone) {
      vanishing.putIfAbsent(file, System.nanoTime() + graceNanos);
      return List.of();
    }
    vanishing.remove(file);
    if (now == null || now.equals(before)) {
      return List.of();
    }
    known.put(file, now);
    if (before != null && Arrays.equals(before.content, now.content)) {
      return List.of();
    }
    return set.put(ManifestFolder.parse(reader, source(file), now.content));
  }

  private List<InputChange> unreadable(Path file, IOException failure) {
    known.put(file, new Known(new byte[0], -1, 0, ""));
    return set.put(ManifestFolder.unreadable(source(file), failure));
  }

  /** Reads until size and time were the same before and after, so that no half is taken. */
  private static @Nullable Known read(Path file, @Nullable Known before, boolean trustAttributes)
      throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      return null;
    }
    if (trustAttributes && before != null && before.sameAttributes(attributes)) {
      return before;
    }
    for (int attempt = 1; ; attempt++) {
      byte[] content = Files.readAllBytes(file);
      BasicFileAttributes after = Files.readAttributes(file, BasicFileAttributes.class);
      Known now = new Known(content, after.size(), after.lastModifiedTime().toMillis(), key(after));
      if (now.sameAttributes(attributes) || attempt == READ_ATTEMPTS) {
        return now;
      }
      attributes = after;
    }
  }

  /** Removes the files whose grace is over or whose objects all stand elsewhere by now. */
  List<InputChange> believeVanished() {
    List<InputChange> changes = new ArrayList<>();
    long now = System.nanoTime();
    for (Map.Entry<Path, Long> entry : Map.copyOf(vanishing).entrySet()) {
      Path file = entry.getKey();
      if (now - entry.getValue() >= 0 || set.standsElsewhere(source(file))) {
        vanishing.remove(file);
        known.remove(file);
        changes.addAll(set.remove(source(file)));
      }
    }
    return changes;
  }

  /** Returns how long to wait for the next vanished file at the most. */
  long waitMillis(long limitMillis) {
    long wait = limitMillis;
    for (long deadline : vanishing.values()) {
      wait = Math.min(wait, Math.max(1, (deadline - System.nanoTime()) / 1_000_000 + 1));
    }
    return wait;
  }

  /** Returns the files that were there and are not among {@code present}. */
  Set<Path> missing(List<Path> present) {
    Set<Path> missing = new HashSet<>(known.keySet());
    present.forEach(missing::remove);
    return missing;
  }

  private String source(Path file) {
    return folder.relativize(file).toString();
  }

  private static boolean isBlank(byte[] content) {
    for (byte each : content) {
      if (each > ' ' || each < 0) {
        return false;
      }
    }
    return true;
  }

  private static String key(BasicFileAttributes attributes) {
    return String.valueOf(attributes.fileKey());
  }

  /** What a file held when it was last read. */
  private static final class Known {
    private final byte[] content;
    private final long size;
    private final long modified;
    private final String key;

    Known(byte[] content, long size, long modified, String key) {
      this.content = content;
      this.size = size;
      this.modified = modified;
      this.key = key;
    }

    boolean sameAttributes(BasicFileAttributes attributes) {
      return size == attributes.size()
          && modified == attributes.lastModifiedTime().toMillis()
          && key.equals(key(attributes));
    }
  }
}
