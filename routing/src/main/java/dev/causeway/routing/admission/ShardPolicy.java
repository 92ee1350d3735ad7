package dev.causeway.routing.admission;

import dev.causeway.routing.input.IngressControllerInput;
import dev.causeway.routing.input.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a shard selects and admits.
 *
 * @param shard name of the shard
 * @param domain ingress domain, possibly empty
 * @param routeSelector selects Routes by their labels (IC-013)
 * @param namespaceSelector selects namespaces by their labels (IC-012)
 * @param interNamespace whether several namespaces may share a host (HO-007)
 * @param wildcards whether {@code wildcardPolicy: Subdomain} is admitted (HO-016)
 */
public record ShardPolicy(
    String shard,
    String domain,
    LabelSelector routeSelector,
    LabelSelector namespaceSelector,
    boolean interNamespace,
    boolean wildcards) {

  /**
   * Returns the policy of a shard.
   *
   * @param controller the shard's IngressController, or null where there is none
   * @param defaultDomain domain where the controller names none
   */
  public static ShardPolicy of(
      String shard, String defaultDomain, @Nullable IngressControllerInput controller) {
    if (controller == null) {
      return new ShardPolicy(
          shard, defaultDomain, LabelSelector.EVERYTHING, LabelSelector.EVERYTHING, false, false);
    }
    return new ShardPolicy(
        shard,
        controller.domain().isEmpty() ? defaultDomain : controller.domain(),
        controller.routeSelector(),
        controller.namespaceSelector(),
        controller.namespaceOwnership().equals("InterNamespaceAllowed"),
        controller.wildcardPolicy().equals("WildcardsAllowed"));
  }

  /** Returns remarks about values of {@code controller} that count as their defaults. */
  public static List<Notice> notices(IngressControllerInput controller) {
    List<Notice> notices = new ArrayList<>();
    check(
        controller,
        "namespaceOwnership",
        controller.namespaceOwnership(),
        List.of("", "Strict", "InterNamespaceAllowed"),
        notices);
    check(
        controller,
        "wildcardPolicy",
        controller.wildcardPolicy(),
        List.of("", "WildcardsDisallowed", "WildcardsAllowed"),
        notices);
    return notices;
  }

  private static void check(
      IngressControllerInput controller,
      String field,
      String value,
      List<String> known,
      List<Notice> notices) {
    if (!known.contains(value)) {
      notices.add(
          Notice.about(
              controller,
              "spec.routeAdmission." + field,
              Quoted.of(value)
                  + " is unknown; "
                  + known.get(1)
                  + " holds. Write "
                  + known.get(1)
                  + " or "
                  + known.get(2)));
    }
  }
}
