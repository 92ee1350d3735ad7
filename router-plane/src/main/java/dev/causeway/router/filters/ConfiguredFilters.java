package dev.causeway.router.filters;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.factory.GatewayFilterFactory;
import org.springframework.core.convert.ConversionService;

/**
 * Makes the filters that properties describe.
 *
 * <p>Arguments are bound by name to the factory's configuration class and to nothing else: no
 * placeholders, no expressions, and an argument the class does not have is an error. Spring Cloud
 * Gateway's own {@code ConfigurationService} would evaluate {@code #{...}} in them. The factory
 * never learns a route id, because Retry and CircuitBreaker would then hold whole request bodies in
 * memory for that route.
 */
public final class ConfiguredFilters {

  private final Map<String, GatewayFilterFactory<?>> factories = new LinkedHashMap<>();
  private final ConversionService conversion;

  /** Takes the factories there are and what converts text to their argument types. */
  public ConfiguredFilters(
      Collection<GatewayFilterFactory<?>> factories, ConversionService conversion) {
    factories.forEach(factory -> this.factories.put(factory.name(), factory));
    this.conversion = conversion;
  }

  /**
   * Makes all filters.
   *
   * @throws IllegalArgumentException naming the filter, if its factory or an argument is unknown or
   *     an argument is wrong
   */
  public Map<String, GatewayFilter> make(Map<String, FilterDefinition> definitions) {
    Map<String, GatewayFilter> made = new LinkedHashMap<>();
    definitions.forEach((name, definition) -> made.put(name, make(name, definition)));
    return made;
  }

  private GatewayFilter make(String name, FilterDefinition definition) {
    GatewayFilterFactory<?> factory = factories.get(definition.factory());
    if (factory == null) {
      throw new IllegalArgumentException(
          "causeway.router.filters."
              + name
              + ".factory is "
              + definition.factory()
              + ", known are "
              + String.join(", ", new TreeSet<>(factories.keySet())));
    }
    return apply(name, factory, definition.args());
  }

  private <C> GatewayFilter apply(
      String name, GatewayFilterFactory<C> factory, Map<String, String> args) {
    try {
      C config = args.isEmpty() ? factory.newConfig() : bind(factory.getConfigClass(), args);
      return factory.apply(config);
    } catch (BindException | IllegalArgumentException | NullPointerException e) {
      throw new IllegalArgumentException(
          "causeway.router.filters." + name + ".args do not fit: " + rootMessage(e), e);
    }
  }

  private <C> C bind(Class<C> type, Map<String, String> args) {
    Binder binder =
        new Binder(java.util.List.of(new MapConfigurationPropertySource(args)), null, conversion);
    return binder.bindOrCreate(
        ConfigurationPropertyName.EMPTY,
        Bindable.of(type),
        new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      root = cause;
    }
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : message;
  }
}
