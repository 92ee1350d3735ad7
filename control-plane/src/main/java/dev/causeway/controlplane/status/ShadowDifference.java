package dev.causeway.controlplane.status;

import java.util.Locale;

/**
 * One difference between our verdict about a Route and what the router of that name wrote.
 *
 * @param kind what differs
 * @param route namespace and name
 * @param router name of the router and of the shard
 * @param field field of the router's entry in {@code status.ingress}; empty where one side has no
 *     entry at all
 * @param ours what we would write there; empty where we would write nothing
 * @param theirs what stands there; empty where nothing does
 * @param ourMessage why we reject, with the field of the Route; empty where we do not
 * @param theirMessage the message of their condition; empty where there is none
 */
public record ShadowDifference(
    Kind kind,
    String route,
    String router,
    String field,
    String ours,
    String theirs,
    String ourMessage,
    String theirMessage) {

  /** What differs. */
  public enum Kind {
    /** We admit the Route, they do not. */
    ONLY_OURS,
    /** They admit the Route, we reject it. */
    ONLY_THEIRS,
    /** Both say the same of admission, for different hosts. */
    HOST,
    /** Both say the same of admission, with different wildcard policies. */
    WILDCARD_POLICY,
    /** Both reject the Route, for different reasons. */
    REASON,
    /** We decided about the Route, they have no entry. */
    NO_ENTRY,
    /** They have an entry, our shard does not select the Route. */
    NOT_SELECTED;

    /** Returns the name in reports and as a tag. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
