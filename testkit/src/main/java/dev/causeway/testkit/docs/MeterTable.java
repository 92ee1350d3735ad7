package dev.causeway.testkit.docs;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The table of an application's meters, as {@code docs/metrics.md} shows it. */
public final class MeterTable {
  private final StringBuilder table =
      new StringBuilder("| series | type | unit | tags | meaning |\n|---|---|---|---|---|\n");

  /** Begins an empty table. */
  public MeterTable() {}

  /**
   * Adds a meter.
   *
   * @param id name in Micrometer's spelling, with dots
   * @param type name of Micrometer's type, as in its enum
   * @param tags every value of every tag
   */
  public MeterTable add(
      String id, String type, String unit, String meaning, Map<String, List<String>> tags) {
    table
        .append("| `")
        .append(series(id, type, unit))
        .append("` | ")
        .append(type.toLowerCase(Locale.ROOT))
        .append(" | ")
        .append(unit)
        .append(" | ");
    tags.forEach(
        (name, values) ->
            table
                .append("`")
                .append(name)
                .append("`: ")
                .append(String.join(", ", values))
                .append("; "));
    if (!tags.isEmpty()) {
      table.setLength(table.length() - 2);
    }
    table.append(" | ").append(meaning).append(" |\n");
    return this;
  }

  /** The name under which Prometheus knows the meter. */
  private static String series(String id, String type, String unit) {
    String base = id.replace('.', '_');
    if (type.equals("COUNTER")) {
      return base + "_total";
    }
    return unit.equals("seconds") ? base + "_seconds" : base;
  }

  /** Returns the whole lines of the table. */
  public String text() {
    return table.toString();
  }
}
