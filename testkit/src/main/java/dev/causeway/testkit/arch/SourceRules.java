package dev.causeway.testkit.arch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The rules that only source files can prove. Each answers with the files that break it. */
final class SourceRules {

  /** One pass, policy or handler per class; what is longer does two things. */
  static final int LINES = 400;

  private SourceRules() {}

  /** Source files of more than {@value #LINES} lines, with their length. */
  static List<String> longFiles(Path module) {
    return javaFiles(module.resolve("src")).stream()
        .filter(file -> lines(file) > LINES)
        .map(file -> module.relativize(file) + ": " + lines(file) + " lines")
        .toList();
  }

  /** Packages of released code without a null-marked {@code package-info.java}. */
  static List<String> undescribedPackages(Path module) {
    var packages = new TreeSet<Path>();
    for (Path file : javaFiles(module.resolve("src/main/java"))) {
      packages.add(parent(file));
    }
    return packages.stream()
        .filter(folder -> !isDescribed(folder.resolve("package-info.java")))
        .map(folder -> module.relativize(folder).toString())
        .toList();
  }

  private static boolean isDescribed(Path info) {
    return Files.isRegularFile(info)
        && read(info).contains("@NullMarked")
        && read(info).stripLeading().startsWith("/**");
  }

  private static List<Path> javaFiles(Path root) {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long lines(Path file) {
    return read(file).lines().count();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path parent(Path file) {
    Path folder = file.getParent();
    if (folder == null) {
      throw new IllegalArgumentException("no folder holds " + file);
    }
    return folder;
  }
}
