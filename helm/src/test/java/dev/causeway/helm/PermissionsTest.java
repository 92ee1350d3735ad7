package dev.causeway.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each role may do what it does and nothing else. */
final class PermissionsTest {
  private static final String SERVE =
      """
      * routes.route.openshift.io list watch
      * namespaces list watch
      * services list watch
      * endpointslices.discovery.k8s.io list watch
      * subjectaccessreviews.authorization.k8s.io create
      openshift-ingress-operator ingresscontrollers.operator.openshift.io list watch
      openshift-ingress configmaps list watch
      """;

  private static final String STATUS =
      SERVE
          + """
          * routes/status.route.openshift.io patch
          * events create patch
          causeway-system leases.coordination.k8s.io get create update
          """;

  private static final String INGRESS =
      """
      * ingresses.networking.k8s.io list watch
      * ingressclasses.networking.k8s.io list watch
      * ingresses/status.networking.k8s.io update
      * services list watch
      * routes.route.openshift.io list watch create update delete
      * routes/custom-host.route.openshift.io create
      * events create
      causeway-system leases.coordination.k8s.io get create update
      """;

  private static final String CLEANUP =
      """
      * routes.route.openshift.io list
      * routes/status.route.openshift.io patch
      * ingresses.networking.k8s.io list
      * ingressclasses.networking.k8s.io list
      * ingresses/status.networking.k8s.io update
      openshift-ingress-operator ingresscontrollers.operator.openshift.io list
      causeway-system leases.coordination.k8s.io get create update
      """;

  private static final String SECRETS_OF_ALL = "* secrets list watch\n";
  private static final String SECRETS_OF_SOME =
      """
      openshift-ingress secrets list watch
      team-a secrets list watch
      team-b secrets list watch
      """;

  static List<SetUp> setUps() {
    return SetUp.of("causeway");
  }

  private static Rendered render(SetUp setUp) {
    try (Charts charts = new Charts()) {
      return setUp.render(charts);
    }
  }

  private static Set<String> lines(String table) {
    Set<String> lines = new TreeSet<>();
    table
        .lines()
        .map(line -> line.split(" ", -1))
        .forEach(
            words -> {
              for (int i = 2; i < words.length; i++) {
                lines.add(words[0] + " " + words[1] + " " + words[i]);
              }
            });
    return lines;
  }

  private static void rolesAre(String setUp, String secrets) {
    Rendered rendered = render(SetUp.named(setUp));
    String in = "causeway-system";
    assertThat(Permissions.of(rendered, in, "causeway-control-plane"))
        .isEqualTo(lines(SERVE + secrets));
    assertThat(Permissions.of(rendered, in, "causeway-status")).isEqualTo(lines(STATUS + secrets));
    assertThat(Permissions.of(rendered, in, "causeway-ingress"))
        .isEqualTo(lines(INGRESS + secrets));
    assertThat(Permissions.of(rendered, in, "causeway-cleanup")).isEqualTo(lines(CLEANUP));
    assertThat(Permissions.of(rendered, "openshift-ingress", "causeway-router")).isEmpty();
  }

  @Test
  void rolesReadSecretsOfTheCluster() {
    rolesAre("defaults", SECRETS_OF_ALL);
  }

  @Test
  void rolesReadSecretsOfNamedNamespacesOnly() {
    rolesAre("secrets-by-namespace", SECRETS_OF_SOME);
  }

  /** The programs watch exactly where they may. */
  @Test
  void programsAreToldTheNamespacesOfTheirRoles() {
    Rendered rendered = render(SetUp.named("secrets-by-namespace"));
    for (String role : List.of("control-plane", "status", "ingress")) {
      JsonNode kubernetes =
          Documents.single(
                  rendered
                      .object("ConfigMap", "causeway-" + role)
                      .at("/data/application.yaml")
                      .asText())
              .at("/causeway/kubernetes");
      assertThat(kubernetes.path("secrets-scope").asText()).isEqualTo("namespaces");
      assertThat(Documents.texts(kubernetes.path("namespaces")))
          .containsExactly("openshift-ingress", "team-a", "team-b");
    }
  }

  @Test
  void nothingIsWrittenWhereStatusAndIngressAreOff() {
    Rendered rendered = render(SetUp.named("read-only"));
    assertThat(Permissions.of(rendered, "causeway-system", "causeway-control-plane"))
        .allMatch(line -> line.matches(".* (list|watch)") || line.contains("subjectaccessreviews"));
    assertThat(rendered.ofKind("RoleBinding", "ClusterRoleBinding"))
        .allSatisfy(
            binding ->
                assertThat(binding.at("/subjects/0/name").asText())
                    .isEqualTo("causeway-control-plane"));
  }

  /** A review of access is asked for with "create", and nothing is kept of it. */
  @Test
  void shadowReadsAndCanWriteNothingAndCleansNothingUp() {
    Rendered rendered = render(SetUp.named("shadow"));
    for (String account : List.of("causeway-status", "causeway-control-plane")) {
      assertThat(Permissions.of(rendered, "causeway-system", account))
          .isEqualTo(
              lines(
                  SERVE.replace("openshift-ingress c", "openshift-config c")
                      + SECRETS_OF_ALL
                      + "openshift-ingress configmaps/service-ca-bundle list watch\n"));
    }
    assertThat(rendered.ofKind("Job")).isEmpty();
    JsonNode status =
        Documents.single(
            rendered.object("ConfigMap", "causeway-status").at("/data/application.yaml").asText());
    assertThat(status.at("/causeway/status/shadow").asBoolean()).isTrue();
    assertThat(status.at("/causeway/kubernetes").has("lease-namespace")).isFalse();
  }

  @ParameterizedTest
  @MethodSource("setUps")
  void grantsNameEverything(SetUp setUp) {
    Rendered rendered = render(setUp);
    assertThat(rendered.ofKind("Role", "ClusterRole"))
        .allSatisfy(
            role ->
                assertThat(role.path("rules"))
                    .isNotEmpty()
                    .allSatisfy(
                        rule -> {
                          assertThat(rule.toString()).doesNotContain("\"*\"");
                          assertThat(Documents.texts(rule.path("verbs")))
                              .doesNotContain("escalate", "bind", "impersonate");
                        }));
    Set<String> accounts =
        rendered.ofKind("ServiceAccount").map(Rendered::id).collect(Collectors.toSet());
    assertThat(rendered.ofKind("RoleBinding", "ClusterRoleBinding"))
        .allSatisfy(
            binding -> {
              assertThat(Permissions.rules(rendered, binding)).isNotEmpty();
              assertThat(binding.path("subjects"))
                  .allSatisfy(
                      subject ->
                          assertThat(accounts)
                              .contains(
                                  "ServiceAccount "
                                      + subject.path("namespace").asText()
                                      + "/"
                                      + subject.path("name").asText()));
            });
  }

  @ParameterizedTest
  @MethodSource("setUps")
  void onlyControlPlanesGetATokenForTheApi(SetUp setUp) {
    Rendered rendered = render(setUp);
    assertThat(rendered.ofKind("ServiceAccount"))
        .allSatisfy(
            account ->
                assertThat(account.path("automountServiceAccountToken").asBoolean(true)).isFalse());
    assertThat(rendered.ofKind("Deployment"))
        .allSatisfy(
            deployment ->
                assertThat(
                        deployment
                            .at("/spec/template/spec/automountServiceAccountToken")
                            .asBoolean())
                    .isEqualTo(!Rendered.name(deployment).contains("-router-")));
  }
}
