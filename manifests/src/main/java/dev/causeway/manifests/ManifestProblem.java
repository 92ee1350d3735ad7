package dev.causeway.manifests;

/**
 * Something wrong with a manifest. Never contains values of Secrets or keys.
 *
 * @param source file path relative to the folder
 * @param line line in that file, from 1; 0 where none is known
 * @param object the object at fault, such as {@code Route shop/web}; empty where it cannot be told
 * @param field path of the field, empty where no single field is at fault
 * @param reason sentence for people
 * @param lost whether the document is not used because of this
 */
public record ManifestProblem(
    String source, int line, String object, String field, String reason, boolean lost) {

  /** Returns the problem as one line: place, object, field and reason. */
  public String text() {
    StringBuilder text = new StringBuilder(source);
    if (line > 0) {
      text.append(':').append(line);
    }
    if (!object.isEmpty()) {
      text.append(' ').append(object);
    }
    if (!field.isEmpty()) {
      text.append(' ').append(field);
    }
    // One line whatever a name contains.
    return text.append(": ").append(reason).toString().replaceAll("\\p{Cntrl}", " ");
  }
}
