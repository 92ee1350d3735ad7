package dev.causeway.routing.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.given.GivenController;
import dev.causeway.routing.model.Balancing;
import dev.causeway.routing.model.ClosedClients;
import dev.causeway.testkit.Behaviour;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControllerBalancingTest {
  private final List<Notice> notices = new ArrayList<>();

  private Balancing settings(String interval, String closedClients) {
    return new ControllerReader(
            GivenController.controller()
                .tuning(Map.of("healthCheckInterval", interval))
                .closedClients(closedClients)
                .input(),
            notices)
        .balancing();
  }

  @ParameterizedTest
  @CsvSource({
    "1s, 1000",
    "10s, 10000",
    "1m30s, 90000",
    "1.5s, 1500",
    "1000000us, 1000",
    "1h, 3600000",
    "9999h, 2147483647",
    "'', 5000",
    "0s, 5000",
    "-3s, 5000"
  })
  @Behaviour({"RO-010", "RO-028"})
  void intervalIsADurationWithADefault(String text, long millis) {
    assertThat(settings(text, "").healthCheckIntervalMillis()).isEqualTo(millis);
    assertThat(notices).isEmpty();
  }

  @ParameterizedTest
  @Behaviour("RO-010")
  @ValueSource(strings = {"999ms", "1", "ten", "1 s", "1d"})
  void shortOrMalformedIntervalIsIgnoredAndSaid(String text) {
    assertThat(settings(text, "").healthCheckIntervalMillis()).isEqualTo(5_000);
    assertThat(notices).hasSize(1);
    assertThat(notices.getFirst().field()).isEqualTo("spec.tuningOptions.healthCheckInterval");
  }

  @Test
  void requestsOfClosedClientsGoOnUnlessTheyAreToBeDropped() {
    assertThat(settings("", "").closedClients()).isEqualTo(ClosedClients.CONTINUE);
    assertThat(settings("", "Continue").closedClients()).isEqualTo(ClosedClients.CONTINUE);
    assertThat(settings("", "Abort").closedClients()).isEqualTo(ClosedClients.ABORT);
    assertThat(notices).isEmpty();
    assertThat(settings("", "abort").closedClients()).isEqualTo(ClosedClients.CONTINUE);
    assertThat(notices.getFirst().field()).isEqualTo("spec.closedClientConnectionPolicy");
  }
}
