package dev.causeway.router.access;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Text of points in time in UTC, made anew once a second. Belongs to one thread. */
final class SecondText {
  private final DateTimeFormatter format;
  private long second = Long.MIN_VALUE;
  private byte[] text = {};

  /** Creates texts of a {@link DateTimeFormatter} pattern. */
  SecondText(String pattern) {
    this.format = DateTimeFormatter.ofPattern(pattern, Locale.US).withZone(ZoneOffset.UTC);
  }

  /** Returns the text of a second since the epoch; not to be changed. */
  byte[] of(long epochSecond) {
    if (epochSecond != second) {
      second = epochSecond;
      text = format.format(Instant.ofEpochSecond(epochSecond)).getBytes(StandardCharsets.US_ASCII);
    }
    return text;
  }
}
