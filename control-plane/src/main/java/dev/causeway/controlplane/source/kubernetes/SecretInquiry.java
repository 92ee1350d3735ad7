package dev.causeway.controlplane.source.kubernetes;

import dev.causeway.manifests.ObjectReader;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.ObjectKey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks the API server about single Secrets: for their data, where that was let go before anybody
 * referred to them or the watch does not show them, and whether the subject that stands for routers
 * may read them (RT-049). A few questions at a time.
 */
final class SecretInquiry implements AutoCloseable {
  private static final int AT_A_TIME = 8;
  private static final List<String> VERBS = List.of("get", "list", "watch");

  private final KubernetesClient client;
  private final String server;
  private final String subject;
  private final ClusterFailure failures;
  private final ObjectReader reader = new ObjectReader();
  private final Consumer<SourceEvent> sink;
  private final ExecutorService executor =
      Executors.newFixedThreadPool(
          AT_A_TIME, Thread.ofVirtual().name("secret-inquiry-", 0).factory());

  /**
   * Makes an inquiry.
   *
   * @param subject user who must be allowed to read Secrets of external certificates
   * @param sink takes answers
   */
  SecretInquiry(
      KubernetesClient client,
      String server,
      String subject,
      ClusterFailure failures,
      Consumer<SourceEvent> sink) {
    this.client = client;
    this.server = server;
    this.subject = subject;
    this.failures = failures;
    this.sink = sink;
  }

  /** Asks; the answer comes as an event, whatever happens. */
  void ask(ObjectKey key, boolean access, boolean content) {
    try {
      executor.execute(() -> sink.accept(answer(key, access, content)));
    } catch (RejectedExecutionException e) {
      // Closed meanwhile; nobody waits for the answer.
    }
  }

  private SourceEvent answer(ObjectKey key, boolean access, boolean content) {
    try {
      return new SourceEvent.Answered(
          key, access ? mayRead(key) : null, content ? find(key) : null, "");
    } catch (RuntimeException e) {
      return new SourceEvent.Answered(
          key, null, null, failures.sentence(WatchedKind.SECRETS, " of " + key.namespace(), e));
    }
  }

  /** By a list, not a get: for that the right to watch comes with the right to list anyway. */
  private SourceEvent.@Nullable Arrived find(ObjectKey key) {
    List<GenericKubernetesResource> found =
        client
            .genericKubernetesResources(WatchedKind.SECRETS.context())
            .inNamespace(key.namespace())
            .withField("metadata.name", key.name())
            .list()
            .getItems();
    return found.isEmpty()
        ? null
        : new SourceEvent.Arrived(
            key,
            reader.read(InputKind.SECRET, found.getFirst(), server),
            ObjectWatch.version(found.getFirst()));
  }

  private boolean mayRead(ObjectKey key) {
    for (String verb : VERBS) {
      SubjectAccessReview review =
          new SubjectAccessReviewBuilder()
              .withNewSpec()
              .withUser(subject)
              .withNewResourceAttributes()
              .withNamespace(key.namespace())
              .withVerb(verb)
              .withResource("secrets")
              .withName(key.name())
              .endResourceAttributes()
              .endSpec()
              .build();
      SubjectAccessReview answer = client.authorization().v1().subjectAccessReview().create(review);
      if (answer.getStatus() == null || !Boolean.TRUE.equals(answer.getStatus().getAllowed())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
