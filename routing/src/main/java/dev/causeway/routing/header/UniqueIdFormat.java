package dev.causeway.routing.header;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The format of a unique id: the part of HAProxy's log format that makes sense there (RO-062).
 *
 * @param parts the parts in order
 */
public record UniqueIdFormat(List<Part> parts) {
  /** What holds where the IngressController gives no format. */
  public static final String DEFAULT = "%{+X}o %ci:%cp_%fi:%fp_%Ts_%rt:%pid";

  private static final Pattern ITEM =
      Pattern.compile("%(?:(%)|(\\{[-+]X\\})?(o|ci|cp|fi|fp|Ts|rt|pid)|(\\[uuid(?:\\(\\))?\\]))");

  /** Copies the list. */
  public UniqueIdFormat {
    parts = List.copyOf(parts);
  }

  /** A part of a format. */
  public sealed interface Part {}

  /**
   * Text that stands for itself.
   *
   * @param text the text
   */
  public record Text(String text) implements Part {}

  /**
   * A fact about the request.
   *
   * @param variable which
   * @param hex whether it is written in hexadecimal digits
   */
  public record Fact(Variable variable, boolean hex) implements Part {}

  /** Facts about a request. */
  public enum Variable {
    /** Address of the client. */
    CLIENT_ADDRESS,
    /** Port of the client. */
    CLIENT_PORT,
    /** Address that the client connected to. */
    FRONTEND_ADDRESS,
    /** Port that the client connected to. */
    FRONTEND_PORT,
    /** Seconds since the epoch. */
    SECONDS,
    /** Number of the request. */
    REQUEST_NUMBER,
    /** Number of the process. */
    PROCESS,
    /** A random UUID. */
    UUID
  }

  /** Returns the format that {@code text} means, or empty where an item is not supported. */
  public static Optional<UniqueIdFormat> parse(String text) {
    if (text.isEmpty() || text.length() > 1_024 || text.chars().anyMatch(c -> c < ' ' || c > '~')) {
      return Optional.empty();
    }
    List<Part> parts = new ArrayList<>();
    Matcher item = ITEM.matcher(text);
    boolean allHex = false;
    for (int at = 0; at < text.length(); ) {
      if (text.charAt(at) != '%') {
        int end = text.indexOf('%', at);
        end = end < 0 ? text.length() : end;
        // HAProxy's configuration needs blanks escaped; people carry that over.
        parts.add(new Text(text.substring(at, end).replace("\\ ", " ")));
        at = end;
        continue;
      }
      if (!item.region(at, text.length()).lookingAt()) {
        return Optional.empty();
      }
      boolean hex = item.group(2) == null ? allHex : item.group(2).equals("{+X}");
      if (item.group(1) != null) {
        parts.add(new Text("%"));
      } else if (item.group(4) != null) {
        parts.add(new Fact(Variable.UUID, false));
      } else if (item.group(3).equals("o")) {
        allHex = hex;
      } else {
        parts.add(new Fact(variable(item.group(3)), hex));
      }
      at = item.end();
    }
    return Optional.of(new UniqueIdFormat(parts));
  }

  private static Variable variable(String name) {
    return switch (name) {
      case "ci" -> Variable.CLIENT_ADDRESS;
      case "cp" -> Variable.CLIENT_PORT;
      case "fi" -> Variable.FRONTEND_ADDRESS;
      case "fp" -> Variable.FRONTEND_PORT;
      case "Ts" -> Variable.SECONDS;
      case "rt" -> Variable.REQUEST_NUMBER;
      case "pid" -> Variable.PROCESS;
      default -> throw new IllegalArgumentException("the pattern allows no " + name);
    };
  }
}
