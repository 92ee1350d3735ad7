package dev.causeway.router.headers;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Header names in the spelling that HTTP/1 peers of a shard want (RO-063). Immutable. HTTP/2 knows
 * lower case only and is not affected.
 */
public final class HeaderNames {
  /** Every name stays as it is. */
  public static final HeaderNames NONE = new HeaderNames(List.of());

  private final Map<String, Spelled> spellings = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /** Knows the spelling of {@code names}; the last of several counts. */
  public HeaderNames(List<String> names) {
    names.forEach(name -> spellings.put(name, new Spelled(name)));
  }

  /**
   * A header name whose spelling somebody chose; every other name is written in lower case.
   *
   * @param name the name
   */
  public record Spelled(String name) implements CharSequence {
    @Override
    public int length() {
      return name.length();
    }

    @Override
    public char charAt(int index) {
      return name.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return name.subSequence(start, end);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Returns the wanted spelling of {@code name}, or itself. */
  public CharSequence spelled(CharSequence name) {
    if (spellings.isEmpty()) {
      return name;
    }
    Spelled spelling = spellings.get(name.toString());
    return spelling == null ? name : spelling;
  }

  /** Gives the headers that are present the wanted spelling. */
  void apply(HttpHeaders headers) {
    for (Spelled spelling : spellings.values()) {
      if (headers.contains(spelling)) {
        headers.set(spelling, headers.getAll(spelling));
      }
    }
  }
}
