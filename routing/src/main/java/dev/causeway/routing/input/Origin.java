package dev.causeway.routing.input;

/**
 * Where an object was read from, for messages.
 *
 * @param source file path relative to the folder, or the API server's name
 * @param line first line of the document in that file, from 1; 0 where there are no lines
 */
public record Origin(String source, int line) {
  /** An object of no known origin. */
  public static final Origin UNKNOWN = new Origin("", 0);

  @Override
  public String toString() {
    return line > 0 ? source + ":" + line : source;
  }
}
