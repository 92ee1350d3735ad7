package dev.causeway.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.input.ConnectionsInput;
import dev.causeway.routing.input.IngressControllerInput;
import dev.causeway.routing.input.PublishingInput;
import org.junit.jupiter.api.Test;

/** Begin and end of client connections, as IngressControllers say it. */
class ConnectionFieldsTest {
  private static ConnectionsInput connections(String spec) {
    ParsedFile file =
        new ManifestReader()
            .read(
                "f.yaml",
                """
                apiVersion: operator.openshift.io/v1
                kind: IngressController
                metadata: {name: default, namespace: openshift-ingress-operator}
                spec:
                """
                    + spec.indent(2));
    assertThat(file.problems()).isEmpty();
    return ((IngressControllerInput) file.objects().getFirst()).connections();
  }

  private static PublishingInput publishing(String strategy) {
    return connections("endpointPublishingStrategy: " + strategy).publishing();
  }

  @Test
  void protocolIsThatOfTheStrategysOwnBlock() {
    assertThat(publishing("{type: Private, private: {protocol: PROXY}, nodePort: {protocol: TCP}}"))
        .isEqualTo(new PublishingInput("Private", "", "", "PROXY", ""));
    assertThat(publishing("{type: NodePortService, nodePort: {protocol: PROXY}}"))
        .isEqualTo(new PublishingInput("NodePortService", "", "", "PROXY", ""));
    assertThat(publishing("{type: HostNetwork, hostNetwork: {protocol: TCP, httpsPort: 8443}}"))
        .isEqualTo(new PublishingInput("HostNetwork", "", "", "TCP", "80,8443,1936"));
    assertThat(publishing("{type: HostNetwork}"))
        .isEqualTo(new PublishingInput("HostNetwork", "", "", "", ""));
  }

  @Test
  void protocolOfALoadBalancerIsThatOfItsProvider() {
    String aws =
        "{type: LoadBalancerService, loadBalancer: {providerParameters: {type: AWS, aws: %s}}}";
    assertThat(publishing(aws.formatted("{type: Classic}")))
        .isEqualTo(new PublishingInput("LoadBalancerService", "AWS", "Classic", "", ""));
    assertThat(publishing(aws.formatted("{type: NLB, networkLoadBalancer: {protocol: PROXY}}")))
        .isEqualTo(new PublishingInput("LoadBalancerService", "AWS", "NLB", "PROXY", ""));
    assertThat(
            publishing(
                "{type: LoadBalancerService, loadBalancer: {providerParameters:"
                    + " {type: IBM, ibm: {protocol: PROXY}}}}"))
        .isEqualTo(new PublishingInput("LoadBalancerService", "IBM", "", "PROXY", ""));
  }

  @Test
  void policiesAreRead() {
    assertThat(
            connections(
                "httpEmptyRequestsPolicy: Ignore\nidleConnectionTerminationPolicy: Deferred"))
        .isEqualTo(new ConnectionsInput(PublishingInput.NONE, "Ignore", "Deferred"));
    assertThat(connections("domain: apps.test")).isEqualTo(ConnectionsInput.NONE);
  }
}
