package dev.causeway.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causeway.testkit.cluster.OnCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Releases of both charts in a real cluster, from installation to the end. */
@OnCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReleaseClusterTest {
  private static final String NAMESPACE = "causeway-system";
  private static final String ROUTES = "routes.route.openshift.io";
  private static final String CONTROLLERS = "ingresscontrollers.operator.openshift.io";
  // Definitions of others, which the cluster does not have.
  private static final Set<String> FOREIGN = Set.of("Certificate", "PodMonitor");

  private final RealCluster cluster = new RealCluster();
  private final KubernetesClient admin = cluster.admin();

  @BeforeAll
  void install() {
    cluster.namespace(NAMESPACE);
    // Tests of the control plane may have left definitions of their own.
    cluster.removeDefinition(ROUTES);
    cluster.removeDefinition(CONTROLLERS);
    cluster.install("causeway-crds", NAMESPACE);
    cluster.awaitDefinition(ROUTES);
    cluster.awaitDefinition(CONTROLLERS);
  }

  @AfterAll
  void uninstall() {
    cluster.uninstall("causeway", NAMESPACE);
    cluster.uninstall("causeway-crds", NAMESPACE);
    cluster.removeDefinition(ROUTES);
    cluster.removeDefinition(CONTROLLERS);
    cluster.close();
  }

  @Test
  void everySetUpIsAccepted() {
    for (String name :
        List.of(
            "openshift-ingress",
            "openshift-ingress-operator",
            "openshift-config",
            "team-a",
            "team-b",
            "causeway-controllers",
            "causeway-routers")) {
      cluster.namespace(name);
    }
    for (SetUp setUp : SetUp.of("causeway")) {
      Rendered rendered;
      try (Charts charts = new Charts()) {
        rendered = setUp.render(charts);
      }
      rendered.objects().stream()
          .filter(object -> !FOREIGN.contains(Rendered.kind(object)))
          .filter(object -> !Rendered.kind(object).equals("Namespace"))
          .forEach(
              object ->
                  assertThatCode(() -> RealCluster.tryCreate(admin, object))
                      .as("%s of %s", Rendered.id(object), setUp)
                      .doesNotThrowAnyException());
    }
    for (String name : List.of("openshift-ingress", "openshift-ingress-operator")) {
      cluster.removeNamespace(name);
    }
  }

  @Test
  void releaseIsUpgradedAndEnds() {
    cluster.removeNamespace("openshift-ingress");
    cluster.removeNamespace("openshift-ingress-operator");
    cluster.install("causeway", NAMESPACE);
    Map<String, Object> made = certificates();
    assertThat(made).hasSize(5);

    cluster.upgrade("causeway", NAMESPACE, "routers.blue.replicas", 1);
    assertThat(certificates()).containsAllEntriesOf(made).hasSize(6);
    assertThat(admin.apps().deployments().inNamespace("openshift-ingress").list().getItems())
        .extracting(deployment -> deployment.getMetadata().getName())
        .containsExactlyInAnyOrder("causeway-router-default", "causeway-router-blue");

    cluster.uninstall("causeway", NAMESPACE);
    assertThat(certificates()).isEmpty();
    assertThat(admin.namespaces().withName("openshift-ingress").get()).isNotNull();

    // What was kept is taken up again.
    cluster.install("causeway", NAMESPACE);
    cluster.uninstall("causeway", NAMESPACE);
  }

  private Map<String, Object> certificates() {
    Map<String, Object> data = new TreeMap<>();
    for (String namespace : List.of(NAMESPACE, "openshift-ingress")) {
      for (Secret secret : admin.secrets().inNamespace(namespace).list().getItems()) {
        if (secret.getType().equals("kubernetes.io/tls")) {
          data.put(secret.getMetadata().getName(), secret.getData());
        }
      }
    }
    return data;
  }

  @Test
  void routesOutliveUpgradeAndUninstallation() {
    String route =
        """
        apiVersion: route.openshift.io/v1
        kind: Route
        metadata: {name: lasting, namespace: %s}
        spec: {to: {name: web}}
        """
            .formatted(NAMESPACE);
    GenericKubernetesResource created = RealCluster.create(admin, route);
    String uid = created.getMetadata().getUid();

    cluster.upgrade("causeway-crds", NAMESPACE, "ingressControllers.install", false);
    assertThat(admin.resource(created).get().getMetadata().getUid()).isEqualTo(uid);

    cluster.upgrade("causeway-crds", NAMESPACE, "routes.install", false);
    assertThat(admin.resource(created).get().getMetadata().getUid()).isEqualTo(uid);

    cluster.uninstall("causeway-crds", NAMESPACE);
    assertThat(admin.resource(created).get().getMetadata().getUid()).isEqualTo(uid);

    cluster.install("causeway-crds", NAMESPACE);
    assertThat(admin.resource(created).get().getMetadata().getUid()).isEqualTo(uid);
    admin.resource(created).delete();
  }

  @Test
  void definitionOfSomebodyElseIsLeftAlone() {
    var definition = admin.apiextensions().v1().customResourceDefinitions().withName(CONTROLLERS);
    definition.edit(
        crd -> {
          crd.getMetadata().getLabels().remove("app.kubernetes.io/part-of");
          return crd;
        });
    try {
      assertThatThrownBy(
              () -> cluster.upgrade("causeway-crds", NAMESPACE, "routes.aggregateRoles", false))
          .hasMessageContaining("set ingressControllers.install=false to use it as it is");
    } finally {
      definition.edit(
          crd -> {
            crd.getMetadata().getLabels().put("app.kubernetes.io/part-of", "causeway");
            return crd;
          });
    }
  }
}
