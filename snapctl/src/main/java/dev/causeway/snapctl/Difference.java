package dev.causeway.snapctl;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * One thing that would be served otherwise. Certificates appear by name and fingerprint; values of
 * settings and policies do not appear.
 *
 * @param sign what would become of it
 * @param kind what it is: rule, host, certificate, endpoints ...
 * @param name its name; host and path of a rule
 * @param route the Route it comes from, as namespace/name; empty where it is no matter of one Route
 * @param details what differs
 */
record Difference(Sign sign, String kind, String name, String route, List<String> details)
    implements Comparable<Difference> {
  private static final Comparator<Difference> ORDER =
      Comparator.comparing(Difference::kind)
          .thenComparing(Difference::name)
          .thenComparing(Difference::route)
          .thenComparing(Difference::sign);

  /** Copies the list. */
  Difference {
    details = List.copyOf(details);
  }

  /** What would become of it. */
  enum Sign {
    REMOVED("-"),
    ADDED("+"),
    CHANGED("~");

    private final String symbol;

    Sign(String symbol) {
      this.symbol = symbol;
    }
  }

  String text() {
    return (sign.symbol
            + " "
            + kind
            + " "
            + name
            + (route.isEmpty() ? "" : " (Route " + route + ")")
            + (details.isEmpty() ? "" : ": " + String.join(", ", details)))
        .replaceAll("\\p{Cntrl}", " ");
  }

  Value json() {
    return Values.object(
        Struct.newBuilder()
            .putFields("change", Values.text(sign.name().toLowerCase(Locale.ROOT)))
            .putFields("kind", Values.text(kind))
            .putFields("name", Values.text(name))
            .putFields("route", Values.text(route))
            .putFields("details", Values.list(details.stream().map(Values::text).toList())));
  }

  @Override
  public int compareTo(Difference other) {
    return ORDER.compare(this, other);
  }
}
