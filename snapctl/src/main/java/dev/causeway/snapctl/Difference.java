package dev.causeway.snapctl;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

  ObjectNode json() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("change", sign.name().toLowerCase(Locale.ROOT))
            .put("kind", kind)
            .put("name", name)
            .put("route", route);
    details.forEach(json.putArray("details")::add);
    return json;
  }

  @Override
  public int compareTo(Difference other) {
    return ORDER.compare(this, other);
  }
}
