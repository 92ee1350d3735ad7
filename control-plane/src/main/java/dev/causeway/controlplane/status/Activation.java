package dev.causeway.controlplane.status;

import io.fabric8.openshift.api.model.RouteIngress;
import io.fabric8.openshift.api.model.RouteIngressCondition;
import io.fabric8.openshift.api.model.RouteIngressConditionBuilder;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the condition {@code Activated} says of one entry: every router that was connected held what
 * was compiled from a generation of the Route.
 *
 * @param generation generation of the Route, 0 where the API server does not count them
 * @param routers number of routers, at least 1
 */
record Activation(long generation, int routers) {
  static final String TYPE = "Activated";
  static final String REASON = "HeldByRouters";

  private static final Pattern GENERATION = Pattern.compile("\\bgeneration ([0-9]{1,18})\\b");

  Activation {
    if (generation < 0 || routers < 1) {
      throw new IllegalArgumentException("no activation without a router");
    }
  }

  /** Returns the condition, begun at {@code time}. */
  RouteIngressCondition condition(String time) {
    return new RouteIngressConditionBuilder()
        .withType(TYPE)
        .withStatus("True")
        .withReason(REASON)
        .withMessage(
            (generation == 0 ? "the Route" : "generation " + generation)
                + " is served by "
                + (routers == 1
                    ? "the one router that was connected"
                    : "all " + routers + " routers that were connected"))
        .withLastTransitionTime(time)
        .build();
  }

  /**
   * Returns the generation that an entry says is activated, 0 where it names none; empty where it
   * says nothing of the kind.
   */
  static OptionalLong of(RouteIngress entry) {
    for (RouteIngressCondition condition : StatusPlanner.conditions(entry)) {
      if (TYPE.equals(condition.getType()) && "True".equals(condition.getStatus())) {
        Matcher named = GENERATION.matcher(text(condition.getMessage()));
        return OptionalLong.of(named.find() ? Long.parseLong(named.group(1)) : 0);
      }
    }
    return OptionalLong.empty();
  }

  /**
   * Returns whether an entry already says of {@code generation} what is to be said once.
   *
   * @param present newest generation of the Route that is known; what claims to be newer still was
   *     written about another Route
   */
  static boolean isSaid(RouteIngress entry, long generation, long present) {
    OptionalLong said = of(entry);
    if (said.isEmpty()) {
      return false;
    }
    long named = said.getAsLong();
    return generation == 0
        || named == generation
        || (named > generation && named <= Math.max(present, generation));
  }

  private static String text(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }
}
