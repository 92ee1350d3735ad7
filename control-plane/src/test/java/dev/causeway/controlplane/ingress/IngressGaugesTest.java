package dev.causeway.controlplane.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.testkit.Behaviour;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.openshift.api.model.Route;
import io.fabric8.openshift.api.model.RouteBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** OKD's gauges as Prometheus scrapes them. */
class IngressGaugesTest extends IngressRoleFixture {
  private static final String CLASSLESS =
      "openshift_ingress_to_route_controller_ingress_without_class_name";
  private static final String UNMANAGED =
      "openshift_ingress_to_route_controller_route_with_unmanaged_owner";

  private static String ingress(String name, int value) {
    return "%s{name=\"%s\",namespace=\"shop\"} %d.0".formatted(CLASSLESS, name, value);
  }

  private static String route(String host, String name, int value) {
    return "%s{host=\"%s\",name=\"%s\",namespace=\"shop\"} %d.0"
        .formatted(UNMANAGED, host, name, value);
  }

  private void awaitSeries(String... series) {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(meters.scrape().lines().filter(line -> line.startsWith("openshift_")))
                    .containsExactlyInAnyOrder(series));
  }

  private static Route ownedBy(String ingress, String name, String host) {
    return new RouteBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName(name)
        .addNewOwnerReference()
        .withApiVersion("networking.k8s.io/v1")
        .withKind("Ingress")
        .withName(ingress)
        .withUid("uid-of-" + ingress)
        .withController(true)
        .endOwnerReference()
        .endMetadata()
        .withNewSpec()
        .withHost(host)
        .withNewTo("Service", "web", 100)
        .endSpec()
        .build();
  }

  private String nameOfRouteFor(String host) {
    return awaitRoutes(
            routes -> routes.stream().anyMatch(route -> host.equals(route.getSpec().getHost())))
        .stream()
        .filter(route -> host.equals(route.getSpec().getHost()))
        .map(route -> route.getMetadata().getName())
        .findFirst()
        .orElseThrow();
  }

  private IngressBuilder annotatedOnly(String name) {
    return ingress(name, "causeway", "/")
        .editMetadata()
        .addToAnnotations("kubernetes.io/ingress.class", "causeway")
        .endMetadata()
        .editSpec()
        .withIngressClassName(null)
        .endSpec();
  }

  @Test
  @Behaviour("MX-011")
  void everyObjectHasItsSeriesWhileItIsThere() {
    put(ownedBy("nobody", "left", "left.test"));
    IngressRole role = start();
    put(ingress("a", "causeway", "/").build());
    put(annotatedOnly("b").build());
    put(ingress("c", "openshift", "/").build());
    put(ownedBy("c", "theirs", "c.test"));
    String a = nameOfRouteFor("a.test");
    String b = nameOfRouteFor("b.test");
    awaitSeries(
        ingress("a", 0),
        ingress("b", 1),
        ingress("c", 0),
        route("a.test", a, 0),
        route("b.test", b, 0),
        route("c.test", "theirs", 1),
        route("left.test", "left", 1));

    // Its Route stays, and follows it no longer (IN-003).
    put(ingress("a", "openshift", "/").build());
    admin.resource(stored("c")).delete();
    admin.resource(ownedBy("nobody", "left", "")).delete();
    put(ownedBy("c", "theirs", "moved.test"));
    awaitSeries(
        ingress("a", 0),
        ingress("b", 1),
        route("a.test", a, 1),
        route("b.test", b, 0),
        route("moved.test", "theirs", 1));

    role.stopped();
    awaitSeries();
    role.started(() -> true);
    awaitSeries(
        ingress("a", 0),
        ingress("b", 1),
        route("a.test", a, 1),
        route("b.test", b, 0),
        route("moved.test", "theirs", 1));
  }

  @Test
  void routesThatNoIngressHasHaveNoSeries() {
    start();
    put(ownedBy("nobody", "left", "left.test"));
    awaitSeries(route("left.test", "left", 1));
    Route plain = ownedBy("nobody", "left", "left.test");
    plain.getMetadata().setOwnerReferences(List.of());
    put(plain);
    awaitSeries();
  }
}
