package dev.causeway.router.access;

import java.io.IOException;

/** Where finished lines go. Belongs to the thread of its writer, which it may block. */
interface LogDestination extends AutoCloseable {
  /**
   * Takes a line.
   *
   * @param line holds the line from its begin, and room for one byte more behind it
   * @param length bytes of the line, without an end
   * @throws IOException if the line is lost
   */
  void write(byte[] line, int length) throws IOException;

  /**
   * Sends on what was taken.
   *
   * @throws IOException if something of it is lost
   */
  void flush() throws IOException;

  @Override
  void close() throws IOException;
}
