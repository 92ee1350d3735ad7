package dev.causeway.routing.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A complete HTTP response as text: status line, header lines, an empty line, the body (RO-081).
 *
 * @param status status code, 200 to 599
 * @param reason reason phrase, possibly empty
 * @param fields header lines in order, without those that frame the message
 * @param body the body
 */
public record RawResponse(int status, String reason, List<Field> fields, String body) {
  private static final Pattern STATUS_LINE =
      Pattern.compile("HTTP/[0-9](?:\\.[0-9])? ([2-5][0-9]{2})(?: ([^\\p{Cntrl}]*))?");
  private static final Pattern FIELD =
      Pattern.compile("([-!#$%&'*+.0-9A-Z^_`a-z|~]+):[ \\t]*([^\\p{Cntrl}]*)");
  private static final Set<String> FRAMING =
      Set.of(
          "content-length", "transfer-encoding", "connection", "keep-alive", "upgrade", "trailer");

  /** Copies the list. */
  public RawResponse {
    fields = List.copyOf(fields);
  }

  /**
   * A header line.
   *
   * @param name name as written
   * @param value value without surrounding blanks
   */
  public record Field(String name, String value) {}

  /** Returns the response that {@code text} is, or empty where its head is not valid. */
  public static Optional<RawResponse> parse(String text) {
    List<Field> fields = new ArrayList<>();
    Matcher statusLine = null;
    int at = 0;
    while (at <= text.length()) {
      int end = text.indexOf('\n', at);
      String line = text.substring(at, end < 0 ? text.length() : end);
      line = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
      at = end < 0 ? text.length() + 1 : end + 1;
      if (statusLine == null) {
        statusLine = STATUS_LINE.matcher(line);
        if (!statusLine.matches()) {
          return Optional.empty();
        }
      } else if (line.isEmpty()) {
        break;
      } else {
        Matcher field = FIELD.matcher(line);
        if (!field.matches()) {
          return Optional.empty();
        }
        if (!FRAMING.contains(field.group(1).toLowerCase(Locale.ROOT))) {
          fields.add(new Field(field.group(1), field.group(2).strip()));
        }
      }
    }
    if (statusLine == null) {
      return Optional.empty();
    }
    String reason = statusLine.group(2);
    return Optional.of(
        new RawResponse(
            Integer.parseInt(statusLine.group(1)),
            reason == null ? "" : reason,
            fields,
            text.substring(Math.min(at, text.length()))));
  }
}
