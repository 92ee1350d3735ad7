package dev.causeway.router.config;

import dev.causeway.router.config.ResourceProblem.Code;
import dev.causeway.routing.model.Affinity;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.VirtualHost;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Finds what this router could not serve in a host. */
final class HostCheck {
  private static final Pattern COOKIE = Pattern.compile("[a-zA-Z0-9_-]+");

  private final PlanOptions options;

  HostCheck(PlanOptions options) {
    this.options = options;
  }

  List<ResourceProblem> problems(VirtualHost host) {
    List<ResourceProblem> problems = new ArrayList<>();
    for (int i = 0; i < host.rules().size(); i++) {
      Rule rule = host.rules().get(i);
      String field = "rules[" + i + "]";
      for (String feature : rule.requires()) {
        if (!options.features().contains(feature)) {
          problems.add(unsupported(field + ".requires", "unsupported feature " + feature));
        }
      }
      for (String filter : rule.filters()) {
        if (!options.knownFilter().test(filter)) {
          problems.add(unsupported(field + ".filters", "unsupported feature: filter " + filter));
        }
      }
      if (!HeaderActionCheck.isUsable(rule.policies().headerActions())) {
        problems.add(
            new ResourceProblem(
                Code.INVALID_VALUE, field + ".policies.header_actions", "a value is not valid"));
      }
      if (rule.backends().isEmpty()) {
        problems.add(
            new ResourceProblem(Code.INVALID_VALUE, field + ".backends", "no backend at all"));
      }
      if (rule.policies().serverTimeoutMillis() <= 0
          || rule.policies().tunnelTimeoutMillis() <= 0) {
        problems.add(
            new ResourceProblem(
                Code.INVALID_VALUE, field + ".policies", "a timeout is not above 0"));
      }
      Affinity affinity = rule.policies().affinity();
      if (affinity != null && !COOKIE.matcher(affinity.cookie()).matches()) {
        problems.add(
            new ResourceProblem(
                Code.INVALID_VALUE, field + ".policies.affinity.cookie", "not a cookie's name"));
      }
    }
    return problems;
  }

  private static ResourceProblem unsupported(String field, String message) {
    return new ResourceProblem(Code.UNSUPPORTED_FEATURE, field, message);
  }
}
