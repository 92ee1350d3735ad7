package dev.causeway.router.filters;

import java.util.Map;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A gateway filter that the administrator parameterised.
 *
 * @param factory name of the factory as Spring Cloud Gateway spells it ({@code AddRequestHeader})
 * @param args arguments by property name, nested names with dots; plain text, never an expression
 */
public record FilterDefinition(
    @DefaultValue("") String factory, @DefaultValue Map<String, String> args) {
  /** Copies the arguments; a definition needs a factory. */
  public FilterDefinition {
    if (factory.isBlank()) {
      throw new IllegalArgumentException("a filter needs the name of its factory");
    }
    args = Map.copyOf(args);
  }
}
