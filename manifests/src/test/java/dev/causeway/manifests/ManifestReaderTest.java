package dev.causeway.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.input.BackendRef;
import dev.causeway.routing.input.EndpointSliceInput;
import dev.causeway.routing.input.HeaderActionsInput;
import dev.causeway.routing.input.IngressControllerInput;
import dev.causeway.routing.input.Input;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.Origin;
import dev.causeway.routing.input.RouteInput;
import dev.causeway.routing.input.SecretInput;
import dev.causeway.routing.input.ServiceInput;
import dev.causeway.testkit.Behaviour;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ManifestReaderTest {

  private static ParsedFile read(String text) {
    return new ManifestReader().read("shop/web.yaml", text);
  }

  private static <T extends Input> T only(Class<T> type, String text) {
    ParsedFile file = read(text);
    assertThat(file.problems()).isEmpty();
    assertThat(file.objects()).hasSize(1);
    return type.cast(file.objects().getFirst());
  }

  /** What {@code oc get route web -o yaml} prints, status and managed fields included. */
  private static final String AS_PRINTED =
      """
      apiVersion: route.openshift.io/v1
      kind: Route
      metadata:
        annotations:
          haproxy.router.openshift.io/timeout: 5s
          kubectl.kubernetes.io/last-applied-configuration: |
            {"apiVersion":"route.openshift.io/v1","kind":"Route","spec":{"to":{"name":"web"}}}
        creationTimestamp: "2024-03-05T10:11:12Z"
        labels:
          app: web
        managedFields:
        - apiVersion: route.openshift.io/v1
          fieldsType: FieldsV1
          fieldsV1:
            f:spec:
              f:to:
                .: {}
                f:kind: {}
          manager: oc
          operation: Update
          time: "2024-03-05T10:11:12Z"
        name: web
        namespace: shop
        resourceVersion: "123456"
        uid: 0b5b1f8e-2f4b-4f65-9a5e-0f3e1c7f9a11
      spec:
        alternateBackends:
        - kind: Service
          name: web-b
          weight: 20
        host: www.example.com
        path: /shop
        port:
          targetPort: 8080
        tls:
          certificate: |
            -----BEGIN CERTIFICATE-----
            MIIB
            -----END CERTIFICATE-----
          destinationCACertificate: "dca"
          externalCertificate:
            name: web-tls
          insecureEdgeTerminationPolicy: Redirect
          key: "k"
          termination: reencrypt
        to:
          kind: Service
          name: web
          weight: 80
        wildcardPolicy: None
      status:
        ingress:
        - conditions:
          - lastTransitionTime: "2024-03-05T10:11:13Z"
            status: "True"
            type: Admitted
          host: www.example.com
          routerName: default
      """;

  @Test
  void unchangedOutputOfOcIsARoute() {
    RouteInput route = only(RouteInput.class, AS_PRINTED);
    assertThat(route.key()).isEqualTo(new ObjectKey(InputKind.ROUTE, "shop", "web"));
    assertThat(route.origin()).isEqualTo(new Origin("shop/web.yaml", 1));
    assertThat(route.metadata().creationTimestamp())
        .isEqualTo(Instant.parse("2024-03-05T10:11:12Z"));
    assertThat(route.metadata().labels()).containsEntry("app", "web");
    assertThat(route.metadata().annotations())
        .containsEntry("haproxy.router.openshift.io/timeout", "5s");
    assertThat(route.host()).isEqualTo("www.example.com");
    assertThat(route.path()).isEqualTo("/shop");
    assertThat(route.to()).isEqualTo(new BackendRef("Service", "web", 80));
    assertThat(route.alternateBackends()).containsExactly(new BackendRef("Service", "web-b", 20));
    assertThat(route.targetPort()).isEqualTo("8080");
    assertThat(route.wildcardPolicy()).isEqualTo("None");
    assertThat(route.headerActions()).isEqualTo(HeaderActionsInput.NONE);
    assertThat(route.tls()).isNotNull();
    assertThat(route.tls().termination()).isEqualTo("reencrypt");
    assertThat(route.tls().insecurePolicy()).isEqualTo("Redirect");
    assertThat(route.tls().externalCertificate()).isEqualTo("web-tls");
    assertThat(route.tls().destinationCaCertificate()).isEqualTo("dca");
    assertThat(new String(route.tls().certificate().reveal(), StandardCharsets.UTF_8))
        .startsWith("-----BEGIN CERTIFICATE-----\nMIIB\n");
    assertThat(new String(route.tls().key().reveal(), StandardCharsets.UTF_8)).isEqualTo("k");
  }

  @Test
  @Behaviour("RT-010")
  void absentFieldsStayAbsent() {
    RouteInput route =
        only(
            RouteInput.class,
            """
            apiVersion: route.openshift.io/v1
            kind: Route
            metadata: {name: web}
            spec: {to: {name: web}, subdomain: web, port: {targetPort: https}}
            """);
    assertThat(route.key().namespace()).isEqualTo("default");
    assertThat(route.metadata().creationTimestamp()).isNull();
    assertThat(route.to()).isEqualTo(new BackendRef("Service", "web", null));
    assertThat(route.tls()).isNull();
    assertThat(route.subdomain()).isEqualTo("web");
    assertThat(route.targetPort()).isEqualTo("https");
  }

  @Test
  @Behaviour({"RT-023", "RT-024"})
  void headerActionsAreReadAsWritten() {
    RouteInput route =
        only(
            RouteInput.class,
            """
            apiVersion: route.openshift.io/v1
            kind: Route
            metadata: {name: web}
            spec:
              to: {name: web}
              httpHeaders:
                actions:
                  request: [{name: X-A, action: {type: Set, set: {value: "%[req.hdr(host)]"}}}]
                  response: [{name: X-B, action: {type: Delete}}]
            """);
    assertThat(route.headerActions())
        .isEqualTo(
            new HeaderActionsInput(
                List.of(new HeaderActionsInput.Edit("X-A", "Set", "%[req.hdr(host)]")),
                List.of(new HeaderActionsInput.Edit("X-B", "Delete", null))));
  }

  @Test
  void streamsListsAndLinesAreFollowed() {
    ParsedFile file =
        read(
            """
            # a comment
            ---
            # another
            ---
            apiVersion: v1
            kind: Namespace
            metadata:
              name: shop
              namespace: stray
            ---
            apiVersion: v1
            kind: List
            items:
            - apiVersion: v1
              kind: ServiceAccount
              metadata: {name: other}
            - apiVersion: v1
              kind: Service
              metadata: {name: a, namespace: shop}
              spec: {ports: [{name: web, port: 80, appProtocol: h2c}]}
            ...
            --- # typed lists name the kind once
            apiVersion: route.openshift.io/v1
            kind: RouteList
            items:
            - metadata: {name: r}
            """);
    assertThat(file.problems()).isEmpty();
    assertThat(file.ignored()).isEqualTo(Map.of("ServiceAccount", 1));
    assertThat(file.objects())
        .extracting(input -> input.key() + " " + input.origin().line())
        .containsExactly("Namespace shop 5", "Service shop/a 17", "Route default/r 26");
    assertThat(((ServiceInput) file.objects().get(1)).ports())
        .containsExactly(new ServiceInput.Port("web", "TCP", 80, "h2c"));
  }

  @Test
  void jsonIsRead() {
    ParsedFile file =
        new ManifestReader()
            .read(
                "all.json",
                "{\n\t\"apiVersion\": \"v1\",\n\t\"kind\": \"List\",\n\t\"items\": [\n"
                    + "\t\t{\"apiVersion\": \"v1\", \"kind\": \"Secret\","
                    + " \"metadata\": {\"name\": \"s\", \"namespace\": \"a\\/b\"},"
                    + " \"stringData\": {\"k\": \"\\u00e9\\n---\\n\"}}\n\t]\n}\n");
    assertThat(file.problems()).isEmpty();
    SecretInput secret = (SecretInput) file.objects().getFirst();
    assertThat(secret.key().namespace()).isEqualTo("a/b");
    assertThat(secret.origin().line()).isEqualTo(5);
    assertThat(
            new String(
                Objects.requireNonNull(secret.data().get("k")).reveal(), StandardCharsets.UTF_8))
        .isEqualTo("é\n---\n");
  }

  @Test
  @Behaviour("EP-003")
  void endpointSlicesAreRead() {
    EndpointSliceInput slice =
        only(
            EndpointSliceInput.class,
            """
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: web-abc
              namespace: shop
              labels: {kubernetes.io/service-name: web}
            addressType: IPv4
            endpoints:
            - addresses: [10.0.0.1]
              conditions: {ready: false}
            - addresses: [10.0.0.2]
              targetRef: {kind: Pod, name: web-1}
            - addresses: [10.0.0.3]
              conditions: {ready: false, serving: true, terminating: true}
            - addresses: [10.0.0.4]
              conditions: {ready: true, serving: false, terminating: true}
            ports:
            - {name: "", port: 8080, protocol: TCP}
            """);
    assertThat(slice.service()).isEqualTo("web");
    assertThat(slice.endpoints())
        .containsExactly(
            new EndpointSliceInput.SliceEndpoint(List.of("10.0.0.1"), false, null),
            new EndpointSliceInput.SliceEndpoint(List.of("10.0.0.2"), true, "web-1"),
            new EndpointSliceInput.SliceEndpoint(List.of("10.0.0.3"), false, null),
            new EndpointSliceInput.SliceEndpoint(List.of("10.0.0.4"), true, null));
    assertThat(slice.ports()).containsExactly(new EndpointSliceInput.Port("", "TCP", 8080, ""));
  }

  @Test
  void shardFieldsOfIngressControllersAreRead() {
    IngressControllerInput controller =
        only(
            IngressControllerInput.class,
            """
            apiVersion: operator.openshift.io/v1
            kind: IngressController
            metadata: {name: internal, namespace: openshift-ingress-operator}
            spec:
              domain: internal.example.com
              defaultCertificate: {name: certs}
              routeSelector: {matchLabels: {type: internal}}
              namespaceSelector:
                matchExpressions: [{key: env, operator: In, values: [a, b]}]
              routeAdmission: {namespaceOwnership: Strict, wildcardPolicy: WildcardsAllowed}
            """);
    assertThat(controller.key().name()).isEqualTo("internal");
    assertThat(controller.domain()).isEqualTo("internal.example.com");
    assertThat(controller.defaultCertificate()).isEqualTo("certs");
    assertThat(controller.routeSelector().matches(Map.of("type", "internal"))).isTrue();
    assertThat(controller.routeSelector().matches(Map.of())).isFalse();
    assertThat(controller.namespaceSelector().matches(Map.of("env", "b"))).isTrue();
    assertThat(controller.namespaceOwnership()).isEqualTo("Strict");
    assertThat(controller.wildcardPolicy()).isEqualTo("WildcardsAllowed");
  }

  @Test
  void kindsOfOtherGroupsAreIgnored() {
    ParsedFile file =
        read(
            """
            apiVersion: serving.knative.dev/v1
            kind: Service
            metadata: {name: web}
            ---
            values: {some: chart}
            """);
    assertThat(file.objects()).isEmpty();
    assertThat(file.problems()).isEmpty();
    assertThat(file.ignored()).isEqualTo(Map.of("Service", 1, "(no kind)", 1));
  }

  @Test
  void anEmptyEntryOfAListIsNamed() {
    ParsedFile file =
        read(
            """
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: web-1
            endpoints:
              - addresses:
                  -
            """);

    assertThat(file.objects()).isEmpty();
    assertThat(file.problems())
        .singleElement()
        .extracting(ManifestProblem::text)
        .isEqualTo("shop/web.yaml:7 EndpointSlice web-1 endpoints[0].addresses[0]: is empty");
  }

  @Test
  void textThatEndsTooEarlyIsNamedWhereItEnds() {
    ParsedFile file = read("kind: Route\nspec: {host: [a\n\n\n");

    assertThat(file.problems())
        .singleElement()
        .extracting(ManifestProblem::text)
        .asString()
        .startsWith("shop/web.yaml:2: cannot be parsed");
  }
}
