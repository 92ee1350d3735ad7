package dev.causeway.controlplane.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causeway.controlplane.meters.ControlPlaneMeter;
import dev.causeway.controlplane.pipeline.Pipeline;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** The process as it is configured and looked at, within this JVM. */
@ExtendWith(OutputCaptureExtension.class)
class ControlPlaneApplicationTest {
  private static final Set<ControlPlaneMeter> ONLY_IN_A_CLUSTER =
      Set.of(
          ControlPlaneMeter.LEADER,
          ControlPlaneMeter.STATUS_WRITES,
          ControlPlaneMeter.STATUS_DECISIONS,
          ControlPlaneMeter.STATUS_ACTIVATIONS,
          ControlPlaneMeter.STATUS_NOT_ACTIVATED,
          ControlPlaneMeter.STATUS_CONTENTIONS,
          ControlPlaneMeter.STATUS_EVENTS,
          ControlPlaneMeter.SHADOW_DIFFERENCES,
          ControlPlaneMeter.SHADOW_ROUTES,
          ControlPlaneMeter.INGRESS_WRITES,
          ControlPlaneMeter.INGRESS_WITHOUT_CLASS_NAME,
          ControlPlaneMeter.ROUTE_WITH_UNMANAGED_OWNER);

  @TempDir private Path temp;
  private TestProcess process;

  @BeforeEach
  void files() throws Exception {
    process = new TestProcess(temp);
    Files.createDirectories(temp.resolve("manifests"));
    Files.writeString(
        temp.resolve("manifests/all.yaml"),
        """
        apiVersion: route.openshift.io/v1
        kind: Route
        metadata: {name: web, namespace: shop, creationTimestamp: 2024-01-01T00:00:00Z}
        spec: {host: www.example.com, to: {kind: Service, name: web}}
        ---
        kind: [
        ---
        apiVersion: route.openshift.io/v1
        kind: Route
        metadata: {name: thief, namespace: other}
        spec: {host: www.example.com, to: {kind: Service, name: web}}
        """);
  }

  private List<String> arguments(String... more) throws IOException {
    List<String> arguments =
        process.arguments("--causeway.source.folder=" + temp.resolve("manifests"));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private static ConfigurableApplicationContext run(List<String> arguments) {
    return TestProcess.run(arguments);
  }

  private static String get(ConfigurableApplicationContext context, String path) throws Exception {
    return TestProcess.get(context, path);
  }

  @Test
  void managementPortTellsStateAndWhatWasRefused(CapturedOutput output) throws Exception {
    List<String> arguments =
        arguments(
            "--causeway.inspect.address=127.0.0.1",
            "--causeway.inspect.port=0",
            "--causeway.inspect.tls.certificate=" + temp.resolve("server.pem"),
            "--causeway.inspect.tls.key=" + temp.resolve("server.key"),
            "--causeway.inspect.tls.trust=" + temp.resolve("ca.pem"));
    try (ConfigurableApplicationContext context = run(arguments)) {
      context.getBean(Pipeline.class).firstPublication().get(20, TimeUnit.SECONDS);
      assertThat(get(context, "/actuator/health/readiness")).startsWith("200");
      assertThat(get(context, "/actuator/health/liveness")).startsWith("200");
      assertThat(get(context, "/actuator/snapshot"))
          .startsWith("200")
          .contains("\"admitted\":1")
          .contains("Route other/thief")
          .contains("all.yaml:8")
          .contains("HostAlreadyClaimed")
          .contains("all.yaml:6: cannot be parsed");
      assertThat(get(context, "/actuator/prometheus"))
          .contains("causeway_routes_admitted 1.0")
          .contains("causeway_pipeline_round_seconds_count");
      assertThat(
              context.getBean(MeterRegistry.class).getMeters().stream()
                  .map(meter -> meter.getId().getName())
                  .filter(name -> name.startsWith("causeway.")))
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(ControlPlaneMeter.values())
                  .filter(meter -> !ONLY_IN_A_CLUSTER.contains(meter))
                  .map(ControlPlaneMeter::id)
                  .toList());
      assertThat(context.getBean(ControlPlaneLifecycle.class).streamPort()).isPositive();
      assertThat(context.getBean(ControlPlaneLifecycle.class).inspectPort()).isPositive();
    }
    assertThat(output.getAll())
        .contains("all.yaml:8 Route other/thief")
        .contains("not admitted by shard default, HostAlreadyClaimed")
        .contains("all.yaml:6: cannot be parsed")
        .contains("first snapshot of 2 objects in 1 files; shard default: 1 Routes admitted");
  }

  @Test
  void withAFolderNothingOfAClusterIsMade() throws Exception {
    try (ConfigurableApplicationContext context = run(arguments())) {
      assertThat(context.getBeanNamesForType(KubernetesClient.class)).isEmpty();
      assertThat(context.getBeanNamesForType(Config.class)).isEmpty();
      assertThat(context.getBeanNamesForType(HealthIndicator.class))
          .noneMatch(name -> name.contains("ubernetes"));
      assertThat(context.getBeanNamesForType(InfoContributor.class))
          .noneMatch(name -> name.contains("ubernetes"));
    }
  }

  @Test
  void missingFolderIsOneSentence(CapturedOutput output) throws Exception {
    refused(
        output, "the manifest folder /no/such does not exist", "--causeway.source.folder=/no/such");
  }

  @Test
  void portInUseIsOneSentence(CapturedOutput output) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      refused(
          output,
          "causeway.stream.port " + port + " on 127.0.0.1 is in use",
          "--causeway.stream.port=" + port);
      refused(
          output,
          "management.server.port " + port + " is in use",
          "--management.server.port=" + port);
    }
  }

  @Test
  void badTlsFilesAreOneSentence(CapturedOutput output) throws Exception {
    refused(
        output,
        "causeway.stream.tls.key is /no/such, which is no readable file",
        "--causeway.stream.tls.key=/no/such");
    refused(
        output,
        "causeway.stream.tls cannot be used, check its PEM files",
        "--causeway.stream.tls.certificate=" + temp.resolve("manifests/all.yaml"));
  }

  @Test
  void badPropertyIsOneSentence(CapturedOutput output) throws Exception {
    refused(output, "causeway.source.rescan must be at least 1s", "--causeway.source.rescan=1ms");
    refused(output, "causeway.stream.port", "--causeway.stream.port=many");
    refused(output, "causeway.shards names \"A_B\"", "--causeway.shards=A_B");
  }

  private void refused(CapturedOutput output, String sentence, String argument) throws Exception {
    List<String> arguments = arguments(argument);
    String name = argument.substring(0, argument.indexOf('=') + 1);
    arguments.removeIf(each -> each.startsWith(name) && !each.equals(argument));
    assertThatThrownBy(() -> run(arguments).close()).isInstanceOf(Exception.class);
    assertThat(output.getAll().lines().filter(line -> line.contains("ERROR")))
        .as(output.getAll())
        .last()
        .asString()
        .contains("cannot start: ")
        .contains(sentence);
    assertThat(output.getAll()).doesNotContain("\tat ");
  }
}
