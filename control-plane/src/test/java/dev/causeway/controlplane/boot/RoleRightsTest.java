package dev.causeway.controlplane.boot;

import dev.causeway.controlplane.cluster.ChartRoles;
import dev.causeway.controlplane.cluster.RequestRecorder;
import dev.causeway.controlplane.leader.FakeApiServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.mockwebserver.http.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The rights that roles ask for, of an API server that refuses none. */
class RoleRightsTest extends RoleRightsContract {
  private final FakeApiServer server = new FakeApiServer();
  private final KubernetesClient admin = server.client("admin");

  @BeforeEach
  void answerReviews() {
    server.script(
        asked ->
            asked.path().contains("/subjectaccessreviews")
                ? new MockResponse()
                    .setResponseCode(201)
                    .setBody(
                        """
                        {"kind": "SubjectAccessReview", "apiVersion": "authorization.k8s.io/v1",
                         "spec": {}, "status": {"allowed": true}}
                        """)
                : null);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Override
  KubernetesClient admin() {
    return admin;
  }

  @Override
  KubernetesClient account(String name, RequestRecorder recorder) {
    return server.client(name, recorder);
  }

  @Override
  ChartRoles roles() {
    return ChartRoles.read();
  }

  @Override
  String shop() {
    return "shop";
  }

  @Override
  String system() {
    return "causeway-system";
  }

  @Override
  String controllers() {
    return "openshift-ingress-operator";
  }
}
