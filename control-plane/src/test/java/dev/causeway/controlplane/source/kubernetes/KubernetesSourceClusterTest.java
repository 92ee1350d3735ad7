package dev.causeway.controlplane.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.controlplane.cluster.ChartRoles;
import dev.causeway.controlplane.cluster.RealCluster;
import dev.causeway.controlplane.cluster.RequestRecorder;
import dev.causeway.testkit.cluster.OnCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The source against a real API server, with the rights of the chart's role and no others. */
@OnCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubernetesSourceClusterTest extends KubernetesSourceContract {
  private static final String ACCOUNT = "causeway-control-plane";

  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final String system = "source-" + run + "-system";
  private final RequestRecorder asked = new RequestRecorder();
  private final RealCluster cluster = new RealCluster();
  private final ChartRoles roles =
      ChartRoles.read().in(system, controllers()).withOperands(operands());
  private final KubernetesClient reader;
  private int count;

  KubernetesSourceClusterTest() {
    cluster.namespace(system);
    cluster.namespace(controllers());
    cluster.namespace(operands());
    cluster.serve("route.openshift.io", "Route", "routes");
    cluster.serve("operator.openshift.io", "IngressController", "ingresscontrollers");
    reader = cluster.account(system, ACCOUNT, asked);
  }

  @BeforeAll
  void bindRoles() {
    cluster.apply(roles.yaml());
  }

  @AfterAll
  void theRoleAllowsWhatWasAskedAndNothingElse() {
    reader.close();
    cluster.delete(roles.yaml());
    cluster.admin().namespaces().withName(system).delete();
    cluster.admin().namespaces().withName(controllers()).delete();
    cluster.admin().namespaces().withName(operands()).delete();
    cluster.close();
    // Read in some namespaces only in one test, which a role for the whole cluster allows.
    assertThat(asked.asked().notIn(roles.of(ACCOUNT))).isEmpty();
    assertThat(roles.of(ACCOUNT).unusedBy(asked.asked())).isEmpty();
  }

  @Override
  KubernetesClient admin() {
    return cluster.admin();
  }

  @Override
  KubernetesClient reader() {
    return reader;
  }

  @Override
  String namespace() {
    return "source-" + run + "-" + count;
  }

  @Override
  String controllers() {
    return "source-" + run + "-controllers";
  }

  @Override
  String operands() {
    return "source-" + run + "-operands";
  }

  @Override
  void grant(String secret) {
    cluster.apply(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: "%1$s", namespace: "%2$s"}
        rules:
          - apiGroups: [""]
            resources: [secrets]
            resourceNames: ["%1$s"]
            verbs: [get, list, watch]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: "%1$s", namespace: "%2$s"}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: "%1$s"}
        subjects:
          - {kind: User, apiGroup: rbac.authorization.k8s.io, name: "%3$s"}
        """
            .formatted(secret, namespace(), SUBJECT));
  }

  @Override
  void release() {
    new ClusterObjects(admin()).delete(WatchedKind.INGRESS_CONTROLLERS, controllers(), "default");
    cluster.admin().namespaces().withName(namespace()).delete();
    // The role is bound in that namespace once for all tests.
    cluster.admin().secrets().inNamespace(operands()).delete();
    cluster.admin().configMaps().inNamespace(operands()).delete();
    count++;
  }
}
