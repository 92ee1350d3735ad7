package dev.causeway.routing.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.given.Given;
import dev.causeway.routing.given.GivenController;
import dev.causeway.routing.input.ConnectionsInput;
import dev.causeway.routing.input.PublishingInput;
import dev.causeway.routing.model.ClientConnections;
import dev.causeway.routing.model.Settings;
import dev.causeway.testkit.Behaviour;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Begin and end of client connections, as an IngressController wants them. */
final class ConnectionsReaderTest {
  private static final String STRATEGY = "spec.endpointPublishingStrategy.";
  private final ShardCompiler compiler = new ShardCompiler(Given.OPTIONS);

  private ClientConnections read(GivenController controller) {
    compiler.apply(List.of(controller.put()));
    return compiler.resources().stream()
        .filter(Settings.class::isInstance)
        .map(resource -> ((Settings) resource).connections())
        .findFirst()
        .orElseThrow();
  }

  private ClientConnections published(PublishingInput publishing) {
    return read(GivenController.controller().connections(new ConnectionsInput(publishing, "", "")));
  }

  private List<String> notices() {
    return compiler.notices().values().stream()
        .flatMap(List::stream)
        .filter(GivenController::isOwn)
        .map(Notice::field)
        .toList();
  }

  @ParameterizedTest
  @Behaviour("RO-023")
  @CsvSource({
    "HostNetwork, '', '', PROXY, true",
    "HostNetwork, '', '', TCP, false",
    "NodePortService, '', '', PROXY, true",
    "Private, '', '', PROXY, true",
    "Private, '', '', '', false",
    "LoadBalancerService, '', '', '', false",
    "LoadBalancerService, AWS, Classic, '', true",
    "LoadBalancerService, AWS, NLB, PROXY, true",
    "LoadBalancerService, AWS, NLB, TCP, false",
    "LoadBalancerService, IBM, '', PROXY, true",
    "LoadBalancerService, GCP, '', '', false"
  })
  void publishingDecidesAboutTheProxyProtocol(
      String type, String provider, String aws, String protocol, boolean on) {
    assertThat(published(new PublishingInput(type, provider, aws, protocol, "")).proxyProtocol())
        .isEqualTo(on);
    assertThat(notices()).isEmpty();
  }

  @Test
  void anUnknownProtocolIsTcpAndSaid() {
    assertThat(published(new PublishingInput("Private", "", "", "proxy", "")).proxyProtocol())
        .isFalse();
    assertThat(notices()).containsExactly(STRATEGY + "private.protocol");
  }

  @ParameterizedTest
  @Behaviour("RO-017")
  @CsvSource({"30m, 1800000", "1h30m, 5400000", "1d, 86400000", "500, 500"})
  void hardStopIsATime(String text, long millis) {
    assertThat(hardStop(text).hardStopMillis()).isEqualTo(millis);
    assertThat(notices()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "0", "-5s", "0s", "1 h"})
  void hardStopThatIsNoTimeIsNoneAndSaid(String text) {
    assertThat(hardStop(text).hardStopMillis()).isZero();
    assertThat(notices())
        .containsExactly("metadata.annotations[" + ConnectionsReader.HARD_STOP + "]");
  }

  private ClientConnections hardStop(String text) {
    return read(
        GivenController.controller().annotations(Map.of(ConnectionsReader.HARD_STOP, text)));
  }

  @Test
  @Behaviour({"IC-031", "IC-035"})
  void policiesForEmptyAndIdleConnectionsHold() {
    ClientConnections changed =
        read(
            GivenController.controller()
                .connections(new ConnectionsInput(PublishingInput.NONE, "Ignore", "Deferred")));
    assertThat(changed).isEqualTo(new ClientConnections(false, true, true, 0));
    assertThat(
            read(
                GivenController.controller()
                    .connections(
                        new ConnectionsInput(PublishingInput.NONE, "Respond", "Immediate"))))
        .isEqualTo(ClientConnections.DEFAULTS);
    assertThat(notices()).isEmpty();
    assertThat(
            read(
                GivenController.controller()
                    .connections(new ConnectionsInput(PublishingInput.NONE, "never", "later"))))
        .isEqualTo(ClientConnections.DEFAULTS);
    assertThat(notices())
        .containsExactlyInAnyOrder(
            "spec.httpEmptyRequestsPolicy", "spec.idleConnectionTerminationPolicy");
  }

  @Test
  void whatTheInstallationDecidesIsSaid() {
    published(new PublishingInput("HostNetwork", "", "", "", "80,443,1936"));
    assertThat(notices()).isEmpty();
    published(new PublishingInput("HostNetwork", "", "", "", "8080,443,1936"));
    assertThat(notices()).containsExactly(STRATEGY + "hostNetwork.httpPort");
    published(new PublishingInput("HostNetwork", "", "", "", "80,443,1937"));
    assertThat(notices()).containsExactly(STRATEGY + "hostNetwork.statsPort");
    assertThat(compiler.notices().values().iterator().next().getFirst().message())
        .contains("\"1937\" has no effect")
        .contains("statistics.port of the chart's values");
    read(GivenController.controller().tuning(Map.of("threadCount", "8")));
    assertThat(notices()).containsExactly("spec.tuningOptions.threadCount");
  }
}
