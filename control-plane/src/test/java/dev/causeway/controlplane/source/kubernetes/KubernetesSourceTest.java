package dev.causeway.controlplane.source.kubernetes;

import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The source against the CRUD server of the client library, over sockets. That server knows neither
 * bookmarks nor 410, and no rights; {@code ScriptedApiTest} and the cluster suite do.
 */
class KubernetesSourceTest extends KubernetesSourceContract {
  private final KubernetesMockServer server;
  private final KubernetesClient client;
  private final Set<String> granted = ConcurrentHashMap.newKeySet();

  KubernetesSourceTest() {
    Map<ServerRequest, Queue<ServerResponse>> answers = new HashMap<>();
    server =
        new KubernetesMockServer(
            new Context(),
            new MockWebServer(),
            answers,
            new KubernetesMixedDispatcher(answers),
            false);
    server.init();
    // That server keeps reviews as it keeps everything; a real one answers them.
    server
        .expect()
        .post()
        .withPath("/apis/authorization.k8s.io/v1/subjectaccessreviews")
        .andReply(201, request -> reviewed(request.getUtf8Body()))
        .always();
    client = server.createClient();
  }

  private SubjectAccessReview reviewed(String body) {
    SubjectAccessReview review = Serialization.unmarshal(body, SubjectAccessReview.class);
    review.setStatus(
        new SubjectAccessReviewStatusBuilder()
            .withAllowed(
                review.getSpec().getUser().equals(SUBJECT)
                    && granted.contains(review.getSpec().getResourceAttributes().getName()))
            .build());
    return review;
  }

  @Override
  void grant(String secret) {
    granted.add(secret);
  }

  @Override
  void release() {
    client.close();
    server.destroy();
  }

  @Override
  KubernetesClient admin() {
    return client;
  }

  @Override
  KubernetesClient reader() {
    return client;
  }

  @Override
  String namespace() {
    return "shop";
  }

  @Override
  String controllers() {
    return "openshift-ingress-operator";
  }

  @Override
  String operands() {
    return "openshift-ingress";
  }
}
