package dev.causeway.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.causeway.testkit.Behaviour;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every pod, in every set-up. */
final class WorkloadsTest {

  static List<SetUp> setUps() {
    return SetUp.of("causeway");
  }

  private static Rendered render(SetUp setUp) {
    try (Charts charts = new Charts()) {
      return setUp.render(charts);
    }
  }

  private static List<JsonNode> list(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false).toList();
  }

  /** The Pod Security Standard "restricted", and what we ask beyond it. */
  @ParameterizedTest
  @MethodSource("setUps")
  void podsAreRestricted(SetUp setUp) {
    assertThat(render(setUp).ofKind("Deployment", "Job"))
        .isNotEmpty()
        .allSatisfy(
            deployment -> {
              JsonNode pod = deployment.at("/spec/template/spec");
              assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
              assertThat(pod.at("/securityContext/seccompProfile/type").asText())
                  .isEqualTo("RuntimeDefault");
              assertThat(pod.at("/securityContext/runAsUser").asInt(1)).isPositive();
              assertThat(pod.has("hostNetwork") || pod.has("hostPID") || pod.has("hostIPC"))
                  .isFalse();
              assertThat(pod.has("initContainers")).isFalse();
              assertThat(list(pod.path("volumes")))
                  .allSatisfy(
                      volume ->
                          assertThat(
                                  volume.has("configMap")
                                      || volume.has("secret")
                                      || volume.has("emptyDir"))
                              .as(volume.toString())
                              .isTrue());
              assertThat(list(pod.path("containers"))).allSatisfy(WorkloadsTest::confined);
              if (Rendered.kind(deployment).equals("Deployment")) {
                String ready =
                    Rendered.name(deployment).contains("-router-")
                        ? "/healthz/ready"
                        : "/actuator/health/readiness";
                assertThat(list(pod.path("containers")))
                    .allSatisfy(container -> probed(container, ready));
              }
            });
  }

  private static void confined(JsonNode container) {
    JsonNode security = container.path("securityContext");
    assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(Documents.texts(security.at("/capabilities/drop"))).containsExactly("ALL");
    assertThat(security.has("privileged") || security.at("/capabilities").has("add")).isFalse();
    assertThat(list(container.path("ports")))
        .allSatisfy(p -> assertThat(p.has("hostPort")).isFalse());
    assertThat(container.at("/resources/requests").has("cpu")).isTrue();
    assertThat(container.at("/resources/requests/memory"))
        .isEqualTo(container.at("/resources/limits/memory"));
    assertThat(list(container.path("volumeMounts")))
        .filteredOn(mount -> !mount.path("readOnly").asBoolean())
        .extracting(mount -> mount.path("mountPath").asText())
        .isSubsetOf("/tmp", "/var/lib/causeway");
  }

  private static void probed(JsonNode container, String ready) {
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      assertThat(container.at("/" + probe + "/httpGet/port").asText()).isEqualTo("management");
    }
    assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo(ready);
  }

  @ParameterizedTest
  @MethodSource("setUps")
  @Behaviour("RO-091")
  void routersAreProbedAsOnOkd(SetUp setUp) {
    assertThat(render(setUp).ofKind("Deployment"))
        .filteredOn(deployment -> Rendered.name(deployment).contains("-router-"))
        .isNotEmpty()
        .allSatisfy(
            deployment -> {
              JsonNode router = deployment.at("/spec/template/spec/containers/0");
              assertThat(probe(router, "livenessProbe")).isEqualTo("/healthz 10 1 3");
              assertThat(probe(router, "readinessProbe")).isEqualTo("/healthz/ready 10 1 3");
              assertThat(probe(router, "startupProbe")).isEqualTo("/healthz/ready 1 1 120");
            });
  }

  private static String probe(JsonNode container, String name) {
    JsonNode probe = container.path(name);
    return "%s %d %d %d"
        .formatted(
            probe.at("/httpGet/path").asText(),
            probe.path("periodSeconds").asInt(),
            probe.path("timeoutSeconds").asInt(),
            probe.path("failureThreshold").asInt());
  }

  @Test
  @Behaviour("RO-089")
  void statisticsAreOnOkdsPort() {
    JsonNode router =
        render(SetUp.named("defaults")).object("Deployment", "causeway-router-default");
    assertThat(list(router.at("/spec/template/spec/containers/0/ports")))
        .anySatisfy(
            port -> {
              assertThat(port.path("name").asText()).isEqualTo("management");
              assertThat(port.path("containerPort").asInt()).isEqualTo(1936);
            });
  }

  /** What Helm runs before it deletes anything must end, and leave nothing behind. */
  @ParameterizedTest
  @MethodSource("setUps")
  void cleanUpIsMadeOfHooksThatEnd(SetUp setUp) {
    Rendered rendered = render(setUp);
    List<JsonNode> parts =
        rendered.objects().stream()
            .filter(
                object ->
                    object
                        .at("/metadata/labels/app.kubernetes.io~1component")
                        .asText()
                        .equals("cleanup"))
            .toList();
    assertThat(parts)
        .extracting(Rendered::kind)
        .hasSize(List.of("read-only", "shadow").contains(setUp.toString()) ? 0 : 9);
    assertThat(parts)
        .allSatisfy(
            part -> {
              JsonNode annotations = part.at("/metadata/annotations");
              assertThat(annotations.path("helm.sh/hook").asText()).isEqualTo("pre-delete");
              assertThat(annotations.path("helm.sh/hook-delete-policy").asText())
                  .isEqualTo("before-hook-creation,hook-succeeded");
              boolean job = Rendered.kind(part).equals("Job");
              assertThat(annotations.path("helm.sh/hook-weight").asInt()).isEqualTo(job ? 0 : -1);
              if (job) {
                // Less than Helm waits by default.
                assertThat(part.at("/spec/activeDeadlineSeconds").asInt()).isBetween(90, 299);
                assertThat(part.at("/spec/backoffLimit").asInt(9)).isZero();
              }
            });
  }

  @ParameterizedTest
  @MethodSource("setUps")
  void keysNeverReachADisk(SetUp setUp) {
    assertThat(render(setUp).ofKind("Deployment"))
        .filteredOn(deployment -> Rendered.name(deployment).contains("-router-"))
        .isNotEmpty()
        .allSatisfy(
            deployment ->
                assertThat(list(deployment.at("/spec/template/spec/volumes")))
                    .filteredOn(volume -> volume.path("name").asText().equals("last-known-good"))
                    .singleElement()
                    .satisfies(
                        volume ->
                            assertThat(volume.at("/emptyDir/medium").asText())
                                .isEqualTo("Memory")));
  }

  @ParameterizedTest
  @MethodSource("setUps")
  void gracePeriodCoversDelayAndDrain(SetUp setUp) {
    Rendered rendered = render(setUp);
    assertThat(rendered.ofKind("Deployment"))
        .filteredOn(deployment -> Rendered.name(deployment).contains("-router-"))
        .allSatisfy(
            deployment -> {
              JsonNode router =
                  Documents.single(
                          rendered
                              .object("ConfigMap", Rendered.name(deployment))
                              .at("/data/application.yaml")
                              .asText())
                      .at("/causeway/router");
              int seconds =
                  seconds(router.path("shutdown-delay")) + seconds(router.path("drain-timeout"));
              assertThat(deployment.at("/spec/template/spec/terminationGracePeriodSeconds").asInt())
                  .isGreaterThan(seconds + 10);
            });
  }

  private static int seconds(JsonNode duration) {
    return Integer.parseInt(duration.asText().replace("s", ""));
  }

  @ParameterizedTest
  @MethodSource("setUps")
  void whatPodsReferToExists(SetUp setUp) {
    Rendered rendered = render(setUp);
    Set<String> there =
        rendered
            .ofKind("Secret", "ConfigMap", "ServiceAccount")
            .map(Rendered::id)
            .collect(Collectors.toSet());
    rendered
        .ofKind("Certificate")
        .forEach(
            c ->
                there.add(
                    "Secret " + Rendered.namespace(c) + "/" + c.at("/spec/secretName").asText()));
    JsonNode values = Documents.single(setUp.values());
    JsonNode existing = values.at("/streamCertificates/existing");
    there.add("Secret " + setUp.namespace() + "/" + existing.path("controlPlane").asText());
    there.add("Secret " + setUp.namespace() + "/" + existing.path("status").asText());
    existing
        .path("routers")
        .forEach(name -> there.add("Secret openshift-ingress/" + name.asText()));
    // Of these the administrator makes one.
    values
        .path("routers")
        .forEach(
            router ->
                there.add("Secret openshift-ingress/" + router.at("/statistics/secret").asText()));

    Set<String> used = new TreeSet<>();
    rendered
        .ofKind("Deployment", "Job")
        .forEach(
            deployment -> {
              JsonNode pod = deployment.at("/spec/template/spec");
              String in = " " + Rendered.namespace(deployment) + "/";
              used.add("ServiceAccount" + in + pod.path("serviceAccountName").asText());
              for (JsonNode volume : pod.path("volumes")) {
                if (volume.has("secret")) {
                  used.add("Secret" + in + volume.at("/secret/secretName").asText());
                }
                if (volume.has("configMap")) {
                  used.add("ConfigMap" + in + volume.at("/configMap/name").asText());
                }
              }
            });
    assertThat(there).containsAll(used);

    Set<String> unused =
        rendered
            .ofKind("Secret", "ConfigMap", "ServiceAccount")
            .map(Rendered::id)
            .filter(id -> !used.contains(id))
            .collect(Collectors.toCollection(TreeSet::new));
    // The authority signs, snapctl runs elsewhere, and ticket keys are read through the API.
    unused.removeIf(
        id ->
            id.endsWith("-stream-authority")
                || id.endsWith("-snapctl-tls")
                || id.endsWith("-ticket-keys"));
    assertThat(unused).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("setUps")
  void selectorsSelectOneDeployment(SetUp setUp) {
    Rendered rendered = render(setUp);
    List<JsonNode> deployments = rendered.ofKind("Deployment").toList();
    List<JsonNode> selecting =
        new ArrayList<>(rendered.ofKind("Service").map(s -> s.at("/spec/selector")).toList());
    rendered
        .ofKind("Deployment", "PodDisruptionBudget")
        .forEach(object -> selecting.add(object.at("/spec/selector/matchLabels")));
    assertThat(selecting)
        .allSatisfy(
            selector -> assertThat(deployments).filteredOn(d -> selects(selector, d)).hasSize(1));
  }

  private static boolean selects(JsonNode selector, JsonNode deployment) {
    JsonNode labels = deployment.at("/spec/template/metadata/labels");
    return selector.properties().stream()
        .allMatch(entry -> entry.getValue().equals(labels.get(entry.getKey())));
  }

  @ParameterizedTest
  @MethodSource("setUps")
  void autoscalerAloneOwnsReplicas(SetUp setUp) {
    Rendered rendered = render(setUp);
    Set<String> scaled = new HashSet<>();
    rendered
        .ofKind("HorizontalPodAutoscaler")
        .forEach(hpa -> scaled.add(hpa.at("/spec/scaleTargetRef/name").asText()));
    assertThat(scaled.isEmpty()).isEqualTo(!setUp.toString().equals("autoscaler"));
    assertThat(rendered.ofKind("Deployment"))
        .allSatisfy(
            deployment ->
                assertThat(deployment.path("spec").has("replicas"))
                    .isEqualTo(!scaled.contains(Rendered.name(deployment))));
    assertThat(rendered.ofKind("IngressController"))
        .allSatisfy(ic -> assertThat(ic.path("spec").has("replicas")).isFalse());
  }
}
