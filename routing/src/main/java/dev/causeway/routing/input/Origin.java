package dev.causeway.routing.input;

/**
 * Where an object was read from, for messages.
 *
 * @param source file path relative to the folder, or the API server's name
 * @param line first line of the document in that file, from 1; 0 where there are no lines
 * @param derivedFrom the object written there, such as {@code Ingress shop/web}, that this object
 *     was made of; empty for objects that were written themselves
 */
public record Origin(String source, int line, String derivedFrom) {
  /** An object of no known origin. */
  public static final Origin UNKNOWN = new Origin("", 0);

  /** An object that was written itself. */
  public Origin(String source, int line) {
    this(source, line, "");
  }

  @Override
  public String toString() {
    String place = line > 0 ? source + ":" + line : source;
    return derivedFrom.isEmpty() ? place : place + " " + derivedFrom;
  }
}
