package dev.causeway.controlplane.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.controlplane.leader.FakeApiServer;
import dev.causeway.manifests.ingress.RouteNames;
import dev.causeway.testkit.Behaviour;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.openshift.api.model.Route;
import io.fabric8.openshift.api.model.RouteBuilder;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The role where something is in its way. */
class IngressRoleTroubleTest extends IngressRoleFixture {
  @Test
  @Behaviour("IN-008")
  void whatIsNotServedIsToldOnceInAnEvent() {
    start();
    put(
        ingress("a", "causeway", "/ok", "/exact")
            .editSpec()
            .editFirstRule()
            .editHttp()
            .editLastPath()
            .withPathType("Exact")
            .endPath()
            .endHttp()
            .endRule()
            .endSpec()
            .build());
    await().atMost(LIMIT).until(() -> events("IncompleteIngressToRouteRules").size() == 1);
    Event event = events("IncompleteIngressToRouteRules").getFirst();
    assertThat(event.getType()).isEqualTo("Normal");
    assertThat(event.getMessage())
        .startsWith("spec.rules[0].http.paths[1].pathType: Exact has no counterpart");
    assertThat(event.getInvolvedObject().getUid()).isEqualTo(stored("a").getMetadata().getUid());
    awaitPaths("a.test/ok");
    service("web", 80);
    service("api", 81);
    assertThat(events("IncompleteIngressToRouteRules")).hasSize(1);
  }

  @Test
  @Behaviour("IN-030")
  void failureOfOneIngressIsToldAndTriedAgainAndHoldsUpNoOther() {
    AtomicBoolean refuse = new AtomicBoolean(true);
    server.script(
        asked ->
            refuse.get() && asked.method().equals("POST") && asked.path().contains("/bad/routes")
                ? FakeApiServer.failure(403, "Forbidden")
                : null);
    put(
        new ServiceBuilder(admin.services().inNamespace("shop").withName("web").get())
            .editMetadata()
            .withNamespace("bad")
            .withResourceVersion(null)
            .endMetadata()
            .build());
    start();
    put(ingress("a", "causeway", "/").editMetadata().withNamespace("bad").endMetadata().build());
    await()
        .atMost(LIMIT)
        .until(() -> !admin.v1().events().inNamespace("bad").list().getItems().isEmpty());
    assertThat(admin.v1().events().inNamespace("bad").list().getItems().getFirst().getReason())
        .isEqualTo("FailedIngressToRouteConversion");
    put(ingress("b", "causeway", "/").build());
    awaitPaths("b.test/");
    refuse.set(false);
    await()
        .atMost(LIMIT)
        .until(() -> admin.resources(Route.class).inNamespace("bad").list().getItems().size() == 1);
  }

  @Test
  void secretsOfNamespacesThatAreNotReadAreAFailureNotAMissingSecret() {
    put(secret("cert", "one"));
    start("elsewhere");
    put(withTls(ingress("a", "causeway", "/"), "cert").build());
    await().atMost(LIMIT).until(() -> events("FailedIngressToRouteConversion").size() == 1);
    assertThat(events("FailedIngressToRouteConversion").getFirst().getMessage())
        .isEqualTo(
            "Secrets of namespace shop are not read; add it to causeway.kubernetes.namespaces");
    assertThat(routes()).isEmpty();
  }

  @Test
  void nothingIsWrittenWithoutLeadership() {
    leads.set(false);
    start();
    put(ingress("a", "causeway", "/").build());
    await().atMost(LIMIT).until(() -> asks.get() > 0);
    leads.set(true);
    put(ingress("b", "causeway", "/").build());
    awaitPaths("b.test/");
  }

  @Test
  @Behaviour("IN-007")
  void nameThatIsTakenIsLeftToItsOwner() {
    put(ingress("a", "causeway", "/").build());
    String name = RouteNames.of(stored("a"), "a.test", "/", 0);
    put(
        new RouteBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName(name)
            .endMetadata()
            .withNewSpec()
            .withHost("foreign.test")
            .withNewTo("Service", "other", 100)
            .endSpec()
            .build());
    start();
    awaitRoutes(routes -> routes.size() == 2);
    assertThat(routes())
        .extracting(route -> route.getMetadata().getName() + " " + route.getSpec().getHost())
        .containsExactlyInAnyOrder(
            name + " foreign.test", RouteNames.of(stored("a"), "a.test", "/", 1) + " a.test");
  }

  @Test
  @Behaviour("IN-023")
  void secretOfAnyTypeIsFollowedForTheDestinationCa() {
    start();
    put(
        ingress("a", "causeway", "/")
            .editMetadata()
            .addToAnnotations("route.openshift.io/termination", "reencrypt")
            .addToAnnotations("route.openshift.io/destination-ca-certificate-secret", "ca")
            .endMetadata()
            .build());
    awaitCa(null);
    put(new SecretBuilder(secret("ca", "one")).withType("Opaque").build());
    awaitCa("one");
    put(new SecretBuilder(secret("ca", "two")).withType("Opaque").build());
    awaitCa("two");
  }

  private void awaitCa(@Nullable String certificate) {
    awaitRoutes(
        routes ->
            routes.size() == 1
                && Objects.equals(
                    routes.getFirst().getSpec().getTls().getDestinationCACertificate(),
                    certificate));
  }

  @Test
  void keysThatAServerQuotesAreNotRepeated() {
    assertThat(
            IngressFailure.sentence(
                new IngressFailure(
                    "spec.tls.key: Invalid value: \"-----BEGIN PRIVATE KEY-----\nabc\n"
                        + "-----END PRIVATE KEY-----\": no")))
        .isEqualTo("spec.tls.key: Invalid value: \"(PEM)\": no");
  }
}
