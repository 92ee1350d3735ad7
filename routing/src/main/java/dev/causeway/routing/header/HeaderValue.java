package dev.causeway.routing.header;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value that a header action sets: text and dynamic items in order (RT-058).
 *
 * @param parts the parts
 */
public record HeaderValue(List<Part> parts) {
  /** Most characters of a value as written (RT-057). */
  public static final int MAX_LENGTH = 16_384;

  /** Repetitions are possessive: others take a stack that grows with the text. */
  private static final Pattern ITEM =
      Pattern.compile(
          "%(?:(%)|(?:\\{[-+]?[QXE](?:,[-+]?[QXE])*+\\})?"
              + "\\[(?:(req|res)\\.hdr\\(([0-9A-Za-z-]+)\\)|ssl_c_der)((?:,(?:lower|base64))*+)\\])");

  /** Copies the list. */
  public HeaderValue {
    parts = List.copyOf(parts);
  }

  /** A part of a value. */
  public sealed interface Part {}

  /**
   * Text that stands for itself.
   *
   * @param text the text, without control characters
   */
  public record Text(String text) implements Part {}

  /**
   * The last element of a header of the message that is edited.
   *
   * @param name name of the header
   * @param converters applied in order
   */
  public record Header(String name, List<Converter> converters) implements Part {
    /** Copies the list. */
    public Header {
      converters = List.copyOf(converters);
    }
  }

  /**
   * The client's certificate, DER; nothing where there is none.
   *
   * @param converters applied in order
   */
  public record ClientCertificate(List<Converter> converters) implements Part {
    /** Copies the list. */
    public ClientCertificate {
      converters = List.copyOf(converters);
    }
  }

  /** What can be done to a dynamic item. */
  public enum Converter {
    /** ASCII letters become lower-case. */
    LOWER,
    /** The bytes in Base64 with padding. */
    BASE64
  }

  /**
   * Returns the value that {@code text} means, or empty where the grammar does not allow it. Format
   * flags such as {@code {+Q}} are accepted and have no effect.
   *
   * @param response whether it is for responses, whose headers are {@code res.hdr}
   */
  public static Optional<HeaderValue> parse(String text, boolean response) {
    if (text.isEmpty()
        || text.length() > MAX_LENGTH
        || text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      return Optional.empty();
    }
    List<Part> parts = new ArrayList<>();
    StringBuilder plain = new StringBuilder();
    Matcher item = ITEM.matcher(text);
    for (int at = 0; at < text.length(); ) {
      if (text.charAt(at) != '%') {
        plain.append(text.charAt(at++));
        continue;
      }
      String source = response ? "res" : "req";
      if (!item.region(at, text.length()).lookingAt()
          || (item.group(2) != null && !item.group(2).equals(source))) {
        return Optional.empty();
      }
      if (item.group(1) != null) {
        plain.append('%');
      } else {
        flush(plain, parts);
        List<Converter> converters = converters(item.group(4));
        parts.add(
            item.group(3) == null
                ? new ClientCertificate(converters)
                : new Header(item.group(3), converters));
      }
      at = item.end();
    }
    flush(plain, parts);
    return Optional.of(new HeaderValue(parts));
  }

  private static void flush(StringBuilder plain, List<Part> parts) {
    if (!plain.isEmpty()) {
      parts.add(new Text(plain.toString()));
      plain.setLength(0);
    }
  }

  private static List<Converter> converters(String text) {
    List<Converter> converters = new ArrayList<>();
    for (String name : text.split(",", -1)) {
      switch (name) {
        case "lower" -> converters.add(Converter.LOWER);
        case "base64" -> converters.add(Converter.BASE64);
        default -> {} // the empty text before the first comma
      }
    }
    return converters;
  }
}
