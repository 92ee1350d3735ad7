package dev.causeway.images;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Files that this program makes. Every failure is a sentence. */
final class Folders {
  private Folders() {}

  /** Makes an empty folder, whatever was there before. */
  static Path empty(Path folder) {
    remove(folder);
    return make(folder);
  }

  /** Makes a folder, and those above it, where there is none. */
  static Path make(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw cannotWrite(folder, e);
    }
  }

  /** Removes a folder with all that is in it. */
  static void remove(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw cannotWrite(folder, e);
    }
  }

  /** Copies a file, with the folders above it. */
  static void copy(Path from, Path to) {
    try {
      above(to);
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw cannotWrite(to, e);
    }
  }

  /** Writes a stream to a file, with the folders above it. */
  static void write(InputStream from, Path to) {
    try {
      above(to);
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw cannotWrite(to, e);
    }
  }

  private static void above(Path file) throws IOException {
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
  }

  /** Returns the jars of a folder, by name. */
  static List<Path> jars(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new ImagesException(folder + " cannot be read: ./causeway images builds it.", e);
    }
  }

  private static ImagesException cannotWrite(Path file, IOException cause) {
    return new ImagesException(file + " cannot be written: " + cause + ".", cause);
  }
}
