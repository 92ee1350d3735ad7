package dev.causeway.helm;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that must be refused, each with a message that names the key. */
final class RefusalsTest {
  private static final String NAMESPACE =
      """
      apiVersion: v1
      kind: Namespace
      metadata:
        name: openshift-ingress
        labels: {app.kubernetes.io/managed-by: somebody}
      """;

  private Charts charts = new Charts();

  @AfterEach
  void close() {
    charts.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {replicas: 3}                                       | additional properties 'replicas' not allowed
          {router: {}}                                        | additional properties 'router' not allowed
          {image: {repository: x}}                            | at '/image': additional properties 'repository' not allowed
          {image: {pullPolicy: Sometimes}}                    | at '/image/pullPolicy': value must be one of 'Always', 'IfNotPresent', 'Never'
          {pod: {runAsUser: 0}}                               | at '/pod/runAsUser': minimum: got 0, want 1
          {domain: Apps.example.com}                          | at '/domain': 'Apps.example.com' does not match pattern
          {http2: "yes"}                                      | at '/http2': got string, want boolean
          {filters: {a: {}}}                                  | filters.a needs a factory
          {filters: {a: {factory: X, argument: {}}}}          | at '/filters/a': additional properties 'argument' not allowed
          {namespaces: {operand: A_B}}                        | at '/namespaces/operand': 'A_B' does not match pattern
          {secrets: {scope: some}}                            | at '/secrets/scope': value must be one of 'cluster', 'namespaces'
          {secrets: {namespaces: [a]}}                        | secrets.namespaces is set, but secrets.scope is "cluster"
          {externalCertificate: {subject: router}}            | at '/externalCertificate/subject': 'router' does not match pattern
          {controlPlane: {replicas: 0}}                       | at '/controlPlane/replicas': minimum: got 0, want 1
          {controlPlane: {resources: {requests: {cpu: lots}}}} | at '/controlPlane/resources/requests/cpu': 'lots' does not match pattern
          {status: {routerNamePrefix: Ours}}                  | at '/status/routerNamePrefix': 'Ours' does not match pattern
          {status: {shadow: true}}                            | status.shadow promises that nothing is written, but ingress.enabled writes Routes; set ingress.enabled=false
          {status: {shadow: true, enabled: false}, ingress: {enabled: false}} | status.shadow is true, but status.enabled is false
          {ingress: {controller: ours}}                       | at '/ingress/controller': 'ours' does not match pattern
          {ingress: {class: {name: a b}}}                     | at '/ingress/class/name': 'a b' does not match pattern
          {routerDefaults: {service: {type: None}}}           | at '/routerDefaults/service/type': value must be one of 'LoadBalancer', 'NodePort', 'ClusterIP'
          {routerDefaults: {shutdown: {drainSeconds: -1}}}    | at '/routerDefaults/shutdown/drainSeconds': minimum: got -1, want 0
          {routers: {blue: {service: {port: 80}}}}            | at '/routers/blue/service': additional properties 'port' not allowed
          {routers: {Blue: {}}}                               | 'Blue' does not match pattern
          {routers: {default: null}}                          | routers is empty; name at least one shard
          {routers: {default: {autoscaling: {enabled: true, minReplicas: 11}}}} | shard default: autoscaling.minReplicas is 11, more than autoscaling.maxReplicas, which is 10
          {routers: {default: {ingressController: {create: true, spec: {replicas: 2}}}}} | shard default: ingressController.spec.replicas is not for Helm to own
          {routers: {default: {ingressController: {spec: {domain: a}}}}} | shard default: ingressController.spec is set, but ingressController.create is false
          {streamCertificates: {mode: none}}                  | at '/streamCertificates/mode': value must be one of 'generate', 'certManager', 'existing'
          {streamCertificates: {mode: certManager}}           | needs streamCertificates.certManager.issuerRef.name
          {streamCertificates: {mode: existing}}              | needs streamCertificates.existing.controlPlane
          {streamCertificates: {mode: existing, existing: {controlPlane: a}}} | needs streamCertificates.existing.routers.default, the name of a Secret in namespace openshift-ingress
          {podMonitor: {interval: often}}                     | at '/podMonitor/interval': 'often' does not match pattern
          """)
  void valuesAreRefused(String values, String message) {
    assertThatThrownBy(() -> charts.render("causeway", "causeway", "system", values))
        .isInstanceOf(Charts.RefusedException.class)
        .hasMessageContaining(message);
  }

  @Test
  void unknownSwitchOfTheDefinitionsIsRefused() {
    assertThatThrownBy(() -> charts.render("causeway-crds", "a", "b", "{routes: {enabled: true}}"))
        .isInstanceOf(Charts.RefusedException.class)
        .hasMessageContaining("at '/routes': additional properties 'enabled' not allowed");
  }

  @Test
  void namespaceOfSomebodyElseIsNotTaken() {
    charts.close();
    charts = new Charts(NAMESPACE);
    assertThatThrownBy(() -> charts.render("causeway", "causeway", "system", "{}"))
        .isInstanceOf(Charts.RefusedException.class)
        .hasMessageContaining(
            "namespace openshift-ingress exists and is not this release's; choose another one with"
                + " namespaces.operand, or use it as it is with namespaces.create=false");
  }

  @Test
  void aggregatedRoutesAreNotServedTwice() {
    charts.close();
    charts =
        new Charts(
            """
            apiVersion: apiregistration.k8s.io/v1
            kind: APIService
            metadata: {name: v1.route.openshift.io}
            spec: {group: route.openshift.io, version: v1, service: {name: api, namespace: openshift-apiserver}}
            """);
    assertThatThrownBy(() -> charts.render("causeway-crds", "a", "b", "{}"))
        .isInstanceOf(Charts.RefusedException.class)
        .hasMessageContaining(
            "v1.route.openshift.io is served by the API server behind Service openshift-apiserver/api,"
                + " as on OKD; set routes.install=false");
  }

  @ParameterizedTest
  @CsvSource({
    "routes.route.openshift.io, routes.install",
    "ingresscontrollers.operator.openshift.io, ingressControllers.install"
  })
  void definitionsOfSomebodyElseAreNotTaken(String name, String key) {
    charts.close();
    charts =
        new Charts(
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: %s}
            """
                .formatted(name));
    assertThatThrownBy(() -> charts.render("causeway-crds", "a", "b", "{}"))
        .isInstanceOf(Charts.RefusedException.class)
        .hasMessageContaining(
            "the CustomResourceDefinition "
                + name
                + " exists and is not Causeway's; set "
                + key
                + "=false to use it as it is");
  }
}
