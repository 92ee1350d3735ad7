package dev.causeway.routing.header;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A log format in HAProxy's notation: text, blanks, and tags such as {@code %ci} or {@code %{+Q}r}.
 *
 * @param parts the parts in order
 */
public record LogFormat(List<Part> parts) {
  /** HAProxy's format of HTTP requests (RO-085). */
  public static final String HTTP =
      "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc"
          + " %ac/%fc/%bc/%sc/%rc %sq/%bq %hr %hs %{+Q}r";

  /** HAProxy's format of TCP connections. */
  public static final String TCP =
      "%ci:%cp [%t] %ft %b/%s %Tw/%Tc/%Tt %B %ts %ac/%fc/%bc/%sc/%rc %sq/%bq";

  private static final int MOST = 8_192;

  private static final Pattern TAG =
      Pattern.compile("%(\\{[^}]*\\})?(?:([0-9A-Za-z]+)|(\\[[^\\]]*\\]))");

  /** HAProxy's configuration needs blanks escaped; people carry that over. */
  private static final Pattern BLANKS = Pattern.compile("(?:\\\\? )+");

  private static final Pattern LITERAL = Pattern.compile("(?:(?!\\\\? )[^%])+");

  /** Copies the list. */
  public LogFormat {
    parts = List.copyOf(parts);
  }

  /** A part of a format. */
  public sealed interface Part {}

  /**
   * Text that stands for itself.
   *
   * @param text the text, without blanks
   */
  public record Text(String text) implements Part {}

  /** One or more blanks; where nothing was written since the last one, it is nothing. */
  public record Blank() implements Part {}

  /**
   * A value.
   *
   * @param tag which
   * @param flags how it is written
   */
  public record Item(LogTag tag, Flags flags) implements Part {}

  /**
   * How a value is written.
   *
   * @param quoted {@code Q}: between quotation marks
   * @param escaped {@code E}: with a backslash before what RFC 5424 wants escaped
   * @param hex {@code X}: in hexadecimal digits
   */
  public record Flags(boolean quoted, boolean escaped, boolean hex) {
    static final Flags NONE = new Flags(false, false, false);

    private @Nullable Flags with(@Nullable String group) {
      Flags flags = this;
      if (group == null) {
        return flags;
      }
      for (String flag : group.substring(1, group.length() - 1).split(",", -1)) {
        boolean on = flag.startsWith("+");
        flags =
            switch (flag) {
              case "+Q", "-Q" -> new Flags(on, flags.escaped, flags.hex);
              case "+E", "-E" -> new Flags(flags.quoted, on, flags.hex);
              case "+X", "-X" -> new Flags(flags.quoted, flags.escaped, on);
              default -> null;
            };
        if (flags == null) {
          return null;
        }
      }
      return flags;
    }
  }

  /** What reading a text came to. */
  public sealed interface Result {}

  /**
   * A format.
   *
   * @param format the format
   */
  public record Parsed(LogFormat format) implements Result {}

  /**
   * No format.
   *
   * @param what what is not known, as it stands there; empty where the text as a whole is unusable
   */
  public record Unknown(String what) implements Result {}

  /** Reads {@code text}, which is 1 to 8192 printable ASCII characters. */
  public static Result parse(String text) {
    if (text.isEmpty() || text.length() > MOST || text.chars().anyMatch(c -> c < ' ' || c > '~')) {
      return new Unknown("");
    }
    List<Part> parts = new ArrayList<>();
    Matcher tag = TAG.matcher(text);
    Matcher blanks = BLANKS.matcher(text);
    Matcher literal = LITERAL.matcher(text);
    Flags all = Flags.NONE;
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith("%%", at)) {
        parts.add(new Text("%"));
        at += 2;
      } else if (literal.region(at, text.length()).lookingAt()) {
        parts.add(new Text(literal.group()));
        at = literal.end();
      } else if (blanks.region(at, text.length()).lookingAt()) {
        parts.add(new Blank());
        at = blanks.end();
      } else if (tag.region(at, text.length()).lookingAt()) {
        Flags flags = all.with(tag.group(1));
        String name = tag.group(2) == null ? tag.group(3) : tag.group(2);
        LogTag known = LogTag.of(name);
        at = tag.end();
        if (flags != null && name.equals("o")) {
          all = flags;
        } else if (flags == null || known == null) {
          return new Unknown(tag.group());
        } else {
          parts.add(new Item(known, flags));
        }
      } else {
        return new Unknown(text.substring(at, Math.min(text.length(), at + 2)));
      }
    }
    return new Parsed(new LogFormat(parts));
  }

  /** Returns a format that this class knows to be one. */
  public static LogFormat of(String text) {
    return switch (parse(text)) {
      case Parsed parsed -> parsed.format();
      case Unknown unknown ->
          throw new IllegalArgumentException("no log format: " + unknown.what());
    };
  }

  /** Returns whether {@code tag} is part of the format. */
  public boolean has(LogTag tag) {
    return parts.stream().anyMatch(part -> part instanceof Item item && item.tag() == tag);
  }
}
