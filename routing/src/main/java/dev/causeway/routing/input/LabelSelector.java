package dev.causeway.routing.input;

import java.util.List;
import java.util.Map;

/**
 * A Kubernetes label selector; all requirements must hold.
 *
 * @param matchLabels labels that must have these values
 * @param matchExpressions further requirements
 */
public record LabelSelector(Map<String, String> matchLabels, List<Requirement> matchExpressions) {
  /** The selector that selects everything. */
  public static final LabelSelector EVERYTHING = new LabelSelector(Map.of(), List.of());

  /** Copies map and list. */
  public LabelSelector {
    matchLabels = Map.copyOf(matchLabels);
    matchExpressions = List.copyOf(matchExpressions);
  }

  /**
   * One requirement.
   *
   * @param key label
   * @param operator {@code In}, {@code NotIn}, {@code Exists} or {@code DoesNotExist}; anything
   *     else matches nothing
   * @param values values for {@code In} and {@code NotIn}
   */
  public record Requirement(String key, String operator, List<String> values) {
    /** Copies the list. */
    public Requirement {
      values = List.copyOf(values);
    }

    boolean matches(Map<String, String> labels) {
      String value = labels.get(key);
      return switch (operator) {
        case "In" -> value != null && values.contains(value);
        case "NotIn" -> value == null || !values.contains(value);
        case "Exists" -> value != null;
        case "DoesNotExist" -> value == null;
        default -> false;
      };
    }
  }

  /** Returns whether {@code labels} satisfies every requirement. */
  public boolean matches(Map<String, String> labels) {
    for (Map.Entry<String, String> entry : matchLabels.entrySet()) {
      if (!entry.getValue().equals(labels.get(entry.getKey()))) {
        return false;
      }
    }
    for (Requirement requirement : matchExpressions) {
      if (!requirement.matches(labels)) {
        return false;
      }
    }
    return true;
  }
}
