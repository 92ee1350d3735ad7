package dev.causeway.manifests.folder;

import dev.causeway.manifests.ManifestProblem;
import dev.causeway.manifests.ManifestReader;
import dev.causeway.manifests.ManifestSet;
import dev.causeway.manifests.ParsedFile;
import dev.causeway.manifests.ingress.IngressOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder of manifests, read as it is now. */
public final class ManifestFolder {
  private ManifestFolder() {}

  /**
   * Reads every manifest below a folder. What cannot be read or understood is a problem of the set
   * and costs no other file anything.
   *
   * @param ingresses which Ingresses become Routes
   * @throws IOException if the folder itself cannot be read
   */
  public static ManifestSet read(Path folder, IngressOptions ingresses) throws IOException {
    Path root = folder.toAbsolutePath().normalize();
    List<Path> files = FolderScan.of(root, directory -> {}).files().stream().sorted().toList();
    ManifestReader reader = new ManifestReader();
    ManifestSet set = new ManifestSet(ingresses);
    for (Path file : files) {
      String source = root.relativize(file).toString();
      try {
        set.put(parse(reader, source, Files.readAllBytes(file)));
      } catch (IOException e) {
        set.put(unreadable(source, e));
      }
    }
    return set;
  }

  /** Understands a file; one that no parser copes with is without objects, and a problem. */
  public static ParsedFile parse(ManifestReader reader, String source, byte[] content) {
    try {
      return reader.read(source, content);
    } catch (RuntimeException | StackOverflowError e) {
      return without(source, "cannot be understood: " + e.getClass().getSimpleName());
    }
  }

  /** A file that cannot be read: without objects, and a problem. */
  public static ParsedFile unreadable(String source, IOException failure) {
    return without(source, "cannot be read: " + failure.getClass().getSimpleName());
  }

  private static ParsedFile without(String source, String reason) {
    return new ParsedFile(source, new ManifestProblem(source, 0, "", "", reason, true));
  }
}
