package dev.causeway.controlplane.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.controlplane.leader.FakeApiServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.openshift.api.model.Route;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** A process that has the role {@code ingress} and no other. */
@ExtendWith(OutputCaptureExtension.class)
class IngressConfigurationTest {
  private static final String OBJECTS =
      """
      apiVersion: networking.k8s.io/v1
      kind: IngressClass
      metadata: {name: ours}
      spec: {controller: example.com/ours}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web, namespace: shop}
      spec: {ports: [{port: 80}]}
      ---
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: web, namespace: shop}
      spec:
        ingressClassName: ours
        rules:
        - host: a.test
          http:
            paths:
            - path: /
              pathType: Prefix
              backend: {service: {name: web, port: {number: 80}}}
      """;

  @TempDir private Path temp;

  @Test
  void writesRoutesAndCompilesNothing(CapturedOutput output) throws Exception {
    try (FakeApiServer server = new FakeApiServer()) {
      KubernetesClient admin = server.client("admin");
      admin
          .load(new ByteArrayInputStream(OBJECTS.getBytes(StandardCharsets.UTF_8)))
          .items()
          .forEach(object -> admin.resource(object).create());
      try (ConfigurableApplicationContext context =
          TestProcess.run(
              new TestProcess(temp)
                  .arguments(
                      "--causeway.roles=ingress",
                      "--causeway.source.kind=kubernetes",
                      "--causeway.ingress.controller=example.com/ours",
                      "--causeway.kubernetes.lease-namespace=causeway",
                      "--causeway.kubernetes.retry=50ms",
                      "--spring.cloud.kubernetes.client.master-url=" + admin.getMasterUrl()))) {
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () ->
                    !admin.resources(Route.class).inNamespace("shop").list().getItems().isEmpty());
        assertThat(TestProcess.get(context, "/actuator/health/readiness")).startsWith("200");
        assertThat(TestProcess.get(context, "/actuator/prometheus"))
            .contains("causeway_ingress_writes_total{operation=\"create\"} 1.0");
      }
      assertThat(server.asked("GET", "/ingresscontrollers")).isEmpty();
    }
    assertThat(output.getAll()).contains("leads role ingress").doesNotContain("\tat ");
  }
}
