package dev.causeway.router.balance;

import java.util.Arrays;

/**
 * Spreads the weights of a rule's backends over their endpoints (EP-018), in single-precision
 * arithmetic because rounding is part of the behaviour.
 */
public final class EndpointWeights {
  private static final float LARGEST = 256.0f;

  private EndpointWeights() {}

  /**
   * Returns the weight of each endpoint, by backend.
   *
   * @param weights weights of the backends, 0 to 256
   * @param counts numbers of endpoints of the backends
   * @return for each backend the weight every one of its endpoints gets, 0 to 256
   */
  public static int[] perEndpoint(int[] weights, int[] counts) {
    int[] result = new int[weights.length];
    int serving = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0 && counts[i] > 0) {
        serving++;
      }
    }
    if (serving == 1) {
      for (int i = 0; i < weights.length; i++) {
        result[i] = weights[i] > 0 && counts[i] > 0 ? 1 : 0;
      }
      return result;
    }
    float[] shares = new float[weights.length];
    float largest = 0;
    for (int i = 0; i < weights.length; i++) {
      shares[i] = counts[i] == 0 ? 0 : (float) weights[i] / (float) counts[i];
      largest = Math.max(largest, shares[i]);
    }
    if (largest <= 0) {
      return result;
    }
    float scale = LARGEST / largest;
    Arrays.setAll(result, i -> scaled(shares[i], scale));
    return result;
  }

  private static int scaled(float share, float scale) {
    int weight = (int) (share * scale);
    return share > 0 && weight < 1 ? 1 : weight;
  }
}
