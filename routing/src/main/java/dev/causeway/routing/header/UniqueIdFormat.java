package dev.causeway.routing.header;

import java.util.Optional;

/** The formats of unique ids: what of {@link LogFormat} makes sense there (RO-062). */
public final class UniqueIdFormat {
  /** What holds where the IngressController gives no format. */
  public static final String DEFAULT = "%{+X}o %ci:%cp_%fi:%fp_%Ts_%rt:%pid";

  private static final int MOST = 1_024;

  private UniqueIdFormat() {}

  /** Returns the format that {@code text} means, or empty where an item is not supported. */
  public static Optional<LogFormat> parse(String text) {
    if (text.length() > MOST) {
      return Optional.empty();
    }
    return switch (LogFormat.parse(text)) {
      case LogFormat.Unknown unknown -> Optional.empty();
      case LogFormat.Parsed parsed ->
          Optional.of(parsed.format())
              .filter(format -> format.parts().stream().allMatch(UniqueIdFormat::isSupported));
    };
  }

  private static boolean isSupported(LogFormat.Part part) {
    return switch (part) {
      case LogFormat.Text text -> true;
      case LogFormat.Blank blank -> true;
      case LogFormat.Item item ->
          item.tag() instanceof LogTag.Fact && !item.flags().quoted() && !item.flags().escaped();
    };
  }
}
