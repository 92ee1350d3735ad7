package dev.causeway.routing.compile;

import static dev.causeway.routing.given.GivenRoute.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.given.Given;
import dev.causeway.routing.input.EndpointSliceInput;
import dev.causeway.routing.input.EndpointSliceInput.SliceEndpoint;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.ServiceInput;
import dev.causeway.routing.model.AppProtocol;
import dev.causeway.routing.model.Endpoint;
import dev.causeway.routing.model.EndpointSet;
import dev.causeway.testkit.Behaviour;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointFeedTest {
  private final ShardCompiler compiler = new ShardCompiler(Given.OPTIONS);

  @Test
  @Behaviour({"EP-001", "EP-010"})
  void slicesAreMergedWhoeverManagesThemAndWheneverTheyCome() {
    serve("");
    assertThat(endpoints()).isEmpty();

    compiler.apply(
        List.of(
            slice("b", "IPv4", List.of(ready("10.0.0.2")), Given.http(8080)),
            slice("a", "IPv4", List.of(ready("10.0.0.1")), Given.http(8080))));
    assertThat(endpoints()).extracting(Endpoint::address).containsExactly("10.0.0.1", "10.0.0.2");

    compiler.apply(List.of(Given.remove(InputKind.ENDPOINT_SLICE, "web", "a")));
    assertThat(endpoints()).extracting(Endpoint::address).containsExactly("10.0.0.2");
  }

  @Test
  @Behaviour("EP-002")
  void ipv6IsUsedAndFqdnIsNot() {
    serve("");
    compiler.apply(
        List.of(
            slice("six", "IPv6", List.of(ready("2001:db8::1")), Given.http(8080)),
            slice("name", "FQDN", List.of(ready("db.example.com")), Given.http(8080))));

    assertThat(endpoints()).extracting(Endpoint::address).containsExactly("2001:db8::1");
    assertThat(compiler.notices()).hasSize(1);
  }

  @Test
  @Behaviour("EP-003")
  void endpointsThatAreNotReadyAreLeftOut() {
    serve("");
    compiler.apply(
        List.of(
            slice(
                "a",
                "IPv4",
                List.of(ready("10.0.0.1"), new SliceEndpoint(List.of("10.0.0.2"), false, null)),
                Given.http(8080))));

    assertThat(endpoints()).extracting(Endpoint::address).containsExactly("10.0.0.1");
  }

  @Test
  @Behaviour("EP-005")
  void udpPortsAndPortsWithoutNumberAreLeftOut() {
    serve("");
    compiler.apply(
        List.of(
            slice(
                "a",
                "IPv4",
                List.of(ready("10.0.0.1")),
                new EndpointSliceInput.Port("dns", "UDP", 53, ""),
                new EndpointSliceInput.Port("any", "TCP", null, ""),
                Given.http(8080))));

    assertThat(endpoints()).extracting(Endpoint::port).containsExactly(8080);
  }

  @Test
  @Behaviour("EP-006")
  void duplicatesAreUsedOnceAndTheFirstSliceByNameCounts() {
    serve("");
    compiler.apply(
        List.of(
            slice(
                "z",
                "IPv4",
                List.of(ready("10.0.0.1")),
                new EndpointSliceInput.Port("http", "TCP", 8080, "h2c")),
            slice("a", "IPv4", List.of(ready("10.0.0.1")), Given.http(8080))));

    assertThat(endpoints()).extracting(Endpoint::protocol).containsExactly(AppProtocol.HTTP1);
  }

  @Test
  @Behaviour("EP-004")
  void readinessIsWhatTheSliceSaysWhateverThePodIs() {
    // publishNotReadyAddresses makes Kubernetes report endpoints of pods that are not as ready.
    serve("");
    compiler.apply(
        List.of(
            Given.service(
                "web", "app", "None", Map.of(), new ServiceInput.Port("http", "TCP", 80, "")),
            slice(
                "a",
                "IPv4",
                List.of(new SliceEndpoint(List.of("10.0.0.9"), true, "starting")),
                Given.http(8080))));

    assertThat(endpoints()).extracting(Endpoint::address).containsExactly("10.0.0.9");
  }

  @Test
  @Behaviour("EP-008")
  void addressesOfPodsAreUsedAndNeverTheServices() {
    serve("");
    compiler.apply(
        List.of(
            Given.service(
                "web", "app", "172.30.0.7", Map.of(), new ServiceInput.Port("http", "TCP", 80, "")),
            Given.pods("web", "app", "10.0.0.1", "10.0.0.2")));
    List<Endpoint> before = endpoints();
    assertThat(before).extracting(Endpoint::address).containsExactly("10.0.0.1", "10.0.0.2");

    // Another cluster IP, as any other property of the Service, changes nothing.
    compiler.apply(
        List.of(
            Given.service(
                "web",
                "app",
                "172.30.0.8",
                Map.of("service.kubernetes.io/topology-mode", "Auto"),
                new ServiceInput.Port("http", "TCP", 80, ""))));
    assertThat(endpoints()).isEqualTo(before);
  }

  @Test
  @Behaviour("EP-017")
  void backendWithoutTheTargetPortContributesNothing() {
    compiler.apply(
        List.of(
            route("web", "shop")
                .host("x.test")
                .targetPort("http")
                .to("app", 1)
                .also("other", 1)
                .put(),
            Given.pods("web", "app", "10.0.0.1"),
            new InputChange.Put(
                Given.slice(
                    "web",
                    "other-1",
                    "other",
                    "IPv4",
                    List.of(ready("10.0.0.2")),
                    List.of(new EndpointSliceInput.Port("admin", "TCP", 9090, ""))))));

    assertThat(endpoints()).extracting(Endpoint::address).containsExactly("10.0.0.1");
  }

  @Test
  @Behaviour("EP-009")
  void handMadeSliceWorksWithoutServiceOrSelector() {
    serve("");
    compiler.apply(List.of(slice("hand", "IPv4", List.of(ready("192.0.2.1")), Given.http(8080))));

    assertThat(endpoints()).hasSize(1);
  }

  @Test
  @Behaviour("EP-009")
  void serviceWithoutClusterIpHasThePodsOfItsSlices() {
    // Type ExternalName has no cluster IP and no slice; headless has None.
    for (String clusterIp : List.of("", "None")) {
      ShardCompiler fresh = new ShardCompiler(Given.OPTIONS);
      fresh.apply(
          List.of(
              route("web", "shop").host("x.test").put(),
              Given.service(
                  "web",
                  "app",
                  clusterIp,
                  Map.of(),
                  new ServiceInput.Port("http", "TCP", 80, ""))));
      assertThat(endpoints(fresh)).isEmpty();

      fresh.apply(List.of(slice("hand", "IPv4", List.of(ready("192.0.2.1")), Given.http(8080))));
      assertThat(endpoints(fresh)).extracting(Endpoint::address).containsExactly("192.0.2.1");
    }
  }

  @Test
  @Behaviour({"EP-011", "EP-013"})
  void idledServiceIsReachedThroughItsClusterIpUntilAPodIsReady() {
    serve("http");
    SliceEndpoint leaving = new SliceEndpoint(List.of("10.0.0.1"), false, null);
    compiler.apply(
        List.of(idled("172.30.0.7"), slice("old", "IPv4", List.of(leaving), Given.http(8080))));
    assertThat(endpoints())
        .containsExactly(
            new Endpoint("ept:app:http:172.30.0.7:80", "172.30.0.7", 80, AppProtocol.HTTP1, true));

    compiler.apply(List.of(Given.pods("web", "app", "10.0.0.1")));
    assertThat(endpoints()).extracting(Endpoint::address).containsExactly("10.0.0.1");
    assertThat(endpoints().getFirst().placeholder()).isFalse();
  }

  @Test
  @Behaviour("EP-012")
  void idledHeadlessServiceHasNoEndpoint() {
    serve("");
    compiler.apply(List.of(idled("None")));

    assertThat(endpoints()).isEmpty();
  }

  @Test
  @Behaviour({"EP-014", "EP-015", "RT-014"})
  void targetPortIsTheNameOrTheContainerSideNumber() {
    InputChange pods = Given.pods("web", "app", "10.0.0.1");
    InputChange service =
        Given.service(
            "web", "app", "172.30.0.7", Map.of(), new ServiceInput.Port("http", "TCP", 80, ""));
    for (String port : new String[] {"http", "8080", "80"}) {
      ShardCompiler fresh = new ShardCompiler(Given.OPTIONS);
      fresh.apply(
          List.of(route("web", "shop").host("x.test").targetPort(port).put(), pods, service));
      assertThat(endpoints(fresh)).hasSize(port.equals("80") ? 0 : 1);
    }
  }

  @Test
  @Behaviour("EP-016")
  void withoutTargetPortEveryTcpPortIsAServer() {
    serve("");
    compiler.apply(
        List.of(
            slice(
                "a",
                "IPv4",
                List.of(ready("10.0.0.1")),
                Given.http(8080),
                new EndpointSliceInput.Port("admin", "TCP", 9090, ""))));

    assertThat(endpoints()).extracting(Endpoint::port).containsExactly(9090, 8080);
  }

  @Test
  @Behaviour("RO-047")
  void idsNamePodServicePortAndAddress() {
    serve("");
    compiler.apply(
        List.of(
            slice(
                "a",
                "IPv4",
                List.of(new SliceEndpoint(List.of("10.0.0.1"), true, "app-7d"), ready("10.0.0.2")),
                Given.http(8080))));

    assertThat(endpoints())
        .extracting(Endpoint::id)
        .containsExactly("ept:app:http:10.0.0.2:8080", "pod:app-7d:app:http:10.0.0.1:8080");
  }

  @ParameterizedTest
  @Behaviour("TLS-024")
  @ValueSource(strings = {"h2c", "kubernetes.io/h2c", "h2", "grpc", "http", ""})
  void onlyH2cMakesClearTextHttp2(String appProtocol) {
    serve("");
    compiler.apply(
        List.of(
            slice(
                "a",
                "IPv4",
                List.of(ready("10.0.0.1")),
                new EndpointSliceInput.Port("http", "TCP", 8080, appProtocol))));

    assertThat(endpoints().getFirst().protocol())
        .isEqualTo(appProtocol.endsWith("h2c") ? AppProtocol.H2C : AppProtocol.HTTP1);
  }

  @Test
  void sliceThatChangesItsServiceLeavesTheOldOne() {
    serve("");
    compiler.apply(List.of(Given.pods("web", "app", "10.0.0.1")));
    compiler.apply(
        List.of(
            new InputChange.Put(
                Given.slice(
                    "web",
                    "app-1",
                    "other",
                    "IPv4",
                    List.of(ready("10.0.0.1")),
                    List.of(Given.http(8080))))));

    assertThat(endpoints()).isEmpty();
  }

  private void serve(String targetPort) {
    compiler.apply(List.of(route("web", "shop").host("x.test").targetPort(targetPort).put()));
  }

  private static InputChange idled(String clusterIp) {
    return Given.service(
        "web",
        "app",
        clusterIp,
        Map.of("idling.alpha.openshift.io/idled-at", "2026-01-01T00:00:00Z"),
        new ServiceInput.Port("http", "TCP", 80, ""),
        new ServiceInput.Port("dns", "UDP", 53, ""));
  }

  private static SliceEndpoint ready(String address) {
    return new SliceEndpoint(List.of(address), true, null);
  }

  private static InputChange slice(
      String name,
      String addressType,
      List<SliceEndpoint> endpoints,
      EndpointSliceInput.Port... ports) {
    return new InputChange.Put(
        Given.slice("web", name, "app", addressType, endpoints, List.of(ports)));
  }

  private List<Endpoint> endpoints() {
    return endpoints(compiler);
  }

  private static List<Endpoint> endpoints(ShardCompiler compiler) {
    return compiler.resources().stream()
        .filter(EndpointSet.class::isInstance)
        .map(EndpointSet.class::cast)
        .flatMap(set -> set.endpoints().stream())
        .toList();
  }
}
