package dev.causeway.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.causeway.testkit.Behaviour;
import dev.causeway.testkit.cluster.OnCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real API server makes of Routes under the definitions and policies of the chart. */
@OnCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RouteAdmissionClusterTest {
  private static final String ROUTES = "routes.route.openshift.io";
  private static final String LONG = "a".repeat(64) + ".example.com";

  private final String namespace = "routes-" + UUID.randomUUID().toString().substring(0, 8);
  private final RealCluster cluster = new RealCluster();
  private final KubernetesClient admin = cluster.admin();
  private final KubernetesClient developer = cluster.user("developer");
  private final KubernetesClient owner = cluster.user("owner");
  private final KubernetesClient limited = cluster.user("limited");

  @BeforeAll
  void install() {
    cluster.namespace(namespace);
    cluster.install("causeway-crds", namespace);
    cluster.awaitDefinition(ROUTES);
    grant("developer", "ClusterRole", "causeway-crds-routes-edit");
    role("limited", "[routes]", "[get, create, update]");
    grant("limited", "Role", "limited");
    role("owner", "[routes, routes/custom-host]", "[get, create, update]");
    grant("owner", "Role", "owner");
    RealCluster.awaitRefused(() -> tryRoute(limited, "{host: a.example.com, to: {name: web}}"));
    RealCluster.awaitRefused(() -> tryRoute(admin, "{host: " + LONG + ", to: {name: web}}"));
  }

  @AfterAll
  void uninstall() {
    cluster.uninstall("causeway-crds", namespace);
    cluster.removeDefinition(ROUTES);
    cluster.removeDefinition("ingresscontrollers.operator.openshift.io");
    admin.namespaces().withName(namespace).delete();
    for (KubernetesClient user : List.of(developer, owner, limited)) {
      user.close();
    }
    cluster.close();
  }

  private void role(String name, String resources, String verbs) {
    RealCluster.create(
        admin,
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: %s, namespace: %s}
        rules: [{apiGroups: [route.openshift.io], resources: %s, verbs: %s}]
        """
            .formatted(name, namespace, resources, verbs));
  }

  private void grant(String user, String kind, String role) {
    RealCluster.create(
        admin,
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: %s, namespace: %s}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: %s, name: %s}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: %s}]
        """
            .formatted(user, namespace, kind, role, user));
  }

  private String yaml(String name, String annotations, String spec) {
    return """
        apiVersion: route.openshift.io/v1
        kind: Route
        metadata: {name: %s, namespace: %s, annotations: {%s}}
        spec: %s
        """
        .formatted(name, namespace, annotations, spec);
  }

  private void tryRoute(KubernetesClient client, String spec) {
    RealCluster.tryCreate(client, Documents.single(yaml("tried", "", spec)));
  }

  private GenericKubernetesResource create(KubernetesClient client, String name, String spec) {
    return RealCluster.create(client, yaml(name, "", spec));
  }

  private GenericKubernetesResource update(KubernetesClient client, String name, String spec) {
    GenericKubernetesResource next = admin.resource(reference(name)).get();
    next.setAdditionalProperty("spec", Documents.map(spec));
    return client.resource(next).update();
  }

  private GenericKubernetesResource reference(String name) {
    GenericKubernetesResource route = new GenericKubernetesResource();
    route.setApiVersion("route.openshift.io/v1");
    route.setKind("Route");
    route.setMetadata(new ObjectMetaBuilder().withName(name).withNamespace(namespace).build());
    return route;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {to: {name: web}}
          {host: "", path: "", subdomain: "", to: {kind: Service, name: web, weight: 0}}
          {host: a.b-c.example.com, path: "/a%2Fb/../c?d", to: {name: web, weight: 256}}
          {to: {name: web}, alternateBackends: [{name: a}, {name: b, weight: 0}, {name: c}]}
          {to: {name: web}, port: {targetPort: 8080}}
          {to: {name: web}, port: {targetPort: http}}
          {to: {name: web}, tls: {}}
          {to: {name: web}, tls: {termination: Edge, insecureEdgeTerminationPolicy: Allow, certificate: x, key: y, caCertificate: z}}
          {to: {name: web}, tls: {termination: reencrypt, destinationCACertificate: x, insecureEdgeTerminationPolicy: ""}}
          {host: a.example.com, to: {name: web}, tls: {termination: passthrough, insecureEdgeTerminationPolicy: Redirect, certificate: ""}}
          {to: {name: web}, tls: {externalCertificate: {name: cert}}}
          {host: any.example.com, wildcardPolicy: Subdomain, to: {name: web}}
          {to: {name: web}, httpHeaders: {actions: {request: [{name: Host, action: {type: Delete}}, {name: X-A, action: {type: Set, set: {value: "%[req.hdr(Accept),lower] 100%%"}}}, {name: x-a, action: {type: Delete}}]}}}
          """)
  void goodRoutesAreStored(String spec) {
    assertThatCode(() -> tryRoute(admin, spec)).doesNotThrowAnyException();
  }

  @Test
  @Behaviour("RT-001")
  void routesAreOfAllThatThereIs() {
    create(admin, "listed", "{to: {name: web}}");
    JsonNode resources =
        Documents.json(cluster.get("/apis/route.openshift.io/v1", "application/json"));
    JsonNode routes =
        resources
            .path("resources")
            .valueStream()
            .filter(resource -> resource.path("name").asText().equals("routes"))
            .findFirst()
            .orElseThrow();
    assertThat(routes.path("kind").asText()).isEqualTo("Route");
    assertThat(routes.path("namespaced").asBoolean()).isTrue();
    assertThat(Documents.texts(routes.path("categories"))).containsExactly("all");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                               | spec.to: Required value
          {to: {kind: Service}}                            | spec.to.name: Required value
          {to: {kind: Pod, name: web}}                     | spec.to.kind: Unsupported value: "Pod"
          {to: {name: web, weight: 257}}                   | spec.to.weight: Invalid value: 257
          {to: {name: web, weight: -1}}                    | spec.to.weight: Invalid value: -1
          {to: {name: web}, alternateBackends: [{name: a}, {name: a}]} | spec.alternateBackends[1]: Duplicate value
          {to: {name: web}, alternateBackends: [{name: a}, {name: b}, {name: c}, {name: d}]} | spec.alternateBackends: Too many: 4
          {host: A.example.com, to: {name: web}}           | spec.host: Invalid value: "A.example.com"
          {host: a.example.com., to: {name: web}}          | spec.host: Invalid value
          {host: "a.example.com:80", to: {name: web}}      | spec.host: Invalid value
          {host: "*.example.com", to: {name: web}}         | spec.host: Invalid value
          {subdomain: a..b, to: {name: web}}               | spec.subdomain: Invalid value: "a..b"
          {path: a, to: {name: web}}                       | spec.path: Invalid value: "a"
          {path: "/a#b", to: {name: web}}                  | spec.path: Invalid value: "/a#b"
          {path: "/a b", to: {name: web}}                  | spec.path: Invalid value: "/a b"
          {to: {name: web}, port: {targetPort: 0}}         | spec.port.targetPort: Invalid value
          {to: {name: web}, port: {targetPort: ""}}        | spec.port.targetPort: Invalid value
          {to: {name: web}, tls: {termination: none}}      | spec.tls.termination: Unsupported value: "none"
          {path: /a, to: {name: web}, tls: {termination: passthrough}} | spec.path: Forbidden
          {to: {name: web}, tls: {termination: passthrough}, httpHeaders: {actions: {request: [{name: X-A, action: {type: Delete}}]}}} | spec.httpHeaders: Forbidden
          {to: {name: web}, tls: {termination: Passthrough, key: x}} | spec.tls.key: Forbidden
          {to: {name: web}, tls: {termination: passthrough, certificate: x}} | spec.tls.certificate: Forbidden
          {to: {name: web}, tls: {termination: passthrough, caCertificate: x}} | spec.tls.caCertificate: Forbidden
          {to: {name: web}, tls: {termination: passthrough, destinationCACertificate: x}} | spec.tls.destinationCACertificate: Forbidden
          {to: {name: web}, tls: {termination: passthrough, externalCertificate: {name: x}}} | spec.tls.externalCertificate: Forbidden
          {to: {name: web}, tls: {termination: passthrough, insecureEdgeTerminationPolicy: Allow}} | spec.tls.insecureEdgeTerminationPolicy: Invalid value
          {to: {name: web}, tls: {insecureEdgeTerminationPolicy: Maybe}} | spec.tls.insecureEdgeTerminationPolicy: Unsupported value: "Maybe"
          {to: {name: web}, tls: {destinationCACertificate: x}} | spec.tls.destinationCACertificate: Forbidden
          {to: {name: web}, tls: {certificate: x, externalCertificate: {name: y}}} | spec.tls.externalCertificate: Forbidden
          {wildcardPolicy: Subdomain, to: {name: web}}     | spec.host: Required value
          {wildcardPolicy: All, to: {name: web}}           | spec.wildcardPolicy: Unsupported value: "All"
          {to: {name: web}, httpHeaders: {actions: {request: [{name: Set-Cookie, action: {type: Delete}}]}}} | spec.httpHeaders.actions.request[0].name: Invalid value
          {to: {name: web}, httpHeaders: {actions: {request: [{name: X-A, action: {type: Set}}]}}} | spec.httpHeaders.actions.request[0].action: Invalid value
          {to: {name: web}, httpHeaders: {actions: {request: [{name: X-A, action: {type: Delete, set: {value: x}}}]}}} | spec.httpHeaders.actions.request[0].action: Invalid value
          {to: {name: web}, httpHeaders: {actions: {request: [{name: X-A, action: {type: Delete}}, {name: X-A, action: {type: Delete}}]}}} | spec.httpHeaders.actions.request[1]: Duplicate value
          {to: {name: web}, httpHeaders: {actions: {response: [{name: X-A, action: {type: Set, set: {value: "%[req.hdr(A)]"}}}]}}} | spec.httpHeaders.actions.response[0].action.set.value: Invalid value
          """)
  @Behaviour("RT-006")
  void badRoutesAreRefused(String spec, String message) {
    assertThatThrownBy(() -> tryRoute(admin, spec))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((KubernetesClientException) e).getCode())
        .isEqualTo(422);
  }

  @Test
  @Behaviour("RT-004")
  void routesAreSelectedByHostPathAndService() {
    create(admin, "selected", "{host: selected.example.com, path: /s, to: {name: chosen}}");
    create(admin, "beside", "{host: beside.example.com, path: /s, to: {name: chosen}}");
    assertThat(selected("spec.host=selected.example.com")).containsExactly("selected");
    assertThat(selected("spec.path=/s")).contains("selected", "beside");
    assertThat(selected("spec.to.name=chosen,spec.host=beside.example.com"))
        .containsExactly("beside");
    assertThat(selected("spec.to.name=nobody")).isEmpty();
  }

  private List<String> selected(String selector) {
    String path =
        "/apis/route.openshift.io/v1/namespaces/" + namespace + "/routes?fieldSelector=" + selector;
    return Documents.json(cluster.get(path, "application/json"))
        .path("items")
        .valueStream()
        .map(item -> item.at("/metadata/name").asText())
        .toList();
  }

  @Test
  @Behaviour("RT-005")
  void tableShowsTheColumns() {
    GenericKubernetesResource route =
        create(
            admin,
            "shown",
            "{host: shown.example.com, path: /s, to: {name: web}, port: {targetPort: 8080}, tls: {}}");
    assertThat(row("shown")).containsExactly("shown", "", "/s", "web", "8080", "edge", "None", "");
    route.setAdditionalProperty(
        "status",
        Documents.map(
            "{ingress: [{host: shown.example.com, routerName: default, conditions:"
                + " [{type: Other, status: Unknown}, {type: Admitted, status: \"True\"}]}]}"));
    admin.resource(route).updateStatus();
    assertThat(row("shown"))
        .containsExactly("shown", "shown.example.com", "/s", "web", "8080", "edge", "None", "True");
  }

  private List<String> row(String name) {
    JsonNode table =
        Documents.json(
            cluster.get(
                "/apis/route.openshift.io/v1/namespaces/" + namespace + "/routes/" + name,
                "application/json;as=Table;v=v1;g=meta.k8s.io"));
    return Documents.texts(table.at("/rows/0/cells")).subList(0, 8).stream()
        .map(cell -> cell.equals("null") ? "" : cell)
        .toList();
  }

  @Test
  @Behaviour("RT-002")
  void statusAndSpecAreWrittenApart() {
    GenericKubernetesResource created =
        RealCluster.create(
            admin,
            yaml("apart", "", "{to: {name: web}}")
                + "status: {ingress: [{host: a.example.com, routerName: default}]}\n");
    assertThat(created.getMetadata().getGeneration()).isEqualTo(1);
    assertThat(created.getAdditionalProperties()).doesNotContainKey("status");

    created.setAdditionalProperty("spec", Documents.map("{to: {name: other}}"));
    created.setAdditionalProperty(
        "status", Documents.map("{ingress: [{host: a.example.com, routerName: default}]}"));
    GenericKubernetesResource written = admin.resource(created).updateStatus();
    assertThat(written.<String>get("spec", "to", "name")).isEqualTo("web");
    assertThat(written.getMetadata().getGeneration()).isEqualTo(1);

    GenericKubernetesResource changed = update(admin, "apart", "{to: {name: other}}");
    assertThat(changed.getMetadata().getGeneration()).isEqualTo(2);
    assertThat(changed.<String>get("status", "ingress", 0, "routerName")).isEqualTo("default");
  }

  @Test
  @Behaviour({"RT-052", "RT-022"})
  void wildcardPolicyStaysAsItWas() {
    create(admin, "wild", "{host: any.example.com, to: {name: web}}");
    refused(
        () ->
            update(
                admin,
                "wild",
                "{host: any.example.com, wildcardPolicy: Subdomain, to: {name: web}}"),
        "spec.wildcardPolicy: Invalid value");
  }

  @Test
  @Behaviour("RT-032")
  void hostsAndCertificatesNeedPermission() {
    refused(
        () -> tryRoute(limited, "{host: a.example.com, to: {name: web}, tls: {key: x}}"),
        "spec.host: Forbidden");
    for (String material :
        List.of(
            "certificate: x",
            "key: x",
            "caCertificate: x",
            "termination: reencrypt, destinationCACertificate: x",
            "externalCertificate: {name: x}")) {
      refused(
          () -> tryRoute(limited, "{to: {name: web}, tls: {" + material + "}}"),
          "spec.tls: Forbidden");
      tryRoute(developer, "{host: a.example.com, to: {name: web}, tls: {" + material + "}}");
    }
    tryRoute(limited, "{subdomain: a, to: {name: web}, tls: {certificate: \"\"}}");
  }

  @Test
  @Behaviour({"RT-033", "RT-035"})
  void hostsAreChangedByThoseWhoMayUpdateThem() {
    create(developer, "moved", "{host: moved.example.com, to: {name: web}}");
    refused(
        () -> update(developer, "moved", "{host: elsewhere.example.com, to: {name: web}}"),
        "spec.host: Forbidden");
    refused(
        () ->
            update(developer, "moved", "{host: moved.example.com, subdomain: a, to: {name: web}}"),
        "spec.subdomain: Forbidden");
    update(developer, "moved", "{host: moved.example.com, path: /a, to: {name: web}}");
    update(owner, "moved", "{host: elsewhere.example.com, subdomain: a, to: {name: web}}");
  }

  @Test
  @Behaviour("RT-003")
  void hostIsTakenAwayByAnUpdateWithoutItAndByThoseWhoMayChangeIt() {
    create(admin, "stripped", "{host: stripped.example.com, to: {name: web}}");
    refused(() -> update(developer, "stripped", "{to: {name: web}}"), "spec.host: Forbidden");
    update(owner, "stripped", "{to: {name: web}}");
    Object spec = admin.resource(reference("stripped")).get().getAdditionalProperties().get("spec");
    assertThat(String.valueOf(spec)).doesNotContain("stripped.example.com");
  }

  @Test
  @Behaviour("RT-034")
  void certificatesAreRemovedByAnybody() {
    create(admin, "secured", "{to: {name: web}, tls: {certificate: a, key: b}}");
    refused(
        () -> update(limited, "secured", "{to: {name: web}, tls: {certificate: c, key: b}}"),
        "spec.tls: Forbidden");
    update(limited, "secured", "{to: {name: other}, tls: {certificate: a, key: b}}");
    update(developer, "secured", "{to: {name: web}, tls: {certificate: c, key: d}}");
    update(limited, "secured", "{to: {name: web}, tls: {certificate: c}}");
    update(limited, "secured", "{to: {name: web}}");

    create(admin, "external", "{to: {name: web}, tls: {externalCertificate: {name: a}}}");
    refused(
        () -> update(limited, "external", "{to: {name: x}, tls: {externalCertificate: {name: a}}}"),
        "spec.tls: Forbidden");
  }

  @Test
  @Behaviour({"RT-025", "RT-026", "AN-026"})
  void longLabelsAreForThoseWhoAskForThem() {
    String spec = "{host: " + LONG + ", to: {name: web}}";
    refused(() -> tryRoute(admin, spec), "a label of a host has at most 63 characters");
    String annotation = "route.openshift.io/allow-non-dns-compliant-host: \"true\"";
    GenericKubernetesResource route = RealCluster.create(admin, yaml("long", annotation, spec));

    // Old ones stay editable, with and without the annotation.
    route.getMetadata().getAnnotations().clear();
    admin.resource(route).update();
    update(admin, "long", "{host: b" + LONG + ", to: {name: web}}");
    update(admin, "long", "{host: short.example.com, to: {name: web}}");
    refused(() -> update(admin, "long", spec), "a label of a host has at most 63 characters");
  }

  private static void refused(Runnable attempt, String message) {
    assertThatThrownBy(attempt::run)
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((KubernetesClientException) e).getCode())
        .isEqualTo(422);
  }
}
