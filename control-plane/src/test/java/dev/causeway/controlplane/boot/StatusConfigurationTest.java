package dev.causeway.controlplane.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.controlplane.leader.FakeApiServer;
import dev.causeway.controlplane.leader.LeaderElections;
import dev.causeway.controlplane.pipeline.Pipeline;
import dev.causeway.controlplane.pipeline.ShardSet;
import dev.causeway.controlplane.pipeline.SnapshotPublisher;
import dev.causeway.controlplane.status.GivenStatus;
import dev.causeway.controlplane.status.StatusBoard;
import dev.causeway.controlplane.stream.SnapshotShelf;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.openshift.api.model.Route;
import io.fabric8.openshift.api.model.RouteBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The role {@code status} as it is configured. */
class StatusConfigurationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final FakeApiServer api = new FakeApiServer();
  private final ApplicationContextRunner context =
      new ApplicationContextRunner()
          .withUserConfiguration(
              Properties.class, LeaderConfiguration.class, StatusConfiguration.class)
          .withBean(KubernetesClient.class, () -> api.client("a"))
          .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
          .withBean(SnapshotShelf.class, () -> new SnapshotShelf("a", Clock.systemUTC()))
          .withPropertyValues(
              "causeway.source.kind=kubernetes",
              "causeway.roles=serve,status",
              "causeway.replica=pod-1",
              "causeway.kubernetes.lease-namespace=leases",
              "causeway.leader.retry-period=50ms",
              "causeway.status.router-name-prefix=cw-",
              "causeway.status.canonical-hostnames.default=apps.example.com");

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties({
    ShardProperties.class,
    KubernetesProperties.class,
    LeaderProperties.class,
    StatusProperties.class,
    RoleProperties.class
  })
  static class Properties {
    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }
  }

  @AfterEach
  void end() {
    api.close();
  }

  @Test
  void leaderWritesAndGivesTheLeaseBackAtTheEnd() {
    KubernetesClient admin = api.client("admin");
    String uid =
        admin
            .resource(
                new RouteBuilder()
                    .withNewMetadata()
                    .withNamespace("shop")
                    .withName("web")
                    .endMetadata()
                    .build())
            .create()
            .getMetadata()
            .getUid();
    context.run(
        process -> {
          LeaderElections elections = process.getBean(LeaderElections.class);
          await().atMost(PATIENCE).until(() -> elections.all().getFirst().leads());
          assertThat(
                  admin
                      .leases()
                      .inNamespace("leases")
                      .withName("causeway-status")
                      .get()
                      .getSpec()
                      .getHolderIdentity())
              .isEqualTo("pod-1");
          Info.Builder info = new Info.Builder();
          process.getBean(InfoContributor.class).contribute(info);
          assertThat(info.build().getDetails())
              .containsEntry("leaders", Map.of("status", Map.of("leads", true, "leader", "pod-1")));
          assertThat(
                  process
                      .getBean(MeterRegistry.class)
                      .get("causeway.leader")
                      .tag("role", "status")
                      .gauge()
                      .value())
              .isEqualTo(1);

          process
              .getBean(SnapshotPublisher.class)
              .publish(
                  "default",
                  GivenStatus.decided(GivenStatus.admitted("web", uid, "www.example.com")));
          await()
              .atMost(PATIENCE)
              .untilAsserted(
                  () -> {
                    Route route =
                        admin.resources(Route.class).inNamespace("shop").withName("web").get();
                    assertThat(route.getStatus()).isNotNull();
                    assertThat(route.getStatus().getIngress().getFirst().getRouterName())
                        .isEqualTo("cw-default");
                    assertThat(
                            route.getStatus().getIngress().getFirst().getRouterCanonicalHostname())
                        .isEqualTo("apps.example.com");
                  });
        });
    assertThat(
            admin
                .leases()
                .inNamespace("leases")
                .withName("causeway-status")
                .get()
                .getSpec()
                .getHolderIdentity())
        .isNull();
  }

  @Test
  void processWithoutTheRoleElectsNobody() {
    context
        .withPropertyValues("causeway.roles=serve")
        .run(
            process -> {
              assertThat(process).doesNotHaveBean(LeaderElections.class);
              assertThat(process).doesNotHaveBean(SnapshotPublisher.class);
            });
    assertThat(api.asked("GET", "/")).isEmpty();
  }

  private ApplicationContextRunner shadow() {
    return context
        .withUserConfiguration(ShadowConfiguration.class)
        .withBean(
            Pipeline.class,
            () ->
                new Pipeline(
                    new ShardSet(
                        Set.of(),
                        shard -> {
                          throw new IllegalStateException(shard);
                        }),
                    new StatusBoard(
                        new StatusProperties(
                                "",
                                Map.of(),
                                1,
                                1,
                                1,
                                PATIENCE,
                                PATIENCE,
                                true,
                                new StatusProperties.Activation(Duration.ZERO, "", "", null))
                            .options()),
                    new SimpleMeterRegistry()))
        .withPropertyValues("causeway.status.shadow=true");
  }

  @Test
  void shadowElectsNobodyAndWritesNothing() {
    shadow()
        .run(
            process -> {
              assertThat(process).doesNotHaveBean(LeaderElections.class);
              assertThat(process).doesNotHaveBean("statusLifecycle");
              await().atMost(PATIENCE).until(() -> !api.asked("GET", "watch=true").isEmpty());
              process
                  .getBean(SnapshotPublisher.class)
                  .publish(
                      "default",
                      GivenStatus.decided(GivenStatus.admitted("web", "u", "www.example.com")));
              ShadowEndpoint.Body body = process.getBean(ShadowEndpoint.class).shadow();
              // Compared is what the router of the shard's plain name wrote.
              assertThat(body.routers()).containsExactly("default");
              assertThat(body.settled()).isFalse();
            });
    assertThat(api.asked("GET", "/")).isNotEmpty();
    for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
      assertThat(api.asked(method, "/")).as(method).isEmpty();
    }
    assertThat(api.asked("GET", "/leases")).isEmpty();
  }

  @Test
  void shadowBesideARoleThatWritesIsRefused() {
    shadow()
        .withPropertyValues("causeway.roles=serve,status,ingress")
        .run(
            process ->
                assertThat(process)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("causeway.status.shadow promises"));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties({CleanupProperties.class, IngressProperties.class})
  static class OfCleanup {}

  /** They have the names that a clean-up would look for, and are another router's. */
  @Test
  void entriesThatWereOnlyComparedAreNotCleanedUp() {
    context
        .withUserConfiguration(OfCleanup.class, CleanupConfiguration.class)
        .withPropertyValues("causeway.roles=cleanup", "causeway.status.shadow=true")
        .run(
            process ->
                assertThat(process)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("set causeway.cleanup.routes=false"));
    assertThat(api.asked("GET", "/")).isEmpty();
  }

  @Test
  void shadowIsOffUnlessItIsAskedFor() {
    shadow()
        .withPropertyValues("causeway.status.shadow=off")
        .run(
            process -> {
              assertThat(process).doesNotHaveBean(ShadowEndpoint.class);
              assertThat(process).hasSingleBean(LeaderElections.class);
            });
  }

  @Test
  void durationsThatDoNotFitAreOneSentence() {
    context
        .withPropertyValues("causeway.leader.renew-deadline=20s")
        .run(
            process ->
                assertThat(process)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("the renew deadline must be shorter than the Lease"));
  }
}
