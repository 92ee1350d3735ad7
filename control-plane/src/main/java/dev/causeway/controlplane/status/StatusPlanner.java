package dev.causeway.controlplane.status;

import dev.causeway.routing.admission.Verdict;
import io.fabric8.openshift.api.model.RouteIngress;
import io.fabric8.openshift.api.model.RouteIngressBuilder;
import io.fabric8.openshift.api.model.RouteIngressCondition;
import io.fabric8.openshift.api.model.RouteIngressConditionBuilder;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compares a Route's status with verdicts and says what has to change (RT-064 to RT-067). Pure.
 *
 * <p>{@code Activated} is said once of a generation and goes with the admission. It is no part of
 * what two entries are compared by, since only a wish can tell that there is news.
 */
final class StatusPlanner {
  static final String ADMITTED = "Admitted";

  /** Set by no check of the baseline; a router clears it (RT-076). */
  static final String UNSERVABLE = "UnservableInFutureVersions";

  private StatusPlanner() {}

  /**
   * Plans one Route.
   *
   * @param present {@code status.ingress} as it is; entries of other routers stay as they are and
   *     where they are (RT-088)
   * @param wishes what the entries of our shards should say; router names are distinct
   * @param now time of the change, used to the second
   */
  static StatusPlan plan(
      List<RouteIngress> present, Collection<StatusPlan.Wish> wishes, Instant now) {
    List<RouteIngress> ingress = new ArrayList<>(present);
    List<StatusPlan.Change> changes = new ArrayList<>();
    for (StatusPlan.Wish wish : wishes) {
      StatusPlan.Kind kind = apply(ingress, wish, now);
      if (kind != null) {
        changes.add(new StatusPlan.Change(wish.router().routerName(), kind, wish.verdict()));
      }
    }
    return new StatusPlan(ingress, changes);
  }

  private static StatusPlan.@Nullable Kind apply(
      List<RouteIngress> ingress, StatusPlan.Wish wish, Instant now) {
    RouterIdentity router = wish.router();
    Verdict verdict = wish.verdict();
    Activation activation = wish.activation();
    int at = indexOf(ingress, router.routerName());
    if (at < 0) {
      if (verdict == null) {
        return null;
      }
      RouteIngress created = entry(new RouteIngress(), router, verdict, time(now));
      ingress.add(activated(created, verdict, activation, now));
      return StatusPlan.Kind.CREATE;
    }
    if (verdict == null) {
      ingress.removeIf(entry -> isOf(entry, router.routerName()));
      return StatusPlan.Kind.REMOVE;
    }
    RouteIngress before = ingress.get(at);
    // The same content under the old time is what an unchanged evaluation leaves alone (RT-066).
    RouteIngress unchanged = entry(before, router, verdict, transition(before));
    boolean repeated = removeRepetitions(ingress, router.routerName(), at);
    boolean said =
        activation == null
            || !verdict.admitted()
            || Activation.isSaid(before, activation.generation(), activation.generation());
    if (sameText(before, unchanged)) {
      if (hasUnservable(before) || !said) {
        ingress.set(at, activated(unchanged, verdict, said ? null : activation, now));
        return StatusPlan.Kind.UPDATE;
      }
      return repeated ? StatusPlan.Kind.UPDATE : null;
    }
    RouteIngress changed = entry(before, router, verdict, time(now));
    ingress.set(at, activated(changed, verdict, said ? null : activation, now));
    return StatusPlan.Kind.UPDATE;
  }

  /** Returns {@code entry} with what is new of its activation; a rejected Route has none. */
  private static RouteIngress activated(
      RouteIngress entry, Verdict verdict, @Nullable Activation activation, Instant now) {
    if (verdict.admitted() && activation == null) {
      return entry;
    }
    List<RouteIngressCondition> conditions = new ArrayList<>(conditions(entry));
    int at = 0;
    while (at < conditions.size() && !Activation.TYPE.equals(conditions.get(at).getType())) {
      at++;
    }
    conditions.removeIf(condition -> Activation.TYPE.equals(condition.getType()));
    if (verdict.admitted() && activation != null) {
      conditions.add(Math.min(at, conditions.size()), activation.condition(time(now)));
    }
    return new RouteIngressBuilder(entry).withConditions(conditions).build();
  }

  /** Returns {@code entry} with our fields and our condition; its other conditions stay. */
  private static RouteIngress entry(
      RouteIngress entry, RouterIdentity router, Verdict verdict, @Nullable String time) {
    RouteIngressCondition admitted =
        new RouteIngressConditionBuilder()
            .withType(ADMITTED)
            .withStatus(verdict.admitted() ? "True" : "False")
            .withReason(verdict.reason() == null ? null : verdict.reason().text())
            .withMessage(emptyToNull(verdict.message()))
            .withLastTransitionTime(time)
            .build();
    List<RouteIngressCondition> conditions = new ArrayList<>();
    boolean placed = false;
    for (RouteIngressCondition condition : conditions(entry)) {
      if (ADMITTED.equals(condition.getType())) {
        if (!placed) {
          conditions.add(admitted);
          placed = true;
        }
      } else if (!UNSERVABLE.equals(condition.getType())) {
        conditions.add(condition);
      }
    }
    if (!placed) {
      conditions.addFirst(admitted);
    }
    return new RouteIngressBuilder(entry)
        .withRouterName(router.routerName())
        .withHost(emptyToNull(verdict.host()))
        .withRouterCanonicalHostname(emptyToNull(router.canonicalHostname()))
        .withWildcardPolicy(wildcardPolicy(verdict))
        .withConditions(conditions)
        .build();
  }

  static String wildcardPolicy(Verdict verdict) {
    return verdict.wildcard() ? "Subdomain" : "None";
  }

  /** Returns whether two entries say the same of {@code Admitted}, whenever they began to. */
  static boolean sameText(@Nullable RouteIngress one, @Nullable RouteIngress other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return same(one.getHost(), other.getHost())
        && same(one.getRouterCanonicalHostname(), other.getRouterCanonicalHostname())
        && same(one.getWildcardPolicy(), other.getWildcardPolicy())
        && sameCondition(admitted(one), admitted(other));
  }

  private static boolean sameCondition(
      @Nullable RouteIngressCondition one, @Nullable RouteIngressCondition other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return same(one.getStatus(), other.getStatus())
        && same(one.getReason(), other.getReason())
        && same(one.getMessage(), other.getMessage());
  }

  static @Nullable RouteIngressCondition admitted(RouteIngress entry) {
    return conditions(entry).stream()
        .filter(condition -> ADMITTED.equals(condition.getType()))
        .findFirst()
        .orElse(null);
  }

  private static boolean hasUnservable(RouteIngress entry) {
    return conditions(entry).stream().anyMatch(c -> UNSERVABLE.equals(c.getType()));
  }

  private static @Nullable String transition(RouteIngress entry) {
    RouteIngressCondition admitted = admitted(entry);
    return admitted == null ? null : admitted.getLastTransitionTime();
  }

  static List<RouteIngressCondition> conditions(RouteIngress entry) {
    return Objects.requireNonNullElse(entry.getConditions(), List.of());
  }

  /** Returns the entry of {@code routerName}, or null where there is none. */
  static @Nullable RouteIngress entryOf(List<RouteIngress> ingress, String routerName) {
    int at = indexOf(ingress, routerName);
    return at < 0 ? null : ingress.get(at);
  }

  private static int indexOf(List<RouteIngress> ingress, String routerName) {
    for (int i = 0; i < ingress.size(); i++) {
      if (isOf(ingress.get(i), routerName)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean removeRepetitions(
      List<RouteIngress> ingress, String routerName, int first) {
    boolean removed = false;
    for (int i = ingress.size() - 1; i > first; i--) {
      if (isOf(ingress.get(i), routerName)) {
        ingress.remove(i);
        removed = true;
      }
    }
    return removed;
  }

  private static boolean isOf(RouteIngress entry, String routerName) {
    return routerName.equals(entry.getRouterName());
  }

  private static String time(Instant now) {
    return DateTimeFormatter.ISO_INSTANT.format(now.truncatedTo(ChronoUnit.SECONDS));
  }

  private static boolean same(@Nullable String one, @Nullable String other) {
    return Objects.requireNonNullElse(one, "").equals(Objects.requireNonNullElse(other, ""));
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
