package dev.causeway.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Namespaces are values (beside OKD's operator they must not be OKD's). */
final class NamespacesTest {
  private static final Set<String> CLUSTER =
      Set.of("Namespace", "ClusterRole", "ClusterRoleBinding", "IngressClass");

  static List<SetUp> setUps() {
    return SetUp.of("causeway");
  }

  @ParameterizedTest
  @MethodSource("setUps")
  void everyObjectSaysWhereItIs(SetUp setUp) {
    try (Charts charts = new Charts()) {
      Rendered rendered = setUp.render(charts);
      assertThat(rendered.objects())
          .allSatisfy(
              object ->
                  assertThat(Rendered.namespace(object).isEmpty())
                      .as(Rendered.id(object))
                      .isEqualTo(CLUSTER.contains(Rendered.kind(object))));
      assertThat(rendered.objects().stream().map(Rendered::id)).doesNotHaveDuplicates();
    }
  }

  @Test
  void noneIsWrittenDown() throws Exception {
    String values =
        """
        namespaces: {controller: controllers, operand: operands}
        externalCertificate: {subject: "system:serviceaccount:operands:router"}
        networkPolicy: {enabled: true}
        podMonitor: {enabled: true}
        routers: {default: {ingressController: {create: true}}}
        """;
    try (Charts charts = new Charts()) {
      Rendered rendered = charts.render("causeway", "edge", "here", values);
      assertThat(
              rendered.objects().stream()
                  .map(Rendered::namespace)
                  .filter(namespace -> !namespace.isEmpty())
                  .collect(Collectors.toSet()))
          .containsExactlyInAnyOrder("here", "controllers", "operands");
      assertThat(rendered.text().replace("network.openshift.io", "").replace(".openshift.io", ""))
          .doesNotContain("openshift");
    }
  }

  /** Such a namespace exists before Helm looks at the chart. */
  @Test
  void namespaceOfTheReleaseIsNotCreated() throws Exception {
    try (Charts charts = new Charts()) {
      Rendered rendered = charts.render("causeway", "causeway", "openshift-ingress", "{}");
      assertThat(rendered.ofKind("Namespace").map(Rendered::name))
          .containsExactly("openshift-ingress-operator");
    }
  }

  @Test
  void twoReleasesOfOneNameDoNotMeet() throws Exception {
    try (Charts charts = new Charts()) {
      String values = "{ingress: {class: {name: other}}, namespaces: {controller: a, operand: b}}";
      Set<String> first =
          charts.render("causeway", "causeway", "one", "{}").objects().stream()
              .map(Rendered::id)
              .collect(Collectors.toSet());
      assertThat(charts.render("causeway", "causeway", "two", values).objects())
          .extracting(Rendered::id)
          .doesNotContainAnyElementsOf(first);
    }
  }
}
