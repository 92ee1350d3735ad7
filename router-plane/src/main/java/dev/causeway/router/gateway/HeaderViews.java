package dev.causeway.router.gateway;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.Iterator;
import java.util.Map;
import org.springframework.http.support.Netty4HeadersAdapter;

/**
 * Spring's view of Netty headers and the way back.
 *
 * <p>{@link Netty4HeadersAdapter} visits names that differ only in case once each and yields all
 * values every time, so a client that sends {@code X-A: 1} and {@code x-a: 2} would send four
 * values upstream after any {@code mutate()}. Such headers are copied instead of viewed.
 */
final class HeaderViews {

  private HeaderViews() {}

  /** Returns a view of {@code headers}, or a copy where a view would repeat values. */
  static org.springframework.http.HttpHeaders view(HttpHeaders headers) {
    if (!repeatsNamesInOtherCase(headers)) {
      return new org.springframework.http.HttpHeaders(new Netty4HeadersAdapter(headers));
    }
    return copy(headers);
  }

  /** Returns a copy of {@code headers}. */
  static org.springframework.http.HttpHeaders copy(HttpHeaders headers) {
    var copy = new org.springframework.http.HttpHeaders();
    addTo(copy, headers);
    return copy;
  }

  /** Adds all of Spring's headers to Netty headers. */
  static void addAll(org.springframework.http.HttpHeaders from, HttpHeaders to) {
    from.forEach((name, values) -> to.add(name, values));
  }

  /** Adds all of Netty's headers to Spring's. */
  static void addTo(org.springframework.http.HttpHeaders to, HttpHeaders from) {
    Iterator<Map.Entry<String, String>> entries = from.iteratorAsString();
    while (entries.hasNext()) {
      Map.Entry<String, String> entry = entries.next();
      to.add(entry.getKey(), entry.getValue());
    }
  }

  /** A Bloom filter of one word over the names; only a hit pays for the exact look. */
  private static boolean repeatsNamesInOtherCase(HttpHeaders headers) {
    long seen = 0;
    boolean suspect = false;
    Iterator<Map.Entry<CharSequence, CharSequence>> entries = headers.iteratorCharSequence();
    while (entries.hasNext()) {
      long bit = 1L << AsciiString.hashCode(entries.next().getKey());
      suspect |= (seen & bit) != 0;
      seen |= bit;
    }
    if (!suspect) {
      return false;
    }
    String[] names = headers.names().toArray(String[]::new);
    for (int i = 0; i < names.length; i++) {
      for (int j = i + 1; j < names.length; j++) {
        if (names[i].equalsIgnoreCase(names[j])) {
          return true;
        }
      }
    }
    return false;
  }
}
