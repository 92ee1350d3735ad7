package dev.causeway.snapctl;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.causeway.manifests.ManifestProblem;
import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.routing.input.Origin;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;

/**
 * Something that is wrong with a folder of manifests, or remarkable. Never holds values of Secrets.
 *
 * @param severity whether an object is not served because of it
 * @param source file path relative to the folder
 * @param line line in that file, from 1; 0 where none is known
 * @param object the object, such as {@code Route shop/web}; empty where it cannot be told
 * @param field path of the field, empty where no single field is at fault
 * @param message sentence for people
 */
record Finding(
    Severity severity, String source, int line, String object, String field, String message)
    implements Comparable<Finding> {

  /** How bad it is. */
  enum Severity {
    /** An object, or a document, is not used. */
    ERROR,
    /** Served all the same, perhaps not as meant. */
    WARNING;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::source)
          .thenComparingInt(Finding::line)
          .thenComparing(Finding::severity)
          .thenComparing(Finding::object)
          .thenComparing(Finding::field)
          .thenComparing(Finding::message);

  static Finding of(ManifestProblem problem) {
    return new Finding(
        problem.lost() ? Severity.ERROR : Severity.WARNING,
        problem.source(),
        problem.line(),
        problem.object(),
        problem.field(),
        problem.reason());
  }

  /** A Route that is not admitted. */
  static Finding of(Verdict rejected) {
    String reason = Objects.requireNonNull(rejected.reason()).text();
    return at(
        rejected.origin(),
        Severity.ERROR,
        rejected.route().toString(),
        rejected.field(),
        "not admitted by shard " + rejected.shard() + ", " + reason + ": " + rejected.message());
  }

  static Finding of(Notice notice) {
    return at(
        notice.origin(),
        Severity.WARNING,
        notice.object().toString(),
        notice.field(),
        notice.message());
  }

  private static Finding at(
      Origin origin, Severity severity, String object, String field, String message) {
    String written =
        origin.derivedFrom().isEmpty() ? object : origin.derivedFrom() + " (" + object + ")";
    return new Finding(severity, origin.source(), origin.line(), written, field, message);
  }

  /** Returns it as one line, as compilers print them, with the path as the folder was named. */
  String text(Path folder) {
    StringBuilder text = new StringBuilder(folder.resolve(source).toString());
    if (line > 0) {
      text.append(':').append(line);
    }
    text.append(": ").append(severity);
    if (!object.isEmpty()) {
      text.append(": ").append(object);
    }
    if (!field.isEmpty() && !message.contains(field)) {
      text.append(object.isEmpty() ? ": " : " ").append(field);
    }
    return text.append(": ").append(message).toString().replaceAll("\\p{Cntrl}", " ");
  }

  ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("severity", severity.toString())
        .put("source", source)
        .put("line", line)
        .put("object", object)
        .put("field", field)
        .put("message", message);
  }

  @Override
  public int compareTo(Finding other) {
    return ORDER.compare(this, other);
  }
}
