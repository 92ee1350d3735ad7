package dev.causeway.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.input.Input;
import dev.causeway.routing.input.ServiceInput;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is wrong with manifests, and what is merely odd. */
class ManifestProblemTest {
  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: web, namespace: shop}
      spec: {ports: [{port: 80}]}
      """;

  private static ParsedFile read(String text) {
    return new ManifestReader().read("shop/web.yaml", text);
  }

  private static ServiceInput service(String text) {
    ParsedFile file = read(text);
    assertThat(file.problems()).isEmpty();
    assertThat(file.objects()).hasSize(1);
    return (ServiceInput) file.objects().getFirst();
  }

  @Test
  void oneUnparsableDocumentLosesNoOther() {
    ParsedFile file =
        read(SERVICE + "---\nkind: Route\n  bad: [\n---\n" + SERVICE.replace("web", "api"));
    assertThat(file.objects())
        .extracting(input -> input.key().name())
        .containsExactly("web", "api");
    assertThat(file.problems()).hasSize(1);
    ManifestProblem problem = file.problems().getFirst();
    assertThat(problem.line()).isEqualTo(7);
    assertThat(problem.lost()).isTrue();
    assertThat(problem.text()).startsWith("shop/web.yaml:7: cannot be parsed");
  }

  @Test
  void wrongTypeNamesFileLineAndField() {
    ParsedFile file =
        read(
            """
            apiVersion: route.openshift.io/v1
            kind: Route
            metadata: {name: web, namespace: shop}
            spec:
              to:
                name: web
                weight: heavy
            """);
    assertThat(file.objects()).isEmpty();
    assertThat(file.problems())
        .extracting(ManifestProblem::text)
        .containsExactly(
            "shop/web.yaml:7 Route shop/web spec.to.weight: has a value of the wrong type");
  }

  @Test
  void secretsNeverAppearInProblems() {
    ParsedFile file =
        read(
            """
            apiVersion: v1
            kind: Secret
            metadata: {name: tls, namespace: shop}
            type: kubernetes.io/tls
            data:
              tls.crt: aGVsbG8=
              tls.key: "!!top-secret!!"
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: other}
            stringData: {a: "top-secret" "top-secret"}
            ---
            apiVersion: route.openshift.io/v1
            kind: Route
            metadata: {name: web}
            spec: {tls: {key: {top-secret: top-secret}}}
            """);
    assertThat(file.objects()).isEmpty();
    assertThat(file.problems()).hasSize(3);
    assertThat(file.problems().getFirst().text())
        .isEqualTo("shop/web.yaml:7 Secret shop/tls data.tls.key: is not base64");
    assertThat(file.problems().toString()).doesNotContain("top-secret");
  }

  @Test
  void oddMetadataLosesNothing() {
    ParsedFile file =
        read(
            """
            apiVersion: v1
            kind: Service
            metadata:
              name: 123
              creationTimestamp: 1700000000
              labels: {version: 1.10, on: yes, n: 7}
              annotations:
            spec:
            """);
    Input service = file.objects().getFirst();
    assertThat(service.key().name()).isEqualTo("123");
    assertThat(service.metadata().labels())
        .isEqualTo(Map.of("version", "1.10", "on", "yes", "n", "7"));
    assertThat(service.metadata().creationTimestamp()).isNull();
    assertThat(file.problems()).hasSize(1);
    assertThat(file.problems().getFirst().lost()).isFalse();
    assertThat(file.problems().getFirst().text())
        .startsWith("shop/web.yaml:5 Service 123 metadata.creationTimestamp: is no RFC 3339 time");
    assertThat(
            service(
                    SERVICE.replace(
                        "name: web", "name: web, creationTimestamp: 2024-01-02T03:04:05Z"))
                .metadata()
                .creationTimestamp())
        .isEqualTo(Instant.parse("2024-01-02T03:04:05Z"));
  }

  @Test
  void anchorsAndMergeKeysAreResolvedAndTrapsRefused() {
    ServiceInput service =
        service(
            """
            apiVersion: v1
            kind: Service
            metadata: &m {name: web, labels: &l {a: b}, annotations: {<<: *l, c: d}}
            """);
    assertThat(service.metadata().annotations()).isEqualTo(Map.of("a", "b", "c", "d"));
    assertThat(read("kind: Service\napiVersion: v1\nmetadata: &a {x: *a}\n").problems()).hasSize(1);
    assertThat(read("kind: Service\nkind: Route\napiVersion: v1\n").problems())
        .extracting(ManifestProblem::text)
        .containsExactly("shop/web.yaml:2: cannot be parsed: the key kind is given twice");
    assertThat(read("just text").problems()).hasSize(1);
    assertThat(read("kind: Service\napiVersion: v1\n").problems())
        .extracting(ManifestProblem::text)
        .containsExactly("shop/web.yaml:1 Service metadata.name: is required");
    assertThat(new ManifestReader().read("x.yaml", new byte[] {(byte) 0xff}).problems())
        .extracting(ManifestProblem::text)
        .containsExactly("x.yaml: is not UTF-8 text");
  }
}
