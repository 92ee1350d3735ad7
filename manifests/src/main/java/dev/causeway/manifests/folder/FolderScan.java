package dev.causeway.manifests.folder;

import dev.causeway.manifests.ManifestReader;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a folder holds: the manifest files below it, and the directories whose changes matter.
 *
 * <p>Links are followed. Names that begin with a dot are no manifests and no folders of manifests;
 * that leaves out editors' swap files and the hidden folders behind a mounted ConfigMap, whose
 * files are reached through their visible links.
 *
 * @param files manifest files, as paths below the folder
 * @param directories directories to watch: every folder that was entered, the one that holds the
 *     folder, and those that hold what a link points to
 * @param targets by the real path of a linked file, the links to it
 * @param links the folder, and every link on the way to it
 */
public record FolderScan(
    List<Path> files, Set<Path> directories, Map<Path, Set<Path>> targets, Set<Path> links) {

  /** Tells of each directory before it is listed, so that nothing can slip in between. */
  @FunctionalInterface
  public interface Entering {
    /** Hears of a directory that is about to be listed. */
    void directory(Path directory) throws IOException;
  }

  /**
   * Looks through {@code folder}, an absolute path.
   *
   * @throws IOException if the folder itself cannot be read
   */
  public static FolderScan of(Path folder, Entering entering) throws IOException {
    Visit visit = new Visit(folder, entering);
    Set<Path> links = new HashSet<>();
    for (Path path = folder; path != null; path = path.getParent()) {
      if (path.equals(folder) || Files.isSymbolicLink(path)) {
        links.add(path);
        visit.holderOf(path);
      }
    }
    Files.walkFileTree(folder, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, visit);
    return new FolderScan(visit.files, visit.directories, visit.targets, links);
  }

  /** Returns whether a file of this name is read. */
  public static boolean isManifest(Path file) {
    Path name = file.getFileName();
    return name != null && !isHidden(name) && ManifestReader.isManifest(name.toString());
  }

  /** Returns whether the name begins with a dot. */
  public static boolean isHidden(Path path) {
    Path name = path.getFileName();
    return name != null && name.toString().startsWith(".");
  }

  private static final class Visit extends SimpleFileVisitor<Path> {
    private final Path folder;
    private final Entering entering;
    private final List<Path> files = new ArrayList<>();
    private final Set<Path> directories = new HashSet<>();
    private final Map<Path, Set<Path>> targets = new HashMap<>();

    Visit(Path folder, Entering entering) {
      this.folder = folder;
      this.entering = entering;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes)
        throws IOException {
      if (!dir.equals(folder) && isHidden(dir)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      enter(dir);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (isManifest(file)) {
        files.add(file);
        if (Files.isSymbolicLink(file)) {
          Path target = file.toRealPath();
          targets.computeIfAbsent(target, path -> new HashSet<>()).add(file);
          holderOf(target);
        }
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (file.equals(folder)) {
        throw failure;
      }
      // A dangling link, a loop, or gone since it was listed: not there, for us.
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure) {
      return FileVisitResult.CONTINUE;
    }

    private void enter(Path directory) throws IOException {
      if (directories.add(directory)) {
        entering.directory(directory);
      }
    }

    /** Watches the directory a link or its target stands in, where that is allowed. */
    private void holderOf(Path path) {
      Path parent = path.getParent();
      if (parent != null && directories.add(parent)) {
        try {
          entering.directory(parent);
        } catch (IOException e) {
          // Changes there are found by looking through the folder from time to time.
          directories.remove(parent);
        }
      }
    }
  }
}
