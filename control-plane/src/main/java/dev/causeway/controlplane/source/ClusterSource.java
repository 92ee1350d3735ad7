package dev.causeway.controlplane.source;

import java.io.IOException;

/**
 * Where cluster objects come from: reads everything once, then tells its {@link SourceListener}
 * what changes until it is closed.
 */
public interface ClusterSource extends AutoCloseable {

  /**
   * Begins to read; everything there is comes as the first change.
   *
   * @throws IOException if the source cannot be read at all; the message is a sentence for people
   */
  void start() throws IOException;

  /** Returns what is read, for a line of the log. */
  String description();

  /** Stops reading; no listener is called after this returns. */
  @Override
  void close();
}
