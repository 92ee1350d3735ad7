package dev.causeway.benchmarks.scale;

import dev.causeway.benchmarks.subject.Source;
import java.io.IOException;
import java.util.List;

/** Where the objects of an {@link Estate} are. */
sealed interface Place extends AutoCloseable permits FolderPlace, ClusterPlace {
  /** Returns what a control plane is given to read this place. */
  Source source();

  /** Returns the name of the place, for people. */
  String name();

  /** Has room for namespaces, and nothing in them. */
  void prepare(List<String> namespaces) throws IOException, InterruptedException;

  /** Takes in all objects of a namespace, each a document of YAML. */
  void fill(String namespace, List<String> documents) throws IOException;

  /**
   * Takes in a change.
   *
   * @param documents all objects of the namespace as they are now
   * @param changed the one that changed
   */
  void change(String namespace, List<String> documents, String changed) throws IOException;

  @Override
  void close() throws IOException;
}
