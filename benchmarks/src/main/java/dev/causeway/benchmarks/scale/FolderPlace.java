package dev.causeway.benchmarks.scale;

import dev.causeway.benchmarks.subject.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A folder with a file for each namespace. */
record FolderPlace(Path folder) implements Place {
  @Override
  public Source source() {
    return Source.folder(folder);
  }

  @Override
  public String name() {
    return "a folder";
  }

  @Override
  public void prepare(List<String> namespaces) throws IOException {
    Files.createDirectories(folder);
  }

  @Override
  public void fill(String namespace, List<String> documents) throws IOException {
    // In one step, so that nobody reads half a file.
    Path file = folder.resolve(namespace + ".yaml");
    Path draft =
        Files.writeString(
            folder.resolve("." + namespace + ".draft"), String.join("---\n", documents));
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void change(String namespace, List<String> documents, String changed) throws IOException {
    fill(namespace, documents);
  }

  @Override
  public void close() {
    // The folder goes with the run.
  }
}
