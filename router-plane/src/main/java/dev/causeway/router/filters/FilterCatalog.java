package dev.causeway.router.filters;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.cloud.gateway.filter.GatewayFilter;

/**
 * Every gateway filter of this router by the name that {@code causeway.dev/filters} uses.
 *
 * <p>Names come from two places: bean names of {@link GatewayFilter} beans, and {@code
 * causeway.router.filters.<name>} properties.
 */
public final class FilterCatalog {

  private final Map<String, GatewayFilter> filters;

  private FilterCatalog(Map<String, GatewayFilter> filters) {
    this.filters = filters;
  }

  /**
   * Returns the catalog of beans and configured filters together.
   *
   * @throws IllegalArgumentException if a configured name is the name of a bean as well
   */
  public static FilterCatalog of(
      Map<String, GatewayFilter> beans, Map<String, GatewayFilter> configured) {
    Map<String, GatewayFilter> all = new TreeMap<>(beans);
    configured.forEach(
        (name, filter) -> {
          if (all.put(name, filter) != null) {
            throw new IllegalArgumentException(
                "causeway.router.filters." + name + " has the name of a filter bean; rename one");
          }
        });
    return new FilterCatalog(all);
  }

  /** Returns the filter of this name, if there is one. */
  public Optional<GatewayFilter> find(String name) {
    return Optional.ofNullable(filters.get(name));
  }

  /** Returns the names of all filters, sorted. */
  public Set<String> names() {
    return new TreeSet<>(filters.keySet());
  }
}
