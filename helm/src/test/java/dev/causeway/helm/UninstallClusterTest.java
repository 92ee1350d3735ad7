package dev.causeway.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causeway.testkit.cluster.OnCluster;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Helm's own uninstallation, which waits for the clean-up. No node runs its Job here, so the test
 * says how it ended; what it does is tried in the control plane's tests.
 */
@OnCluster
final class UninstallClusterTest {
  private static final String NAMESPACE = "causeway-system";
  private static final String NAME = "causeway-cleanup";
  private static final String PART = "app.kubernetes.io/component";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final RealCluster cluster = new RealCluster();
  private final KubernetesClient admin = cluster.admin();

  @BeforeEach
  void install() {
    cluster.namespace(NAMESPACE);
    cluster.removeNamespace("openshift-ingress");
    cluster.removeNamespace("openshift-ingress-operator");
    cluster.install("causeway", NAMESPACE);
  }

  @AfterEach
  void end() {
    cluster.uninstall("causeway", NAMESPACE);
    admin.batch().v1().jobs().inNamespace(NAMESPACE).withName(NAME).delete();
    cluster.close();
  }

  private CompletableFuture<Void> uninstallation() {
    // Helm blocks its thread, of which the pool that serves the client may have only one.
    return CompletableFuture.runAsync(
        () -> cluster.uninstallWithHooks("causeway", NAMESPACE),
        task -> Thread.ofPlatform().name("uninstallation").start(task));
  }

  private Job awaitJob() {
    return Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> admin.batch().v1().jobs().inNamespace(NAMESPACE).withName(NAME).get(),
            job -> job != null);
  }

  /** As the controller of Jobs would say it. */
  private void finish(Job job, String first, String last) {
    Instant instant = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
    String now = DateTimeFormatter.ISO_INSTANT.format(instant);
    boolean complete = last.equals("Complete");
    Job finished =
        new JobBuilder(job)
            .withNewStatus()
            .withStartTime(now)
            .withCompletionTime(complete ? now : null)
            .withSucceeded(complete ? 1 : 0)
            .addNewCondition()
            .withType(first)
            .withStatus("True")
            .withLastTransitionTime(now)
            .endCondition()
            .addNewCondition()
            .withType(last)
            .withStatus("True")
            .withReason("SaidByTheTest")
            .withLastTransitionTime(now)
            .endCondition()
            .endStatus()
            .build();
    admin.resource(finished).updateStatus();
  }

  private int deployments() {
    return admin.apps().deployments().inNamespace(NAMESPACE).list().getItems().size();
  }

  private int hooks() {
    return admin
            .serviceAccounts()
            .inNamespace(NAMESPACE)
            .withLabel(PART, "cleanup")
            .list()
            .getItems()
            .size()
        + admin
            .configMaps()
            .inNamespace(NAMESPACE)
            .withLabel(PART, "cleanup")
            .list()
            .getItems()
            .size()
        + admin.rbac().clusterRoles().withLabel(PART, "cleanup").list().getItems().size()
        + admin.rbac().clusterRoleBindings().withLabel(PART, "cleanup").list().getItems().size()
        + admin.rbac().roles().inAnyNamespace().withLabel(PART, "cleanup").list().getItems().size()
        + admin
            .rbac()
            .roleBindings()
            .inAnyNamespace()
            .withLabel(PART, "cleanup")
            .list()
            .getItems()
            .size();
  }

  @Test
  void leadersRunUntilTheCleanUpIsDoneAndNothingStays() throws Exception {
    assertThat(hooks()).as("before").isZero();
    CompletableFuture<Void> uninstallation = uninstallation();
    Job job = awaitJob();
    assertThat(deployments()).isEqualTo(3);
    assertThat(hooks()).isEqualTo(8);
    assertThat(uninstallation).isNotDone();

    finish(job, "SuccessCriteriaMet", "Complete");
    uninstallation.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(deployments()).isZero();
    assertThat(hooks()).isZero();
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> admin.batch().v1().jobs().inNamespace(NAMESPACE).list().getItems().isEmpty());
  }

  @Test
  void failureStopsItAndTheRemedyEndsIt() {
    CompletableFuture<Void> uninstallation = uninstallation();
    finish(awaitJob(), "FailureTarget", "Failed");
    assertThatThrownBy(() -> uninstallation.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .hasMessageContaining(NAME);
    assertThat(deployments()).isEqualTo(3);
    // Its log is there to be read.
    assertThat(admin.batch().v1().jobs().inNamespace(NAMESPACE).withName(NAME).get()).isNotNull();

    cluster.uninstall("causeway", NAMESPACE);
    assertThat(deployments()).isZero();
    assertThat(hooks()).as("rights").isZero();
  }
}
