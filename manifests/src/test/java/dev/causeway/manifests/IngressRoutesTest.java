package dev.causeway.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.RouteInput;
import dev.causeway.testkit.Behaviour;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routes of a folder's Ingresses follow what the Ingresses refer to, and nothing else. */
class IngressRoutesTest {
  private final ManifestSet set = new ManifestSet();
  private final Map<String, RouteInput> routes = new TreeMap<>();

  @BeforeEach
  void fill() {
    put("class.yaml", ingressClass("causeway.dev/ingress"));
    put("services.yaml", service("web", 80), service("api", 80));
    put("web.yaml", ingress("web", "web", "web-tls"));
    put("api.yaml", ingress("api", "api", "api-tls"));
  }

  private void put(String source, String... documents) {
    apply(set.put(new ManifestReader().read(source, String.join("---\n", documents))));
  }

  private void apply(List<InputChange> changes) {
    for (InputChange change : changes) {
      if (change.key().kind() == InputKind.ROUTE) {
        String of = change.key().name().replaceFirst("-[^-]*$", "");
        switch (change) {
          case InputChange.Put put -> routes.put(of, (RouteInput) put.input());
          case InputChange.Remove r -> routes.remove(of);
        }
      }
    }
  }

  private static String ingressClass(String controller) {
    return "apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: {name: c}\n"
        + "spec: {controller: "
        + controller
        + "}\n";
  }

  private static String service(String name, int port) {
    return "apiVersion: v1\nkind: Service\nmetadata: {name: "
        + name
        + ", namespace: shop}\nspec: {ports: [{name: p"
        + port
        + ", port: 80}]}\n";
  }

  private static String secret(String name, String certificate) {
    return "apiVersion: v1\nkind: Secret\nmetadata: {name: "
        + name
        + ", namespace: shop}\ntype: kubernetes.io/tls\nstringData: {tls.key: k, tls.crt: "
        + certificate
        + "}\n";
  }

  private static String ingress(String name, String service, String secret) {
    return """
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata: {name: %1$s, namespace: shop}
    spec:
      ingressClassName: c
      tls: [{hosts: [%1$s.test], secretName: %3$s}]
      rules:
      - host: %1$s.test
        http:
          paths:
          - path: /
            pathType: Prefix
            backend: {service: {name: %2$s, port: {number: 80}}}
    """
        .formatted(name, service, secret);
  }

  private RouteInput route(String ingress) {
    return Objects.requireNonNull(routes.get(ingress), ingress);
  }

  private String certificate(String ingress) {
    RouteInput route = routes.get(ingress);
    return route == null || route.tls() == null
        ? "none"
        : new String(route.tls().certificate().reveal(), java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  @Behaviour("IN-019")
  void secretThatComesChangesAndGoesIsFollowed() {
    assertThat(routes).isEmpty();
    assertThat(set.problems())
        .extracting(ManifestProblem::text)
        .contains(
            "web.yaml:11 Ingress shop/web spec.rules[0].http.paths[0]: has no Route because of"
                + " spec.tls[0].secretName: Secret web-tls does not exist");
    put("secret.yaml", secret("web-tls", "one"));
    assertThat(certificate("web")).isEqualTo("one");
    assertThat(routes).containsOnlyKeys("web");
    put("secret.yaml", secret("web-tls", "two"));
    assertThat(certificate("web")).isEqualTo("two");
    apply(set.remove("secret.yaml"));
    assertThat(routes).isEmpty();
  }

  @Test
  void onlyIngressesThatReferToAChangeAreConvertedAgain() {
    put("secrets.yaml", secret("web-tls", "one"), secret("api-tls", "one"));
    long before = set.ingressConversions();
    put("secrets.yaml", secret("web-tls", "two"), secret("api-tls", "one"));
    assertThat(set.ingressConversions()).isEqualTo(before + 1);
    put("services.yaml", service("web", 80), service("api", 81));
    assertThat(set.ingressConversions()).isEqualTo(before + 2);
    assertThat(route("api").targetPort()).isEqualTo("p81");
    put("other.yaml", service("other", 80), secret("other", "x"));
    put("services.yaml", service("web", 80), service("api", 81));
    put("web.yaml", ingress("web", "web", "web-tls"));
    assertThat(set.ingressConversions()).as("nothing of theirs changed").isEqualTo(before + 2);
    put("class.yaml", ingressClass("example.com/other"));
    assertThat(set.ingressConversions()).as("both have the class").isEqualTo(before + 4);
    assertThat(routes).isEmpty();
    assertThat(set.ignored()).containsEntry("Ingress", 2);
    put("class.yaml", ingressClass("causeway.dev/ingress"));
    assertThat(routes).containsOnlyKeys("api", "web");
  }

  @Test
  void routeOfAnIngressNamesTheIngressAndItsPlace() {
    put("secrets.yaml", secret("web-tls", "one"));
    assertThat(route("web").origin()).hasToString("web.yaml:1 Ingress shop/web");
    put("web.yaml", "# moved\n---\n" + ingress("web", "web", "web-tls"));
    assertThat(route("web").origin()).hasToString("web.yaml:3 Ingress shop/web");
    put("web.yaml", ingress("web", "web", "web-tls"), "kind: [\n");
    put("web.yaml", "kind: [\n");
    assertThat(routes).as("a half written file keeps what it had").containsKey("web");
    apply(set.remove("web.yaml"));
    assertThat(routes).isEmpty();
  }

  @Test
  void routeThatSomebodyWroteWinsOverOneOfTheSameName() {
    put("secrets.yaml", secret("web-tls", "one"));
    String name = route("web").key().name();
    put(
        "zzz.yaml",
        "apiVersion: route.openshift.io/v1\nkind: Route\nmetadata: {namespace: shop, name: "
            + name
            + "}\nspec: {host: own.test, to: {name: web}}\n");
    assertThat(route("web").host()).isEqualTo("own.test");
    assertThat(set.problems())
        .extracting(ManifestProblem::text)
        .contains(
            "web.yaml:1 Route shop/"
                + name
                + ": is defined in zzz.yaml:1 too, which counts; delete one of the two");
    apply(set.remove("zzz.yaml"));
    assertThat(route("web").host()).isEqualTo("web.test");
  }

  @Test
  void ingressDefinedTwiceCountsOnce() {
    put("secrets.yaml", secret("web-tls", "one"));
    put("aaa.yaml", ingress("web", "api", "web-tls"), ingress("web", "none", "web-tls"));
    assertThat(route("web").origin().source()).isEqualTo("aaa.yaml");
    assertThat(set.problems())
        .extracting(ManifestProblem::text)
        .contains(
            "web.yaml:1 Ingress shop/web: is defined in aaa.yaml:1 too, which counts; delete one"
                + " of the two",
            "aaa.yaml:15 Ingress shop/web: is defined in aaa.yaml:1 too, which counts; delete one"
                + " of the two");
    assertThat(set.standsElsewhere("web.yaml")).isTrue();
    assertThat(set.standsElsewhere("api.yaml")).isFalse();
  }

  @Test
  void emptyElementLosesItsIngressAlone() {
    ParsedFile file =
        new ManifestReader()
            .read(
                "web.yaml",
                ingress("web", "web", "x").replaceFirst("(?s)rules:.*", "rules:\n  -\n")
                    + "---\n"
                    + ingress("api", "api", "x"));
    assertThat(file.ingresses())
        .extracting(IngressObject::identity)
        .containsExactly("Ingress shop/api");
    assertThat(file.problems())
        .extracting(ManifestProblem::text)
        .containsExactly("web.yaml:8 Ingress shop/web spec.rules[0]: is empty");
  }
}
