package dev.causeway.manifests.ingress;

import static dev.causeway.manifests.ingress.World.path;
import static dev.causeway.manifests.ingress.World.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.testkit.Behaviour;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.openshift.api.model.Route;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IngressConverterTest {
  private final World world = new World();

  private static String summary(Route route) {
    return route.getSpec().getHost()
        + (route.getSpec().getPath() == null ? "" : route.getSpec().getPath())
        + " "
        + route.getSpec().getTo().getName();
  }

  private static List<String> texts(IngressConversion conversion) {
    return conversion.remarks().stream().map(IngressRemark::text).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "'',                                                '',                        CLAIMED",
    "'',                                                ingressClassName: ours,    CLAIMED",
    "'',                                                ingressClassName: theirs,  OTHER_CONTROLLER",
    "'',                                                ingressClassName: none,    UNKNOWN_CLASS",
    "'annotations: {kubernetes.io/ingress.class: ours}',   ingressClassName: theirs, CLAIMED",
    "'annotations: {kubernetes.io/ingress.class: theirs}', ingressClassName: ours,   OTHER_CONTROLLER",
    "'annotations: {kubernetes.io/ingress.class: ''''}',   ingressClassName: ours,   UNKNOWN_CLASS",
  })
  @Behaviour({"IN-001", "IN-002", "IN-004"})
  void controllerOfTheNamedClassDecides(String metadata, String spec, IngressClaim claim) {
    world
        .ingressClass("ours", "openshift.io/ingress-to-route")
        .ingressClass("theirs", "k8s.io/other");
    String rules = rule("a.test", "/");
    IngressConversion conversion =
        world.convert(metadata, spec.isEmpty() ? rules : spec + ", " + rules);
    assertThat(conversion.claim()).isEqualTo(claim);
    assertThat(conversion.routes()).hasSize(claim == IngressClaim.CLAIMED ? 1 : 0);
  }

  @Test
  void ingressWithoutClassIsOursByAnOptionOnly() {
    IngressConversion conversion =
        world.convert("", rule("a.test", "/"), new IngressOptions("c", false));
    assertThat(conversion.claim()).isEqualTo(IngressClaim.NO_CLASS);
    assertThat(conversion.routes()).isEmpty();
  }

  @Test
  @Behaviour({"IN-005", "IN-013", "LIM-016"})
  void oneRouteStandsForEachHostAndPathWhichIsCopiedLiterally() {
    world.withService("api", "http:80");
    IngressConversion conversion =
        world.convert(
            "",
            "rules: [{host: a.test, http: {paths: ["
                + path("/", "number: 80")
                + ","
                + path("/Foo//%2f/", "number: 80").replace("name: web", "name: api")
                + ","
                + path("", "number: 80").replace("Prefix", "ImplementationSpecific")
                + "]}}, {host: b.test, http: {paths: ["
                + path("/", "number: 80")
                + "]}}]");
    assertThat(conversion.routes().stream().map(IngressConverterTest::summary))
        .containsExactly("a.test/ web", "a.test/Foo//%2f/ api", "a.test web", "b.test/ web");
    assertThat(conversion.routes())
        .allSatisfy(route -> assertThat(route.getMetadata().getNamespace()).isEqualTo("shop"));
    assertThat(conversion.routes().get(2).getSpec().getPath()).isNull();
    assertThat(conversion.remarks()).isEmpty();
  }

  @Test
  @Behaviour("IN-006")
  void routeIsControlledByTheIngressWhichItDoesNotBlock() {
    Route route = world.route("", rule("a.test", "/"));
    assertThat(route.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(
            owner -> {
              assertThat(owner.getApiVersion()).isEqualTo("networking.k8s.io/v1");
              assertThat(owner.getKind()).isEqualTo("Ingress");
              assertThat(owner.getName()).isEqualTo("web");
              assertThat(owner.getUid()).isEqualTo("u-1");
              assertThat(owner.getController()).isTrue();
              assertThat(owner.getBlockOwnerDeletion()).isNull();
            });
  }

  @Test
  @Behaviour("IN-007")
  void nameIsThatOfTheIngressAndFiveCharacters() {
    Route route = world.route("", rule("a.test", "/"));
    assertThat(route.getMetadata().getName()).matches("web-[bcdfghjklmnpqrstvwxz2456789]{5}");
    assertThat(world.route("", rule("a.test", "/")).getMetadata().getName())
        .as("the same for the same")
        .isEqualTo(route.getMetadata().getName());
    assertThat(world.route("", rule("b.test", "/")).getMetadata().getName())
        .isNotEqualTo(route.getMetadata().getName());
    assertThat(RouteNames.of(World.ingress("name: " + "n".repeat(70), ""), "a.test", "/", 0))
        .matches("n{58}[a-z0-9]{5}");
    assertThat(RouteNames.of(World.ingress("", ""), "a.test", "/", 1))
        .as("where the first name is taken")
        .isNotEqualTo(route.getMetadata().getName());
  }

  @Test
  @Behaviour("IN-008")
  void whatCannotBeARouteIsSkippedWithARemarkAndTheRestIsServed() {
    IngressConversion conversion =
        world.convert(
            "",
            "rules: [{host: a.test}, {http: {paths: ["
                + path("/", "number: 80")
                + "]}}, {host: a.test, http: {paths: ["
                + "{path: /r, pathType: Prefix, backend: {resource: {kind: B, name: b}}},"
                + "{path: /n, pathType: Prefix, backend: {service: {port: {number: 80}}}},"
                + path("/e", "number: 80").replace("Prefix", "Exact")
                + ","
                + path("/s", "number: 80").replace("name: web", "name: none")
                + ","
                + path("/p", "number: 99")
                + ","
                + path("/q", "name: none")
                + ","
                + path("/ok", "number: 80")
                + "]}}]");
    assertThat(conversion.routes().stream().map(IngressConverterTest::summary))
        .containsExactly("a.test/ok web");
    assertThat(texts(conversion))
        .containsExactly(
            "spec.rules[0].http: is missing, so there is nothing to serve",
            "spec.rules[1].host: is missing; a Route needs a host",
            "spec.rules[2].http.paths[0].backend: is no Service; a Route can point to Services"
                + " only",
            "spec.rules[2].http.paths[1].backend.service.name: is missing",
            "spec.rules[2].http.paths[2].pathType: Exact has no counterpart in a Route, whose"
                + " paths are prefixes",
            "spec.rules[2].http.paths[3].backend.service.name: Service none does not exist",
            "spec.rules[2].http.paths[4].backend.service.port: Service web has no port 99",
            "spec.rules[2].http.paths[5].backend.service.port: Service web has no port none");
    assertThat(conversion.remarks())
        .extracting(remark -> remark.kind().reason())
        .containsOnly("IncompleteIngressToRouteRules");
  }

  @Test
  @Behaviour({"IN-009", "IN-010"})
  void defaultBackendAndPathTypePlayNoPart() {
    IngressConversion conversion =
        world.convert(
            "",
            "defaultBackend: {service: {name: web, port: {number: 80}}}, " + rule("a.test", "/f/"));
    assertThat(conversion.routes().stream().map(IngressConverterTest::summary))
        .as("the slash at the end stays, so that /f is not served")
        .containsExactly("a.test/f/ web");
    assertThat(conversion.remarks())
        .extracting(IngressRemark::kind)
        .containsExactly(IngressRemark.Kind.NO_EFFECT);
    assertThat(IngressRemark.Kind.NO_EFFECT.reason()).as("no Event").isEmpty();
    String specific = rule("a.test", "/f/").replace("Prefix", "ImplementationSpecific");
    assertThat(world.route("", specific)).isEqualTo(world.route("", rule("a.test", "/f/")));
  }

  @Test
  @Behaviour("IN-011")
  void wildcardHostBecomesASubdomainPolicy() {
    Route route = world.route("", rule("*.d.test", "/"));
    assertThat(route.getSpec().getHost()).isEqualTo("wildcard.d.test");
    assertThat(route.getSpec().getWildcardPolicy()).isEqualTo("Subdomain");
    assertThat(world.route("", rule("a.test", "/")).getSpec().getWildcardPolicy())
        .isEqualTo("None");
  }

  @Test
  @Behaviour("IN-012")
  void targetPortIsTheNameOfTheServicePort() {
    String byNumber = rule("a.test", "/").replace("number: 80", "number: 81");
    assertThat(world.route("", byNumber).getSpec().getPort().getTargetPort())
        .isEqualTo(new IntOrString("admin"));
    String byName = rule("a.test", "/").replace("number: 80", "name: http");
    assertThat(world.route("", byName).getSpec().getPort().getTargetPort())
        .isEqualTo(new IntOrString("http"));
    world.withService("web", ":80");
    assertThat(world.route("", rule("a.test", "/")).getSpec().getPort())
        .as("a port without name")
        .isNull();
  }

  @Test
  @Behaviour({"IN-014", "IN-015"})
  void annotationsAndLabelsAreCopied() {
    Route route =
        world.route(
            "labels: {a: b}, annotations: {haproxy.router.openshift.io/timeout: 5s, x: y}",
            rule("a.test", "/"));
    assertThat(route.getMetadata().getAnnotations())
        .isEqualTo(Map.of("haproxy.router.openshift.io/timeout", "5s", "x", "y"));
    assertThat(route.getMetadata().getLabels()).isEqualTo(Map.of("a", "b"));
  }

  @ParameterizedTest
  @CsvSource({
    "true,true",
    "T,true",
    "1,true",
    "TRUE,true",
    "false,false",
    "0,false",
    "f,false",
    "True,true",
    "F,false",
    "FALSE,false",
    "False,false",
    "tRUE,invalid",
    "fALSE,invalid",
    "yes,invalid",
    "'',invalid",
  })
  @Behaviour({"IN-015", "AN-030"})
  void labelsAreFollowedIfTheAnnotationSaysSo(String value, String outcome) {
    IngressConversion conversion =
        world.convert(
            "annotations: {route.openshift.io/reconcile-labels: '" + value + "'}",
            rule("a.test", "/"));
    assertThat(conversion.followsLabels()).isEqualTo(outcome.equals("true"));
    assertThat(conversion.remarks().stream().map(remark -> remark.kind().reason()).toList())
        .isEqualTo(outcome.equals("invalid") ? List.of("InvalidAnnotationValue") : List.of());
    assertThat(conversion.routes()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", ""})
  void secondPathOfTheSameNameIsSkipped(String path) {
    IngressConversion conversion =
        world.convert(
            "",
            "rules: [{host: a.test, http: {paths: ["
                + path(path, "number: 99")
                + ","
                + path(path, "number: 80")
                + "]}}, {host: a.test, http: {paths: ["
                + path(path, "number: 81")
                + "]}}]");
    assertThat(conversion.routes())
        .singleElement()
        .satisfies(
            route ->
                assertThat(route.getSpec().getPort().getTargetPort().getStrVal())
                    .isEqualTo("http"));
    assertThat(texts(conversion))
        .contains(
            "spec.rules[1].http.paths[0]: has the host and path of spec.rules[0].http.paths[1],"
                + " which counts");
  }

  @Test
  void everythingAskedForIsToldPresentOrNot() {
    IngressConversion conversion =
        world.convert(
            "annotations: {route.openshift.io/termination: reencrypt,"
                + " route.openshift.io/destination-ca-certificate-secret: ca}",
            "tls: [{hosts: [a.test], secretName: none}, {hosts: [b.test], secretName: other}], "
                + rule("a.test", "/"));
    assertThat(conversion.routes()).isEmpty();
    assertThat(
            conversion.references().stream()
                .map(ObjectKey::toString)
                .collect(Collectors.toUnmodifiableSet()))
        .containsExactlyInAnyOrder("Service shop/web", "Secret shop/none");
    assertThat(
            world
                .tlsSecret("none")
                .convert(
                    "annotations: {route.openshift.io/termination: reencrypt,"
                        + " route.openshift.io/destination-ca-certificate-secret: ca}",
                    "tls: [{hosts: [a.test], secretName: none}], " + rule("a.test", "/"))
                .references())
        .contains(new ObjectKey(InputKind.SECRET, "shop", "ca"));
  }
}
