package dev.causeway.controlplane.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.controlplane.cluster.ChartRoles;
import dev.causeway.controlplane.cluster.RealCluster;
import dev.causeway.controlplane.cluster.RequestRecorder;
import dev.causeway.manifests.ingress.IngressOptions;
import dev.causeway.testkit.Behaviour;
import dev.causeway.testkit.cluster.OnCluster;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.openshift.api.model.Route;
import io.fabric8.openshift.api.model.RouteBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The role against a real API server, with the rights that the chart gives it. */
@OnCluster
class IngressRoleClusterTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String ACCOUNT = "causeway-ingress";

  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final String namespace = "ingress-" + run;
  private final RealCluster cluster = new RealCluster();
  private final ChartRoles roles =
      ChartRoles.read().in("ingress-system-" + run, "ingress-system-" + run);
  private final RequestRecorder asked = new RequestRecorder();
  private final List<IngressRole> started = new ArrayList<>();

  @BeforeEach
  void install() {
    cluster.namespace(namespace);
    cluster.namespace("ingress-system-" + run);
    cluster.serve("route.openshift.io", "Route", "routes");
    cluster.apply(roles.yaml());
    apply(
        """
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata: {name: "%1$s"}
        spec: {controller: "example.com/%1$s"}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: "%1$s"}
        spec: {ports: [{name: http, port: 80}]}
        """
            .formatted(namespace));
  }

  @AfterEach
  void release() {
    started.forEach(IngressRole::stopped);
    cluster.admin().network().v1().ingressClasses().withName(namespace).delete();
    cluster.admin().namespaces().withName(namespace).delete();
    cluster.admin().namespaces().withName("ingress-system-" + run).delete();
    cluster.delete(roles.yaml());
    cluster.close();
  }

  private IngressRole start(KubernetesClient client) {
    IngressRole role =
        new IngressRole(
            client,
            new IngressRole.Options(
                new IngressOptions("example.com/" + namespace, false),
                Set.of(),
                4,
                Duration.ofMillis(100)),
            "replica",
            Duration.ofSeconds(5),
            Clock.systemUTC(),
            new SimpleMeterRegistry());
    started.add(role);
    role.started(() -> true);
    return role;
  }

  private void apply(String yaml) {
    cluster
        .admin()
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .items()
        .forEach(
            object -> cluster.admin().resource(object).unlock().createOr(each -> each.update()));
  }

  private void ingress(String name, String paths) {
    StringBuilder rules = new StringBuilder();
    for (String path : paths.split(" ", -1)) {
      rules
          .append("      - {path: '")
          .append(path)
          .append("', pathType: ")
          .append(path.equals("/exact") ? "Exact" : "Prefix")
          .append(", backend: {service: {name: web, port: {number: 80}}}}\n");
    }
    apply(
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: %1$s, namespace: "%2$s"}
        spec:
          ingressClassName: "%2$s"
          tls: [{hosts: [%1$s.test], secretName: cert}]
          rules:
          - host: %1$s.test
            http:
              paths:
        """
                .formatted(name, namespace)
            + rules);
  }

  private void secret(String certificate) {
    apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: cert, namespace: "%s"}
        type: kubernetes.io/tls
        stringData: {tls.crt: "%s", tls.key: key}
        """
            .formatted(namespace, certificate));
  }

  private List<Route> routes() {
    return cluster.admin().resources(Route.class).inNamespace(namespace).list().getItems();
  }

  private void awaitRoutes(Predicate<List<Route>> condition) {
    await().atMost(LIMIT).until(this::routes, condition);
  }

  private static Predicate<List<Route>> paths(String... paths) {
    return routes ->
        routes.stream()
            .map(route -> String.valueOf(route.getSpec().getPath()))
            .sorted()
            .toList()
            .equals(List.of(paths));
  }

  @Test
  @Behaviour("RT-036")
  void routesFollowTheirIngressAndTheRightsOfTheChartSuffice() {
    KubernetesClient client = cluster.account("ingress-system-" + run, ACCOUNT, asked);
    IngressRole first = start(client);
    ingress("a", "/ /x /exact");
    awaitRoutes(List::isEmpty);
    secret("one");
    awaitRoutes(paths("/", "/x"));
    secret("two");
    awaitRoutes(
        routes ->
            routes.stream().allMatch(r -> "two".equals(r.getSpec().getTls().getCertificate())));
    for (Route route : routes()) {
      cluster
          .admin()
          .resource(
              new RouteBuilder(route)
                  .withNewStatus()
                  .addNewIngress()
                  .withHost("a.test")
                  .withRouterName("default")
                  .withRouterCanonicalHostname("router-default.apps.test")
                  .addNewCondition()
                  .withType("Admitted")
                  .withStatus("True")
                  .endCondition()
                  .endIngress()
                  .endStatus()
                  .build())
          .updateStatus();
    }
    await()
        .atMost(LIMIT)
        .until(
            () ->
                cluster
                    .admin()
                    .network()
                    .v1()
                    .ingresses()
                    .inNamespace(namespace)
                    .withName("a")
                    .get()
                    .getStatus()
                    .getLoadBalancer()
                    .getIngress()
                    .stream()
                    .anyMatch(each -> "router-default.apps.test".equals(each.getHostname())));
    ingress("a", "/ /y");
    awaitRoutes(paths("/", "/y"));
    await()
        .atMost(LIMIT)
        .until(
            () ->
                cluster.admin().v1().events().inNamespace(namespace).list().getItems().stream()
                    .map(Event::getReason)
                    .anyMatch("IncompleteIngressToRouteRules"::equals));

    first.stopped();
    List<String> versions = versions();
    start(client);
    ingress("b", "/");
    awaitRoutes(paths("/", "/", "/y"));
    assertThat(versions()).as("what was right is left alone").containsAll(versions);

    assertThat(asked.asked().notIn(roles.of(ACCOUNT))).isEmpty();
    assertThat(roles.of(ACCOUNT).unusedBy(asked.asked()))
        .as("beside what election and the admission of hosts need")
        .allMatch(line -> line.contains(" leases") || line.contains("routes/custom-host"));
  }

  private List<String> versions() {
    return routes().stream()
        .map(
            route -> route.getMetadata().getName() + " " + route.getMetadata().getResourceVersion())
        .toList();
  }
}
