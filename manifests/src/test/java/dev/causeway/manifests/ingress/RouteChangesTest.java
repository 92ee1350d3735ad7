package dev.causeway.manifests.ingress;

import static dev.causeway.manifests.ingress.World.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.testkit.Behaviour;
import io.fabric8.openshift.api.model.Route;
import io.fabric8.openshift.api.model.RouteBuilder;
import io.fabric8.openshift.api.model.RouteTargetReference;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteChangesTest {
  private static final String REENCRYPT =
      "annotations: {route.openshift.io/termination: reencrypt}";
  private static final String TLS = "tls: [{hosts: [a.test], secretName: cert}], ";

  private final World world = new World().tlsSecret("cert");

  private RouteChanges changes(String metadata, String spec, Route... existing) {
    return RouteChanges.of(
        World.ingress(metadata, spec), world.convert(metadata, spec), List.of(existing));
  }

  /** Returns the Route that was made of an Ingress, as an API server keeps it. */
  private Route stored(String metadata, String spec, Consumer<Route> edit) {
    Route route =
        new RouteBuilder(world.route(metadata, spec))
            .editMetadata()
            .withName("web-abcde")
            .withResourceVersion("7")
            .endMetadata()
            .editSpec()
            .editTo()
            .withWeight(100)
            .endTo()
            .endSpec()
            .build();
    edit.accept(route);
    return route;
  }

  private static void nothing(RouteChanges changes) {
    assertThat(changes).hasToString("RouteChanges[0 to create, 0 to update, 0 to delete, 1 kept]");
  }

  @ParameterizedTest
  @Behaviour({"IN-005", "IN-025", "IN-028"})
  @ValueSource(strings = {"a.test", "*.d.test"})
  void whatIsAsItShouldBeIsLeftAlone(String host) {
    nothing(changes("", rule(host, "/"), stored("", rule(host, "/"), route -> {})));
    nothing(
        changes(
            "",
            rule(host, "/"),
            stored(
                "",
                rule(host, "/"),
                route -> {
                  if (!host.startsWith("*")) {
                    route.getSpec().setWildcardPolicy(null);
                  }
                  route.getMetadata().setAnnotations(null);
                  route.getMetadata().setLabels(Map.of("by", "hand"));
                  route.getSpec().getTo().setWeight(7);
                })));
  }

  @Test
  @Behaviour({"IN-005", "IN-026"})
  void routesAreMatchedByHostAndPathAndOthersDeleted() {
    Route other = stored("", rule("a.test", "/other"), route -> {});
    Route host = stored("", rule("b.test", "/"), route -> {});
    RouteChanges changes = changes("", rule("a.test", "/"), other, host);
    assertThat(changes.creates()).hasSize(1);
    assertThat(changes.deletes()).containsExactlyInAnyOrder(other, host);
    assertThat(changes.updates()).isEmpty();
  }

  @Test
  @Behaviour({"IN-024", "IN-025"})
  void differenceReplacesSpecAnnotationsAndOwner() {
    Route existing =
        stored(
            "",
            TLS + rule("a.test", "/"),
            route -> {
              route.getSpec().getTo().setWeight(7);
              route.getSpec().setAlternateBackends(List.of(new RouteTargetReference()));
              route.getSpec().setSubdomain("s");
              route.getSpec().getTls().setCaCertificate("chain");
              route.getSpec().getTls().setInsecureEdgeTerminationPolicy(null);
              route.getMetadata().setAnnotations(Map.of("by", "hand"));
              route.getMetadata().setLabels(Map.of("by", "hand"));
            });
    RouteChanges changes =
        changes("annotations: {a: b}, labels: {c: d}", TLS + rule("a.test", "/"), existing);
    Route next = changes.updates().getFirst();
    assertThat(next.getMetadata().getName()).isEqualTo("web-abcde");
    assertThat(next.getMetadata().getResourceVersion()).isEqualTo("7");
    assertThat(next.getMetadata().getAnnotations()).isEqualTo(Map.of("a", "b"));
    assertThat(next.getMetadata().getLabels()).as("kept").isEqualTo(Map.of("by", "hand"));
    assertThat(next.getSpec().getTo().getWeight()).as("kept").isEqualTo(7);
    assertThat(next.getSpec().getTls().getCaCertificate()).as("kept").isEqualTo("chain");
    assertThat(next.getSpec().getAlternateBackends()).isNullOrEmpty();
    assertThat(next.getSpec().getSubdomain()).isNull();
  }

  @Test
  @Behaviour("IN-018")
  void insecurePolicyIsTheUsersOnceTheRouteIsThere() {
    for (String policy : new String[] {"Allow", "None", ""}) {
      Route existing =
          stored(
              "",
              TLS + rule("a.test", "/"),
              route ->
                  route
                      .getSpec()
                      .getTls()
                      .setInsecureEdgeTerminationPolicy(policy.isEmpty() ? null : policy));
      nothing(changes("", TLS + rule("a.test", "/"), existing));
      RouteChanges changes = changes("annotations: {a: b}", TLS + rule("a.test", "/"), existing);
      assertThat(changes.updates().getFirst().getSpec().getTls().getInsecureEdgeTerminationPolicy())
          .isEqualTo(policy.isEmpty() ? null : policy);
    }
  }

  @Test
  @Behaviour("IN-029")
  void caCertificateOfAUserIsKeptAndIsNoDifference() {
    nothing(
        changes(
            "",
            TLS + rule("a.test", "/"),
            stored(
                "",
                TLS + rule("a.test", "/"),
                route -> route.getSpec().getTls().setCaCertificate("chain"))));
  }

  @Test
  @Behaviour("IN-024")
  void destinationCaOfAUserIsKeptUnlessAnAnnotationGivesOne() {
    Route existing =
        stored(
            REENCRYPT,
            rule("a.test", "/"),
            route -> route.getSpec().getTls().setDestinationCACertificate("mine"));
    nothing(changes(REENCRYPT, rule("a.test", "/"), existing));
    String named =
        REENCRYPT.replace("}", ", route.openshift.io/destination-ca-certificate-secret: cert}");
    RouteChanges changes = changes(named, rule("a.test", "/"), existing);
    assertThat(changes.updates().getFirst().getSpec().getTls().getDestinationCACertificate())
        .isEqualTo("cert tls.crt");
  }

  @Test
  @Behaviour("IN-025")
  void eachOfTheseIsADifference() {
    List<Consumer<Route>> edits =
        List.of(
            route -> route.getSpec().getTo().setName("other"),
            route -> route.getSpec().setWildcardPolicy("Subdomain"),
            route -> route.getSpec().setAlternateBackends(List.of(new RouteTargetReference())),
            route -> route.getMetadata().setAnnotations(Map.of("more", "")),
            route ->
                route
                    .getMetadata()
                    .getOwnerReferences()
                    .getFirst()
                    .setApiVersion("networking.k8s.io/v1beta1"),
            route -> route.getSpec().setPort(null),
            route -> route.getSpec().getTls().setCertificate("old"),
            route -> route.getSpec().getTls().setKey("old"),
            route -> route.getSpec().getTls().setTermination("reencrypt"),
            route -> route.getSpec().setTls(null));
    for (Consumer<Route> edit : edits) {
      RouteChanges changes =
          changes("", TLS + rule("a.test", "/"), stored("", TLS + rule("a.test", "/"), edit));
      assertThat(changes.updates()).hasSize(1);
      assertThat(changes.deletes()).isEmpty();
      nothing(changes("", TLS + rule("a.test", "/"), changes.updates().getFirst()));
    }
  }

  @Test
  @Behaviour({"IN-015", "AN-030"})
  void labelsAreADifferenceOnlyIfAsked() {
    String asked = "annotations: {route.openshift.io/reconcile-labels: 'true'}, labels: {a: b}";
    Route existing =
        stored(
            asked,
            rule("a.test", "/"),
            route -> route.getMetadata().setLabels(Map.of("by", "hand")));
    assertThat(
            changes(asked, rule("a.test", "/"), existing)
                .updates()
                .getFirst()
                .getMetadata()
                .getLabels())
        .isEqualTo(Map.of("a", "b"));
  }

  @Test
  void ofTwoRoutesForOnePathTheOlderStays() {
    Route older =
        stored(
            "",
            rule("a.test", "/"),
            route -> route.getMetadata().setCreationTimestamp("2024-01-01T00:00:00Z"));
    Route younger =
        stored(
            "",
            rule("a.test", "/"),
            route -> {
              route.getMetadata().setName("web-aaaaa");
              route.getMetadata().setCreationTimestamp("2024-01-02T00:00:00Z");
            });
    assertThat(changes("", rule("a.test", "/"), younger, older).deletes()).containsExactly(younger);
  }

  @Test
  @Behaviour("IN-006")
  void ownerIsTheIngressItselfNotOneOfItsNameBefore() {
    Route route = stored("", rule("a.test", "/"), each -> {});
    assertThat(IngressOwner.nameOf(route)).isEqualTo("web");
    assertThat(IngressOwner.owns(World.ingress("", rule("a.test", "/")), route)).isTrue();
    route.getMetadata().getOwnerReferences().getFirst().setUid("u-0");
    assertThat(IngressOwner.owns(World.ingress("", rule("a.test", "/")), route)).isFalse();
    route.getMetadata().getOwnerReferences().getFirst().setController(false);
    assertThat(IngressOwner.nameOf(route)).isNull();
  }
}
