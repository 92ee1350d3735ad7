package dev.causeway.controlplane.status;

import dev.causeway.routing.admission.Verdict;
import io.fabric8.openshift.api.model.RouteIngress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has to be written to one Route.
 *
 * @param ingress {@code status.ingress} as it should be
 * @param changes what that changes; empty if there is nothing to write
 */
record StatusPlan(List<RouteIngress> ingress, List<Change> changes) {
  StatusPlan {
    ingress = List.copyOf(ingress);
    changes = List.copyOf(changes);
  }

  /** Returns whether the Route is to be left alone. */
  boolean isEmpty() {
    return changes.isEmpty();
  }

  /** What becomes of an entry. */
  enum Kind {
    /** There was none. */
    CREATE,
    /** It said something else. */
    UPDATE,
    /** The shard does not select the Route any more. */
    REMOVE
  }

  /**
   * One entry that changes.
   *
   * @param routerName key of the entry
   * @param kind what becomes of it
   * @param verdict what it says from now on, or null where it is removed
   */
  record Change(String routerName, Kind kind, @Nullable Verdict verdict) {}

  /**
   * What an entry should say.
   *
   * @param router the shard's identity
   * @param verdict the shard's verdict, or null where it does not select the Route
   * @param activation what routers were found to hold, or null where there is nothing new to say
   */
  record Wish(RouterIdentity router, @Nullable Verdict verdict, @Nullable Activation activation) {
    Wish(RouterIdentity router, @Nullable Verdict verdict) {
      this(router, verdict, null);
    }

    /** Returns this with {@code found} said too. */
    Wish with(Activation found) {
      return new Wish(router, verdict, found);
    }
  }
}
