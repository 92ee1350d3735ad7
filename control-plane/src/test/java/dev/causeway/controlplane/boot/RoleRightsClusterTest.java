package dev.causeway.controlplane.boot;

import dev.causeway.controlplane.cluster.ChartRoles;
import dev.causeway.controlplane.cluster.RealCluster;
import dev.causeway.controlplane.cluster.RequestRecorder;
import dev.causeway.testkit.cluster.OnCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The rights that roles ask for, of a real API server that grants each account its own only. */
@OnCluster
class RoleRightsClusterTest extends RoleRightsContract {
  private final String shop = "rights-" + UUID.randomUUID().toString().substring(0, 8);
  private final RealCluster cluster = new RealCluster();

  @BeforeEach
  void install() {
    cluster.namespace(shop);
    cluster.namespace(system());
    cluster.namespace(controllers());
    cluster.serve("route.openshift.io", "Route", "routes");
    cluster.serve("operator.openshift.io", "IngressController", "ingresscontrollers");
    cluster.apply(roles().yaml());
  }

  @AfterEach
  void release() {
    cluster.delete(roles().yaml());
    cluster.admin().network().v1().ingressClasses().withName(shop).delete();
    cluster.admin().namespaces().withName(shop).delete();
    cluster.admin().namespaces().withName(system()).delete();
    cluster.admin().namespaces().withName(controllers()).delete();
    cluster.close();
  }

  @Override
  KubernetesClient admin() {
    return cluster.admin();
  }

  @Override
  KubernetesClient account(String name, RequestRecorder recorder) {
    return cluster.account(system(), name, recorder);
  }

  @Override
  ChartRoles roles() {
    return ChartRoles.read().in(system(), controllers());
  }

  @Override
  String shop() {
    return shop;
  }

  @Override
  String system() {
    return shop + "-system";
  }

  @Override
  String controllers() {
    return shop + "-controllers";
  }
}
