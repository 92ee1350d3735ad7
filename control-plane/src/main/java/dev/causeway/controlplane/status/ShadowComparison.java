package dev.causeway.controlplane.status;

import dev.causeway.controlplane.status.ShadowDifference.Kind;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.routing.input.ObjectKey;
import io.fabric8.openshift.api.model.RouteIngress;
import io.fabric8.openshift.api.model.RouteIngressCondition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares verdicts with the entries that routers of the same names wrote. Pure. */
final class ShadowComparison {
  private static final String ADMITTED = "conditions[Admitted].status";

  private ShadowComparison() {}

  /**
   * Returns how one Route differs. Messages and canonical host names are not compared, as every
   * implementation has its own.
   *
   * @param present {@code status.ingress} as it is
   * @param wishes what our shards would write; entries of other routers do not count
   */
  static List<ShadowDifference> compare(
      ObjectKey route, List<RouteIngress> present, Collection<StatusPlan.Wish> wishes) {
    List<ShadowDifference> found = new ArrayList<>();
    for (StatusPlan.Wish wish : wishes) {
      String router = wish.router().routerName();
      RouteIngress theirs = StatusPlanner.entryOf(present, router);
      if (wish.verdict() != null || theirs != null) {
        new Pair(route.namespace() + "/" + route.name(), router, wish.verdict(), theirs)
            .compare(found);
      }
    }
    return found;
  }

  /** Both sides, one of them at least. */
  private record Pair(
      String route, String router, @Nullable Verdict ours, @Nullable RouteIngress theirs) {

    void compare(List<ShadowDifference> found) {
      if (ours == null) {
        found.add(difference(Kind.NOT_SELECTED, "", "", theirAdmission()));
      } else if (theirs == null) {
        found.add(difference(Kind.NO_ENTRY, "", ourAdmission(), ""));
      } else if (ours.admitted() != theyAdmit()) {
        // Of a Route that one side rejects, the other fields have no meaning to compare.
        found.add(
            difference(
                ours.admitted() ? Kind.ONLY_OURS : Kind.ONLY_THEIRS,
                ADMITTED,
                ourAdmission(),
                theirAdmission()));
      } else {
        add(found, Kind.REASON, "conditions[Admitted].reason", ourReason(), theirReason());
        add(found, Kind.HOST, "host", ours.host(), text(theirs.getHost()));
        String theirPolicy = text(theirs.getWildcardPolicy());
        add(
            found,
            Kind.WILDCARD_POLICY,
            "wildcardPolicy",
            StatusPlanner.wildcardPolicy(ours),
            theirPolicy.isEmpty() ? "None" : theirPolicy);
      }
    }

    private void add(
        List<ShadowDifference> found, Kind kind, String field, String our, String their) {
      if (!our.equals(their)) {
        found.add(difference(kind, field, our, their));
      }
    }

    private ShadowDifference difference(Kind kind, String field, String our, String their) {
      RouteIngressCondition condition = condition();
      return new ShadowDifference(
          kind,
          route,
          router,
          field,
          our,
          their,
          ourMessage(),
          condition == null ? "" : text(condition.getMessage()));
    }

    private String ourMessage() {
      if (ours == null || ours.message().isEmpty()) {
        return "";
      }
      return ours.field().isEmpty() ? ours.message() : ours.field() + ": " + ours.message();
    }

    private @Nullable RouteIngressCondition condition() {
      return theirs == null ? null : StatusPlanner.admitted(theirs);
    }

    private boolean theyAdmit() {
      RouteIngressCondition condition = condition();
      return condition != null && "True".equals(condition.getStatus());
    }

    /** Returns the reason of their rejection; a router may give one to an admission too. */
    private String theirReason() {
      RouteIngressCondition condition = condition();
      return condition == null || theyAdmit() ? "" : text(condition.getReason());
    }

    private String ourReason() {
      return ours == null || ours.reason() == null ? "" : ours.reason().text();
    }

    private String ourAdmission() {
      return ourReason().isEmpty() ? "True" : "False " + ourReason();
    }

    private String theirAdmission() {
      RouteIngressCondition condition = condition();
      return condition == null ? "" : (text(condition.getStatus()) + " " + theirReason()).strip();
    }
  }

  private static String text(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }
}
