package dev.causeway.controlplane.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.controlplane.pipeline.Pipeline;
import dev.causeway.testkit.api.ScriptedApiServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** The process where a cluster is the source. */
@ExtendWith(OutputCaptureExtension.class)
class KubernetesApplicationTest {
  @TempDir private Path temp;

  @Test
  void isReadyOnceTheClusterWasReadAndAliveWhateverTheApiServerDoes(CapturedOutput output)
      throws Exception {
    try (ScriptedApiServer server = new ScriptedApiServer()) {
      server.refuse(request -> request.resource().equals("routes"), 404, "", 1_000);
      server.put(
          "routes",
          """
          {"apiVersion": "route.openshift.io/v1", "kind": "Route",
           "metadata": {"namespace": "shop", "name": "web"},
           "spec": {"host": "www.example.com", "to": {"kind": "Service", "name": "web"}}}
          """);
      List<String> arguments =
          new TestProcess(temp)
              .arguments(
                  "--causeway.source.kind=kubernetes",
                  "--causeway.kubernetes.retry=50ms",
                  "--causeway.kubernetes.grace=1s",
                  "--spring.cloud.kubernetes.client.master-url=" + server.url());
      try (ConfigurableApplicationContext context = TestProcess.run(arguments)) {
        Pipeline pipeline = context.getBean(Pipeline.class);
        await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> output.getAll().contains("install the chart causeway-crds"));
        assertThat(TestProcess.get(context, "/actuator/health/readiness")).startsWith("503");
        assertThat(TestProcess.get(context, "/actuator/health/liveness")).startsWith("200");

        server.relent();
        await().atMost(Duration.ofMinutes(1)).until(() -> pipeline.firstPublication().isDone());
        assertThat(TestProcess.get(context, "/actuator/health/readiness")).startsWith("200");
        assertThat(TestProcess.get(context, "/actuator/snapshot"))
            .contains("\"admitted\":1")
            .contains("\"unreadable\":\"\"");

        server.down();
        await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> !pipeline.report().unreadable().isEmpty());
        assertThat(TestProcess.get(context, "/actuator/health/readiness")).startsWith("200");
        assertThat(TestProcess.get(context, "/actuator/health/liveness")).startsWith("200");
        assertThat(TestProcess.get(context, "/actuator/snapshot"))
            .contains("\"admitted\":1")
            .contains("what was read last stays in force");

        server.up();
        await().atMost(Duration.ofMinutes(1)).until(() -> pipeline.report().unreadable().isEmpty());
        assertThat(context.getBeanNamesForType(HealthIndicator.class))
            .noneMatch(name -> name.contains("ubernetes"));
      }
    }
    assertThat(output.getAll())
        .contains("watching the cluster at http://127.0.0.1")
        .contains("first snapshot of 1 objects; shard default: 1 Routes admitted")
        .doesNotContain("\tat ");
  }
}
