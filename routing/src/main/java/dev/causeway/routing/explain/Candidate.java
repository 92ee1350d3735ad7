package dev.causeway.routing.explain;

import dev.causeway.routing.model.Rule;

/**
 * A rule that was considered.
 *
 * @param host name of its virtual host
 * @param rule the rule
 * @param standing how far it came
 * @param why one clause for people
 */
public record Candidate(String host, Rule rule, Standing standing, String why) {

  /** How far a rule came. */
  public enum Standing {
    /** It decides the request. */
    WINNER,
    /** It would serve the request if the winner were not there. */
    SHADOWED,
    /** Its path matches, but it does not serve this side. */
    OTHER_SIDE,
    /** Its path does not match. */
    PATH_DIFFERS
  }
}
