package dev.causeway.controlplane.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.testkit.Behaviour;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.openshift.api.model.Route;
import io.fabric8.openshift.api.model.RouteBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The role against an API server on a socket. */
class IngressRoleTest extends IngressRoleFixture {
  @Test
  @Behaviour({"IN-005", "IN-006", "IN-026"})
  void routesAreCreatedUpdatedAndDeletedAsTheIngressSays() {
    start();
    put(ingress("a", "causeway", "/", "/x").build());
    awaitPaths("a.test/", "a.test/x");
    assertThat(routes())
        .allSatisfy(
            route -> {
              assertThat(route.getMetadata().getName()).matches("a-[a-z0-9]{5}");
              assertThat(route.getMetadata().getOwnerReferences().getFirst().getUid())
                  .isEqualTo(stored("a").getMetadata().getUid());
              assertThat(route.getSpec().getPort().getTargetPort().getStrVal()).isEqualTo("p80");
            });
    put(
        ingress("a", "causeway", "/", "/y")
            .editMetadata()
            .addToAnnotations("haproxy.router.openshift.io/timeout", "5s")
            .endMetadata()
            .build());
    awaitPaths("a.test/", "a.test/y");
    awaitRoutes(
        routes ->
            routes.stream()
                .allMatch(
                    route ->
                        route
                            .getMetadata()
                            .getAnnotations()
                            .containsKey("haproxy.router.openshift.io/timeout")));
  }

  @Test
  @Behaviour({"IN-012", "IN-019"})
  void secretsAndServicesAreFollowed() {
    start();
    put(withTls(ingress("a", "causeway", "/"), "cert").build());
    put(ingress("b", "causeway", "/").build());
    awaitPaths("b.test/");
    put(secret("cert", "one"));
    awaitPaths("a.test/", "b.test/");
    put(secret("cert", "two"));
    awaitRoutes(
        routes ->
            routes.stream()
                .anyMatch(
                    route ->
                        route.getSpec().getTls() != null
                            && "two".equals(route.getSpec().getTls().getCertificate())));
    admin.secrets().inNamespace("shop").withName("cert").delete();
    awaitPaths("b.test/");
    admin.services().inNamespace("shop").withName("web").delete();
    awaitPaths();
  }

  @Test
  @Behaviour({"IN-002", "IN-003"})
  void classDecidesAndRoutesStayWhereItDoesNoLonger() {
    start();
    put(ingress("a", "openshift", "/").build());
    put(ingress("b", "causeway", "/").build());
    awaitPaths("b.test/");
    ingressClass("causeway", "example.com/other");
    ingressClass("openshift", "causeway.dev/ingress");
    // One watch tells of both classes, in order; that of Ingresses is another.
    awaitPaths("a.test/", "b.test/");
    put(ingress("b", "causeway", "/", "/more").build());
    put(ingress("c", "openshift", "/").build());
    awaitPaths("a.test/", "b.test/", "c.test/");
    ingressClass("causeway", "causeway.dev/ingress");
    awaitPaths("a.test/", "b.test/", "b.test/more", "c.test/");
  }

  @Test
  @Behaviour("IN-006")
  void routesOfOthersAreNeverTouched() {
    Route foreign =
        new RouteBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName("foreign")
            .endMetadata()
            .withNewSpec()
            .withHost("a.test")
            .withPath("/")
            .withNewTo("Service", "other", 100)
            .endSpec()
            .build();
    Route former =
        new RouteBuilder(foreign)
            .editMetadata()
            .withName("former")
            .addNewOwnerReference()
            .withApiVersion("networking.k8s.io/v1")
            .withKind("Ingress")
            .withName("a")
            .withUid("uid-of-before")
            .withController(true)
            .endOwnerReference()
            .endMetadata()
            .build();
    put(foreign);
    put(former);
    start();
    put(ingress("a", "causeway", "/").build());
    awaitRoutes(routes -> routes.size() == 3);
    put(ingress("a", "causeway", "/y").build());
    // What is new is created before what is old is deleted.
    awaitRoutes(
        routes ->
            routes.size() == 3
                && routes.stream().anyMatch(route -> "/y".equals(route.getSpec().getPath())));
    assertThat(routes())
        .filteredOn(route -> "/".equals(route.getSpec().getPath()))
        .extracting(route -> route.getMetadata().getName() + route.getSpec().getTo().getName())
        .containsExactlyInAnyOrder("foreignother", "formerother");
  }

  @Test
  void successorWritesNothingWhereAllIsAsItShouldBe() {
    put(secret("cert", "one"));
    IngressRole first = start();
    put(withTls(ingress("a", "causeway", "/"), "cert").build());
    put(ingress("b", "causeway", "/", "/x").build());
    awaitPaths("a.test/", "b.test/", "b.test/x");
    first.stopped();
    int before = writes().size();
    start();
    put(ingress("c", "causeway", "/").build());
    awaitPaths("a.test/", "b.test/", "b.test/x", "c.test/");
    assertThat(writes()).as("the Route of c alone").hasSize(before + 1);
  }

  @Test
  @Behaviour("IN-027")
  void hostNamesOfAdmittingRoutersStandInTheStatus() {
    start();
    put(
        ingress("a", "causeway", "/", "/x")
            .withNewStatus()
            .withNewLoadBalancer()
            .addNewIngress()
            .withIp("192.0.2.1")
            .endIngress()
            .endLoadBalancer()
            .endStatus()
            .build());
    awaitPaths("a.test/", "a.test/x");
    for (Route route : routes()) {
      admit(route, "router-" + (route.getSpec().getPath().equals("/") ? "one" : "two"), "True");
    }
    awaitStatus("192.0.2.1", "router-one", "router-two");
    put(
        new IngressBuilder(stored("a"))
            .editSpec()
            .editFirstRule()
            .editHttp()
            .withPaths(stored("a").getSpec().getRules().getFirst().getHttp().getPaths().getFirst())
            .endHttp()
            .endRule()
            .endSpec()
            .build());
    awaitStatus("192.0.2.1", "router-one");
  }

  private void admit(Route route, String router, String status) {
    admin
        .resource(
            new RouteBuilder(route)
                .withNewStatus()
                .addNewIngress()
                .withRouterName(router)
                .withRouterCanonicalHostname(router)
                .addNewCondition()
                .withType("Admitted")
                .withStatus(status)
                .endCondition()
                .endIngress()
                .endStatus()
                .build())
        .updateStatus();
  }

  private void awaitStatus(String... entries) {
    await()
        .atMost(LIMIT)
        .until(
            () ->
                stored("a").getStatus().getLoadBalancer().getIngress().stream()
                    .map(entry -> entry.getIp() == null ? entry.getHostname() : entry.getIp())
                    .toList(),
            List.of(entries)::equals);
  }
}
