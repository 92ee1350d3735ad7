package dev.causeway.controlplane.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.controlplane.cluster.ChartRoles;
import dev.causeway.controlplane.cluster.RealCluster;
import dev.causeway.controlplane.cluster.RequestRecorder;
import dev.causeway.testkit.cluster.OnCluster;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GroupVersionForDiscovery;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.openshift.api.model.Route;
import io.fabric8.openshift.api.model.RouteBuilder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Shadow mode on a real API server, with the account and the rights of the chart's set-up for it,
 * beside a router that writes status as OKD's does.
 */
@OnCluster
class ShadowClusterTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String ACCOUNT = "causeway-status";

  @TempDir private Path temp;

  private final String run = "shadow-" + UUID.randomUUID().toString().substring(0, 8);
  private final String shop = run + "-shop";
  private final String rival = run + "-rival";
  private final String system = run + "-system";
  private final String controllers = run + "-controllers";
  private final List<String> namespaces = List.of(shop, rival, system, controllers);
  private final RequestRecorder asked = new RequestRecorder();
  private final RealCluster cluster = new RealCluster();
  private final ChartRoles roles = ChartRoles.ofSetUp("shadow").in(system, controllers);

  @BeforeEach
  void install() {
    namespaces.forEach(cluster::namespace);
    cluster.serve("route.openshift.io", "Route", "routes");
    cluster.serve("operator.openshift.io", "IngressController", "ingresscontrollers");
    cluster.apply(roles.yaml());
  }

  @AfterEach
  void release() {
    cluster.delete(roles.yaml());
    namespaces.forEach(name -> cluster.admin().namespaces().withName(name).delete());
    cluster.close();
  }

  private void route(String namespace, String name, String more) {
    cluster.apply(
        """
        apiVersion: route.openshift.io/v1
        kind: Route
        metadata: {name: %1$s, namespace: %2$s}
        spec:
          to: {kind: Service, name: web, weight: 100}
          %3$s
        """
            .formatted(name, namespace, more));
  }

  private String host(String name) {
    return name + "." + run + ".test";
  }

  /** Writes as the router {@code default} of somebody else would. */
  private void theirs(String namespace, String name, String host, String status, String reason) {
    KubernetesClient admin = cluster.admin();
    Route route = admin.resources(Route.class).inNamespace(namespace).withName(name).get();
    admin
        .resource(
            new RouteBuilder(route)
                .withNewStatus()
                .addNewIngress()
                .withHost(host)
                .withRouterName("default")
                .withRouterCanonicalHostname("router-default.apps.test")
                .withWildcardPolicy("None")
                .addNewCondition()
                .withType("Admitted")
                .withStatus(status)
                .withReason(reason)
                .withLastTransitionTime("2026-01-01T00:00:00Z")
                .endCondition()
                .endIngress()
                .endStatus()
                .build())
        .updateStatus();
  }

  private void routes() {
    for (String name : List.of("agreed", "moved", "refused", "unseen")) {
      route(shop, name, "host: " + host(name));
    }
    route(
        shop,
        "external",
        "host: %s%n  tls: {termination: edge, externalCertificate: {name: cert}}"
            .formatted(host("external")));
    theirs(shop, "agreed", host("agreed"), "True", "");
    theirs(shop, "moved", host("elsewhere"), "True", "");
    theirs(shop, "refused", host("refused"), "False", "RouteNotAdmitted");
    theirs(shop, "external", host("external"), "False", "ExternalCertificateValidationFailed");
    // The younger claim: the same second decides by name of the namespace otherwise.
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              route(rival, "thief", "host: " + host("agreed"));
              boolean younger = created(rival, "thief").compareTo(created(shop, "agreed")) > 0;
              if (!younger) {
                cluster.admin().resources(Route.class).inNamespace(rival).delete();
              }
              return younger;
            });
    theirs(rival, "thief", host("agreed"), "True", "");
  }

  private String created(String namespace, String name) {
    return cluster
        .admin()
        .resources(Route.class)
        .inNamespace(namespace)
        .withName(name)
        .get()
        .getMetadata()
        .getCreationTimestamp();
  }

  private ConfigurableApplicationContext start(KubernetesClient client) throws Exception {
    return TestProcess.run(
        new TestProcess(temp)
            .arguments(
                "--causeway.roles=status",
                "--causeway.status.shadow=true",
                "--causeway.source.kind=kubernetes",
                "--causeway.operand-namespace=causeway-routers",
                "--causeway.client-authority-namespace=openshift-config",
                "--causeway.kubernetes.controller-namespace=" + controllers),
        client,
        Clock.systemUTC());
  }

  /** What is reported about the Routes of this test: kind, Route and both sides. */
  private List<String> reported(ConfigurableApplicationContext context) throws Exception {
    String answer = TestProcess.get(context, "/actuator/shadow");
    assertThat(answer).startsWith("200 ");
    ShadowEndpoint.Body report =
        Serialization.unmarshal(answer.substring("200 ".length()), ShadowEndpoint.Body.class);
    return report.differences().stream()
        .filter(it -> it.route().startsWith(run))
        .map(
            it ->
                "%s %s: %s, %s"
                    .formatted(
                        it.kind(), it.route().substring(run.length() + 1), it.ours(), it.theirs()))
        .toList();
  }

  private void awaitReport(ConfigurableApplicationContext context, String... lines) {
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(reported(context)).containsExactlyInAnyOrder(lines));
  }

  /** Versions and managers of every Route of this test. */
  private Map<String, String> versions() {
    Map<String, String> versions = new TreeMap<>();
    for (String namespace : List.of(shop, rival)) {
      for (Route route :
          cluster.admin().resources(Route.class).inNamespace(namespace).list().getItems()) {
        versions.put(
            namespace + "/" + route.getMetadata().getName(),
            route.getMetadata().getResourceVersion()
                + Serialization.asJson(route.getMetadata().getManagedFields()));
      }
    }
    return versions;
  }

  /** Returns what in the namespaces of this test was written by the account, of any kind. */
  private List<String> writtenByUs() {
    KubernetesClient admin = cluster.admin();
    Stream<String> groups =
        admin.getApiGroups().getGroups().stream()
            .map(group -> group.getPreferredVersion())
            .map(GroupVersionForDiscovery::getGroupVersion);
    return Stream.concat(Stream.of("v1"), groups)
        .flatMap(version -> writtenByUs(admin, version))
        .toList();
  }

  private Stream<String> writtenByUs(KubernetesClient admin, String version) {
    return admin.getApiResources(version).getResources().stream()
        .filter(APIResource::getNamespaced)
        .filter(resource -> resource.getVerbs().contains("list"))
        .flatMap(resource -> objects(admin, version, resource))
        .filter(
            object ->
                object.getMetadata().getManagedFields().stream()
                    .anyMatch(field -> ACCOUNT.equals(field.getManager())))
        .map(object -> object.getKind() + " " + object.getMetadata().getName());
  }

  private Stream<GenericKubernetesResource> objects(
      KubernetesClient admin, String version, APIResource resource) {
    ResourceDefinitionContext context =
        new ResourceDefinitionContext.Builder()
            .withGroup(version.contains("/") ? version.substring(0, version.indexOf('/')) : "")
            .withVersion(version.substring(version.indexOf('/') + 1))
            .withKind(resource.getKind())
            .withPlural(resource.getName())
            .withNamespaced(true)
            .build();
    return namespaces.stream()
        .flatMap(
            namespace ->
                admin
                    .genericKubernetesResources(context)
                    .inNamespace(namespace)
                    .list()
                    .getItems()
                    .stream());
  }

  @Test
  void agreementsAndDifferencesAreToldAndNothingIsWritten() throws Exception {
    routes();
    Map<String, String> before = versions();
    try (KubernetesClient client = cluster.account(system, ACCOUNT, asked);
        ConfigurableApplicationContext context = start(client)) {
      String thief = "only_theirs rival/thief: False HostAlreadyClaimed, True";
      String moved = "host shop/moved: %s, %s".formatted(host("moved"), host("elsewhere"));
      awaitReport(
          context,
          thief,
          moved,
          "only_ours shop/refused: True, False RouteNotAdmitted",
          "no_entry shop/unseen: True, ");
      assertThat(versions()).isEqualTo(before);

      // Their router catches up, or changes its mind.
      theirs(shop, "refused", host("refused"), "True", "");
      theirs(shop, "unseen", host("unseen"), "True", "");
      theirs(shop, "agreed", host("agreed"), "False", "HostAlreadyClaimed");
      before = versions();
      awaitReport(context, thief, moved, "only_ours shop/agreed: True, False HostAlreadyClaimed");
      // Ours changes its mind: the oldest claim is gone.
      cluster.admin().resources(Route.class).inNamespace(shop).withName("agreed").delete();
      before.remove(shop + "/agreed");
      awaitReport(context, moved);
      assertThat(versions()).isEqualTo(before);
    }
    assertThat(versions()).isEqualTo(before);
    assertThat(writtenByUs()).isEmpty();
    assertThat(asked.asked().notIn(roles.of(ACCOUNT))).isEmpty();
    assertThat(asked.asked().lines())
        .as("what is asked for, beside reviews of which nothing stays")
        .filteredOn(line -> !line.contains("subjectaccessreviews"))
        .allMatch(line -> line.endsWith(" list") || line.endsWith(" watch"));
  }
}
