package dev.causeway.router.limit;

import dev.causeway.routing.model.RouteRef;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The tables of all Routes with limits: a Route keeps its table over commits, for as long as a plan
 * holds it. The configuration thread asks for tables; any thread may sweep.
 */
public final class SourceTables {
  private final Map<RouteRef, WeakReference<SourceTable>> tables = new ConcurrentHashMap<>();
  private final LongSupplier millis;

  /**
   * Creates an empty register.
   *
   * @param millis a clock that never goes back, milliseconds
   */
  public SourceTables(LongSupplier millis) {
    this.millis = millis;
  }

  /** Returns the table of a Route, a new one if no plan holds any. */
  public SourceTable of(RouteRef route) {
    WeakReference<SourceTable> known = tables.get(route);
    SourceTable table = known == null ? null : known.get();
    if (table == null) {
      table = new SourceTable(millis);
      tables.put(route, new WeakReference<>(table));
    }
    return table;
  }

  /** Lets idle sources go, and tables that nobody holds any more; call it every few seconds. */
  public void sweep() {
    tables.values().removeIf(reference -> reference.get() == null);
    tables
        .values()
        .forEach(
            reference -> {
              SourceTable table = reference.get();
              if (table != null) {
                table.sweep();
              }
            });
  }
}
