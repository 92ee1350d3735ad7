package dev.causeway.routing.model;

/**
 * One backend of a rule.
 *
 * @param upstream name of the {@link Upstream}
 * @param weight share of the traffic, 0 to 256 (RT-012); spread over endpoints by EP-018
 */
public record WeightedUpstream(String upstream, int weight) {
  /** Checks the bounds of the weight. */
  public WeightedUpstream {
    if (weight < 0 || weight > 256) {
      throw new IllegalArgumentException("weight " + weight + " is outside 0..256");
    }
  }
}
