package dev.causeway.controlplane.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionsTest {
  private static final String ROLES =
      """
      ---
      # Source: somewhere
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: reader}
      rules:
        - {apiGroups: [route.openshift.io], resources: [routes, routes/status], verbs: [list, patch]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: reader}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader}
      subjects: [{kind: ServiceAccount, name: serve, namespace: system}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: secrets, namespace: shop}
      rules: [{apiGroups: [""], resources: [secrets], verbs: [watch]}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: secrets, namespace: shop}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: secrets}
      subjects: [{kind: ServiceAccount, name: serve, namespace: system}]
      """;

  @Test
  void rolesAreReadThroughTheirBindings() {
    assertThat(Permissions.rendered(ROLES, "serve").lines())
        .containsExactly(
            "* routes.route.openshift.io list",
            "* routes.route.openshift.io patch",
            "* routes/status.route.openshift.io list",
            "* routes/status.route.openshift.io patch",
            "shop secrets watch");
    assertThat(Permissions.rendered(ROLES, "other").lines()).isEmpty();
  }

  @Test
  void bothDifferencesAreFound() {
    Permissions granted = Permissions.rendered(ROLES, "serve");
    Permissions used =
        new Permissions(
            Set.of(
                "shop routes.route.openshift.io list",
                "shop secrets watch",
                "other secrets watch",
                "* routes/status.route.openshift.io patch"));
    assertThat(used.notIn(granted)).containsExactly("other secrets watch");
    assertThat(granted.unusedBy(used))
        .containsExactly(
            "* routes.route.openshift.io patch", "* routes/status.route.openshift.io list");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/services?limit=500, * services list",
    "GET, /api/v1/services?watch=true&x=y, * services watch",
    "GET, /api/v1/namespaces, * namespaces list",
    "GET, /api/v1/namespaces/shop, * namespaces get",
    "GET, /api/v1/namespaces/shop/secrets?fieldSelector=metadata.name%3Dx, shop secrets list",
    "PATCH, /apis/route.openshift.io/v1/namespaces/shop/routes/web/status, "
        + "shop routes/status.route.openshift.io patch",
    "POST, /apis/authorization.k8s.io/v1/subjectaccessreviews, "
        + "* subjectaccessreviews.authorization.k8s.io create",
    "PUT, /apis/coordination.k8s.io/v1/namespaces/a/leases/b, a leases.coordination.k8s.io update",
    "DELETE, /apis/route.openshift.io/v1/namespaces/shop/routes/web, "
        + "shop routes.route.openshift.io delete",
    "GET, /version, * /version get"
  })
  void requestsAreNotedAsTheRightsTheyTake(String method, String uri, String line) {
    assertThat(RequestRecorder.line(method, URI.create("https://127.0.0.1:6443" + uri)))
        .isEqualTo(line);
  }
}
