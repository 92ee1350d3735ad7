package dev.causeway.router.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.testkit.Behaviour;
import org.junit.jupiter.api.Test;

/** The rows of OKD's weight table. */
final class EndpointWeightsTest {
  private static int[] weights(int[] weights, int[] endpoints) {
    return EndpointWeights.perEndpoint(weights, endpoints);
  }

  @Test
  @Behaviour({"EP-018", "EP-020", "EP-024"})
  void singleServingBackendGetsOnes() {
    assertThat(weights(new int[] {100}, new int[] {3})).containsExactly(1);
    assertThat(weights(new int[] {100, 100}, new int[] {0, 2})).containsExactly(0, 1);
  }

  @Test
  @Behaviour({"EP-021", "EP-022", "EP-023"})
  void sharesAreScaledTo256() {
    assertThat(weights(new int[] {20, 10}, new int[] {2, 4})).containsExactly(256, 64);
    assertThat(weights(new int[] {1, 256}, new int[] {1, 1})).containsExactly(1, 256);
    assertThat(weights(new int[] {1, 256}, new int[] {10, 1})).containsExactly(1, 256);
  }

  @Test
  @Behaviour("EP-018")
  void fractionsAreCutOffInSinglePrecision() {
    assertThat(weights(new int[] {3, 2}, new int[] {1, 1})).containsExactly(256, 170);
    assertThat(weights(new int[] {1000, 1}, new int[] {1, 1})).containsExactly(256, 1);
    // 224 and 256 in double precision or whole numbers.
    assertThat(weights(new int[] {1, 8}, new int[] {1, 7})).containsExactly(223, 256);
  }

  @Test
  @Behaviour({"EP-025", "EP-026"})
  void zeroWeightsStayZero() {
    assertThat(weights(new int[] {100, 0}, new int[] {2, 3})).containsExactly(1, 0);
    assertThat(weights(new int[] {0, 0}, new int[] {2, 2})).containsExactly(0, 0);
  }
}
